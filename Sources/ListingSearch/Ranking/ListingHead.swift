import Catalog

/// The first hits of a search by relevance, arranged: what the words find is put in the order of the ranking profile, and
/// no seller fills the first places.
///
/// It acts on the engine's first hits and not in the index: the terms change with the day and with the sellers, and what
/// the engine finds stays exactly what the words are worth. The head is another order of those hits; behind it the engine's
/// order goes on. So every hit comes once, however the pages are cut.
struct ListingHead {
    /// So many of the engine's first hits are arranged.
    static let narrow = 50
    /// So many where one seller has nearly all of the first.
    static let wide = 1_000

    struct Hit {
        var found: ListingStretch.Hit
        var score: Double
        var move: RankExplanation.Move
    }

    private(set) var hits: [Hit]
    /// Whether more of the engine's hits could not change the first places.
    let isSettled: Bool
    /// The sellers that have to wait with some of their listings.
    private(set) var waitingSellers: Set<Int64> = []

    /// - Parameters:
    ///   - pinned: what comes first, whatever the words are worth.
    ///   - spread: nil where all are one seller's.
    init(
        _ found: [ListingStretch.Hit], pinned: [ListingStretch.Hit] = [], profile: RankingProfile,
        spread: SellerSpread?, nowMilliseconds: Int64
    ) {
        let scored = found.map { hit in
            let shares = profile.shares(of: hit.score, columns: hit.columns, nowMilliseconds: nowMilliseconds)
            return Hit(found: hit, score: hit.score + shares.reduce(0, +), move: .none)
        }
        let worth = scored.map { ShopperQuery.worth($0.score, isComplete: $0.found.isComplete) }
        // What is equal stays as it was.
        let ranked = scored.indices.sorted { left, right in
            worth[left] != worth[right] ? worth[left] > worth[right] : left < right
        }.map { scored[$0] }
        hits = pinned.map { Hit(found: $0, score: 0, move: .pinned) } + ranked
        guard let spread else {
            isSettled = true
            return
        }
        let arranged = spread.spread(hits.map(\.found.sellerID), leading: pinned.count)
        isSettled = arranged.isSettled
        let waiting = arranged.order.dropFirst(spread.places).prefix(arranged.waiting)
        for place in waiting { hits[place].move = .waiting(spread) }
        waitingSellers = Set(
            arranged.order[arranged.first..<arranged.first + arranged.waiting].map { hits[$0].found.sellerID })
        hits = arranged.order.map { hits[$0] }
    }

    /// Where the page behind a cursor begins.
    func start(_ cursor: ListingCursor.Head?) -> Int {
        guard let cursor else { return 0 }
        let last = hits.firstIndex { $0.found.id == cursor.key }
        return last.map { $0 + 1 } ?? min(cursor.place, hits.count)
    }
}
