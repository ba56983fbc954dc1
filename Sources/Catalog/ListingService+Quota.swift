extension ListingService {
    /// What a seller has on sale and has added today, and what they may.
    public func quota(
        of sellerID: Int64
    ) async throws -> (onSale: ListingUse, addedToday: ListingUse, quota: ListingQuota) {
        let use = try await store.use(of: sellerID)
        return (use.onSale, use.added(atMilliseconds: now()), quotaOf(sellerID))
    }
}
