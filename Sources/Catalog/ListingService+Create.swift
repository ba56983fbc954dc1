extension ListingService {
    /// Lists something for sale; it is active at once.
    /// - Throws: `CatalogError.invalid` or `.overQuota`.
    public func create(_ content: ListingContent, sellerID: Int64) async throws -> Listing {
        try await store.create(
            content.checked(in: categories), sellerID: sellerID, within: quotaOf(sellerID), atMilliseconds: now())
    }
}
