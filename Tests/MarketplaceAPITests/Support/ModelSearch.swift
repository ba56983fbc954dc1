import Catalog
import ListingSearch
import MarketplaceStore
import Synchronization

/// The slow obvious search: reads every listing of the store and keeps those whose title holds the text.
final class ModelSearch: ListingSearching {
    private let store: MarketplaceStore
    private let tree: CategoryTree
    private let isReady = Mutex(true)

    init(store: MarketplaceStore, tree: CategoryTree) {
        self.store = store
        self.tree = tree
    }

    func setReady(_ ready: Bool) { isReady.withLock { $0 = ready } }

    func search(_ query: ListingQuery) async throws -> ListingPage {
        guard isReady.withLock(\.self) else { throw ListingSearchError.unavailable("closed by a test") }
        var start = 0
        if let cursor = query.cursor {
            guard let offset = Int(cursor), offset >= 0 else { throw ListingSearchError.invalidCursor }
            start = offset
        }
        let found = try all().filter { matches($0, query) }.sorted { precedes($0, $1, query.sort) }
        let page = found.dropFirst(start).prefix(query.limit)
        let end = min(start, found.count) + page.count
        return ListingPage(
            hits: page.map { ListingHit(id: $0.id, score: 1, explanation: [ScorePart(term: query.text, score: 1)]) },
            total: Total(value: found.count, relation: .exact),
            facets: Dictionary(uniqueKeysWithValues: query.facets.map { ($0, buckets($0, found)) }), relaxed: false,
            nextCursor: end < found.count ? String(end) : nil, tookMicroseconds: 1)
    }

    func suggest(_ prefix: String, limit: Int) async throws -> [ListingSuggestion] {
        guard isReady.withLock(\.self) else { throw ListingSearchError.unavailable("closed by a test") }
        let words = try all().flatMap { $0.content.title.split(separator: " ").map(String.init) }
        let counts = Dictionary(grouping: words.filter { $0.hasPrefix(prefix) }, by: \.self).mapValues(\.count)
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
            .map { ListingSuggestion(text: $0.key, count: $0.value) }
    }

    func highlight(_ text: String, query: String, open: String, close: String) -> String? {
        guard !query.isEmpty, text.contains(query) else { return nil }
        return escaped(text).replacing(escaped(query), with: open + escaped(query) + close)
    }

    func status() -> SearchStatus {
        let count = (try? store.activeCount()) ?? 0
        return SearchStatus(
            isReady: isReady.withLock(\.self), documents: count, segments: 1, indexBytes: 0, lagChanges: 0,
            indexedSequence: 0)
    }

    // MARK: - Parts

    private func all() throws -> [Listing] {
        var listings: [Listing] = []
        _ = try store.scanActive(batchSize: 1000, afterID: 0) { listings += $0 }
        return listings
    }

    private func matches(_ listing: Listing, _ query: ListingQuery) -> Bool {
        let content = listing.content
        let price = content.price.amountMinor
        return (query.text.isEmpty || content.title.contains(query.text))
            && query.categoryID.map { tree.subtree(of: $0).contains(content.categoryID) } ?? true
            && price >= query.minPriceMinor ?? 0 && price <= query.maxPriceMinor ?? .max
            && (query.conditions.isEmpty || query.conditions.contains(content.condition))
            && query.region.map { content.region == $0 || content.region.hasPrefix($0 + "-") } ?? true
            && query.sellerID.map { $0 == listing.sellerID } ?? true
    }

    private func precedes(_ left: Listing, _ right: Listing, _ sort: ListingSort) -> Bool {
        let (leftPrice, rightPrice) = (left.content.price.amountMinor, right.content.price.amountMinor)
        return switch sort {
        case .priceAscending: (leftPrice, left.id) < (rightPrice, right.id)
        case .priceDescending: (rightPrice, left.id) < (leftPrice, right.id)
        case .relevance, .newest: left.id > right.id
        }
    }

    private func buckets(_ facet: ListingFacet, _ listings: [Listing]) -> [FacetBucket] {
        let keys = listings.map { listing in
            switch facet {
            case .category: String(listing.content.categoryID)
            case .condition: listing.content.condition.rawValue
            case .price: "0-"
            case .region: listing.content.region
            }
        }
        return Dictionary(grouping: keys, by: \.self).map { FacetBucket(key: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.key) < ($0.count, $1.key) }
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
