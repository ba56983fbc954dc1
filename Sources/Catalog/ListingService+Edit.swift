extension ListingService {
    /// Puts new content in place of the whole old one. A closed listing stays closed.
    /// - Parameter expectedVersion: The version that the seller has seen.
    /// - Throws: `CatalogError.invalid`, `.notFound`, `.stale` or `.overQuota`.
    public func edit(
        _ id: Listing.ID, sellerID: Int64, expectedVersion: Int64, content: ListingContent
    ) async throws -> Listing {
        try await store.update(
            id, sellerID: sellerID, expectedVersion: expectedVersion, content: content.checked(in: categories),
            status: nil, within: quotaOf(sellerID), atMilliseconds: now())
    }
}
