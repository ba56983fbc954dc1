extension ListingService {
    /// Puts a closed listing on the market again.
    /// - Parameter expectedVersion: The version that the seller has seen.
    /// - Throws: `CatalogError.notFound`, `.stale`, `.illegalTransition` or `.overQuota`.
    public func relist(_ id: Listing.ID, sellerID: Int64, expectedVersion: Int64) async throws -> Listing {
        try await change(id, sellerID: sellerID, expectedVersion: expectedVersion, to: .active)
    }
}
