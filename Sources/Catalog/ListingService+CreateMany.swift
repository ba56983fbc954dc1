extension ListingService {
    /// Lists many: the good ones in one transaction, and for each the listing or what is wrong with it, in order.
    /// - Throws: Only where the store fails; then none is written.
    public func createMany(
        _ contents: [ListingContent], sellerID: Int64
    ) async throws -> [Result<Listing, CatalogError>] {
        let checked = contents.map { content in
            Result { () throws(CatalogError) in try content.checked(in: categories) }
        }
        let good = checked.compactMap { try? $0.get() }
        var written = try await store.create(
            good, sellerID: sellerID, within: quotaOf(sellerID), atMilliseconds: now()
        ).makeIterator()
        return checked.map { $0.flatMap { _ in written.next() ?? .failure(.notFound) } }
    }
}
