extension ListingService {
    /// Takes a listing away for good; only its history stays.
    /// - Parameter expectedVersion: The version that the seller has seen.
    /// - Throws: `CatalogError.notFound`, `.stale` or `.illegalTransition`.
    public func delete(_ id: Listing.ID, sellerID: Int64, expectedVersion: Int64) async throws -> Listing {
        try await change(id, sellerID: sellerID, expectedVersion: expectedVersion, to: .deleted)
    }
}
