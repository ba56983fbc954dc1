import MarketplaceClient
import MarketplaceWire

/// A seller's listings, newest first, a page at a time.
struct ListingPages: AsyncSequence {
    var client: MarketplaceClient
    var sellerID: Int64
    /// `active`, `closed` or `all`.
    var status = "all"

    struct Iterator: AsyncIteratorProtocol {
        let pages: ListingPages
        var cursor: String?
        var isAtEnd = false

        mutating func next() async throws -> [ListingResource]? {
            guard !isAtEnd else { return nil }
            let page = try await pages.client.listings(
                sellerID: pages.sellerID, status: pages.status, limit: 100, cursor: cursor)
            cursor = page.nextCursor
            isAtEnd = cursor == nil
            return page.listings
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(pages: self) }
}
