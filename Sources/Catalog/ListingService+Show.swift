extension ListingService {
    /// A listing as somebody may see it: an active one by everyone, a closed one by its seller, a deleted one by nobody.
    /// - Parameter viewerID: Who asks; nil for somebody without an account.
    /// - Throws: `CatalogError.notFound`.
    public func show(_ id: Listing.ID, to viewerID: Int64?) async throws -> Listing {
        guard let listing = try await store.listing(id), listing.isVisible(to: viewerID) else {
            throw CatalogError.notFound
        }
        return listing
    }
}

extension Listing {
    /// Whether that account, or nobody in particular, may see the listing.
    public func isVisible(to viewerID: Int64?) -> Bool {
        switch status {
        case .active: true
        case .closed: sellerID == viewerID
        case .deleted: false
        }
    }
}
