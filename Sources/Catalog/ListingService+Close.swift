extension ListingService {
    /// Takes a listing off the market; its seller keeps it and may list it again.
    /// - Parameter expectedVersion: The version that the seller has seen.
    /// - Throws: `CatalogError.notFound`, `.stale` or `.illegalTransition`.
    public func close(_ id: Listing.ID, sellerID: Int64, expectedVersion: Int64) async throws -> Listing {
        try await change(id, sellerID: sellerID, expectedVersion: expectedVersion, to: .closed)
    }
}
