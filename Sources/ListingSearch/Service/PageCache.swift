import Locking
import SearchIndex

/// Pages as they were answered, each for as long as nothing has changed that it rests on.
///
/// Shoppers ask for the same again and again: of what is asked on a day a small share is asked most of the time. Where
/// listings change all the time, every change ends what was kept, and nothing is ever older than the index.
final class PageCache: Sendable {
    /// What every page rests on beside its query.
    struct Ground: Sendable {
        weak let snapshot: Snapshot?
        /// Numbers that change with the dictionary, the rules, the vocabulary and what is known of sellers.
        var changes: [Int]
        /// By which listings are ranked.
        var minute: Int64

        func isSame(as other: Ground) -> Bool {
            guard let snapshot, let otherSnapshot = other.snapshot else { return false }
            return snapshot === otherSnapshot && changes == other.changes && minute == other.minute
        }
    }

    private struct State: Sendable {
        var ground: Ground?
        var pages = RecentlyUsed<ListingQuery, ListingPage>(halfBytes: PageCache.halfBytes)
    }

    private let state = Locked(State())

    /// Some twenty thousand pages of ten hits in each half.
    private static let halfBytes = 16 << 20

    /// The page that was answered before, or else what the body answers now.
    func page(
        _ query: ListingQuery, on ground: Ground, _ body: () async throws -> ListingPage
    ) async throws -> ListingPage {
        // An explanation is long, and is asked for once.
        guard !query.explains else { return try await body() }
        let known = state.withLock { state -> ListingPage? in
            if state.ground?.isSame(as: ground) != true {
                state.ground = ground
                state.pages.removeAll()
            }
            return state.pages.value(query)
        }
        if let known { return known }
        let page = try await body()
        state.withLock { state in
            guard state.ground?.isSame(as: ground) == true else { return }
            state.pages.keep(page, for: query, byteCount: page.byteCount + query.byteCount)
        }
        return page
    }
}

extension ListingPage {
    /// About what it takes.
    fileprivate var byteCount: Int {
        let buckets = facets.values.reduce(0) { $0 + $1.count }
        return 256 + hits.count * MemoryLayout<ListingHit>.stride + buckets * 64 + letGo.count * 32
    }
}

extension ListingQuery {
    fileprivate var byteCount: Int { MemoryLayout<Self>.stride + text.utf8.count + (cursor?.utf8.count ?? 0) }
}
