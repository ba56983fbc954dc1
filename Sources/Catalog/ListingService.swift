/// The verbs of selling, on any store. Each file beside this one holds one.
public struct ListingService: Sendable {
    let store: any ListingStore
    let categories: CategoryTree
    let quotaOf: @Sendable (_ sellerID: Int64) -> ListingQuota
    let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - categories: The tree that listings must have their place in.
    ///   - quotaOf: What a seller may have; the default is what a new account may. Asked with every write, so it
    ///     must answer from memory.
    ///   - now: Milliseconds since 1970-01-01T00:00:00Z.
    public init(
        store: any ListingStore, categories: CategoryTree,
        quotaOf: @escaping @Sendable (_ sellerID: Int64) -> ListingQuota = { _ in
            QuotaRules().quota(points: 0, standing: 0)
        }, now: @escaping @Sendable () -> Int64
    ) {
        self.store = store
        self.categories = categories
        self.quotaOf = quotaOf
        self.now = now
    }

    func change(
        _ id: Listing.ID, sellerID: Int64, expectedVersion: Int64, to status: ListingStatus
    ) async throws -> Listing {
        try await store.update(
            id, sellerID: sellerID, expectedVersion: expectedVersion, content: nil, status: status,
            within: quotaOf(sellerID), atMilliseconds: now())
    }
}
