import Catalog
import SearchIndex

/// A stretch of what a query finds, in the engine's order.
struct ListingStretch {
    /// Which stretch is wanted.
    struct Request {
        var limit: Int
        /// The hit that it begins behind; nil: from the first.
        var after: Query.After?
        /// Whether words are let go, as it was decided for the first page; nil: to be decided.
        var isRelaxed: Bool?
        /// Where so many listings hold all words, none of them is let go.
        var enough: Int
        var wantsFacets = true
        /// Listings that are not wanted.
        var without: [Listing.ID] = []
        /// What holds all words, where the same stretch was asked for before; it is not searched again then.
        var complete: SearchResult?
    }

    struct Hit {
        var id: Listing.ID
        var version: Int64
        var sellerID: Int64
        /// Of the words.
        var score: Double
        /// The value in the column that orders; 0 by relevance.
        var value: Int64
        /// Whether it comes behind what the order leads with.
        var isBehind: Bool
        /// Whether it holds all words.
        var isComplete: Bool
        /// The values of the profile's columns.
        var columns: [Int64]
        /// What each word gives to the score, when asked for.
        var shares: [Share]
    }

    /// What a word gives to a hit's score.
    struct Share {
        var term: Query.Term
        /// As it was typed.
        var text: String
        var score: Double
        /// Whether nothing but the shop's name holds it, where that was looked at.
        var isOfShop = false
    }

    var hits: [Hit] = []
    var total = Total(value: 0, relation: .exact)
    var facets: [ListingFacet: [FacetBucket]] = [:]
    var isRelaxed = false
    /// Whether no more would be found by letting words go.
    var isFull = false
    /// What holds all words, for a request that lets words go.
    var complete: SearchResult?
    /// The words that were let go: those that the best of the listings that lack some lacks.
    var letGo: [String] = []
    /// The words that were not looked for: there are more than a query takes, and these say least.
    var leftOut: [String] = []
    /// So many of the hits, the first ones, hold all words.
    var completeCount: Int { hits.count { $0.isComplete } }
    /// The hit that more of it follow; nil: there are no more.
    var next: Query.After?
}

extension ListingStretch {
    static func after(_ hit: Hit) -> Query.After {
        Query.After(score: hit.score, value: hit.value, key: hit.id, isBehind: hit.isBehind)
    }

    /// What is left of a stretch whose hits were sifted: no more than were asked for.
    ///
    /// - Parameter isAll: whether it was sifted from the first hit to the last.
    mutating func cut(to limit: Int, isAll: Bool) {
        total = Total(value: hits.count, relation: isAll ? .exact : .atLeast)
        guard hits.count > limit else { return }
        hits = Array(hits.prefix(limit))
        next = hits.last.map(Self.after)
    }
}
