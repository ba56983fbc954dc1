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
        /// The time by which listings are ranked.
        var nowMilliseconds: Int64

        func isSame(as other: Ground) -> Bool {
            guard let snapshot, let otherSnapshot = other.snapshot else { return false }
            return snapshot === otherSnapshot && changes == other.changes && nowMilliseconds == other.nowMilliseconds
        }
    }

    /// A page without what only explanations need.
    private struct Kept: Sendable {
        struct Hit: Sendable {
            var id: Int64
            var version: Int64
            var score: Double
        }

        private var rest: ListingPage
        private var hits: [Hit]

        init(_ page: ListingPage) {
            hits = page.hits.map { Hit(id: $0.id, version: $0.version, score: $0.score) }
            rest = page
            rest.hits = []
        }

        var page: ListingPage {
            var page = rest
            page.hits = hits.map { ListingHit(id: $0.id, version: $0.version, score: $0.score) }
            return page
        }

        /// About what it takes.
        var byteCount: Int {
            let buckets = rest.facets.values.reduce(0) { $0 + $1.count }
            return 384 + hits.count * MemoryLayout<Hit>.stride + buckets * 64 + rest.letGo.count * 32
        }
    }

    private struct State: Sendable {
        var ground: Ground?
        /// Counts the grounds.
        var edition = 0
        /// Each with the edition of its ground. Those of an earlier one go two by two as others come: to free them all at once
        /// would keep somebody waiting.
        var pages: RecentlyUsed<ListingQuery, (edition: Int, page: Kept)>
    }

    private let state: Locked<State>

    /// - Parameter byteLimit: what the pages may take; one of ten hits takes some 800 bytes.
    init(byteLimit: Int) { state = Locked(State(pages: RecentlyUsed(byteLimit: byteLimit))) }

    var usage: CacheUsage { state.withLock(\.pages.usage) }

    /// The page that was answered before on the same ground; nil where it has to be found.
    func known(_ query: ListingQuery, on ground: Ground) -> ListingPage? {
        state.withLock { state -> Kept? in
            guard state.ground?.isSame(as: ground) == true else { return nil }
            let edition = state.edition
            return state.pages.known(query) { $0.edition == edition }?.page
        }?.page
    }

    /// The page that was answered before, or else what the body answers now.
    func page(
        _ query: ListingQuery, on ground: Ground, _ body: () async throws -> ListingPage
    ) async throws -> ListingPage {
        // An explanation is long, and is asked for once.
        guard !query.explains else { return try await body() }
        let (known, edition) = state.withLock { state -> (Kept?, Int) in
            if state.ground?.isSame(as: ground) != true {
                state.ground = ground
                state.edition += 1
            }
            let edition = state.edition
            return (state.pages.value(query) { $0.edition == edition }?.page, edition)
        }
        if let known { return known.page }
        let page = try await body()
        let kept = Kept(page)
        state.withLock { state in
            guard state.edition == edition else { return }
            state.pages.dropOldest(2) { $0.edition != edition }
            state.pages.keep((edition, kept), for: query, byteCount: kept.byteCount + query.byteCount)
        }
        return page
    }
}

extension ListingQuery {
    fileprivate var byteCount: Int { MemoryLayout<Self>.stride + text.utf8.count + (cursor?.utf8.count ?? 0) }
}
