public import SearchIndex
import TextAnalysis

extension ShopperQuery {
    /// What a listing is worth at least that holds not all words, of what all are worth. A word is worth half of that in a title:
    /// at a tenth a listing with one telling word of five is still found.
    static let leastShare: Float = 0.1
    /// And of what the best listing is worth: beside one that holds all, another with one character of three is noise. One
    /// word of three says more.
    private static let leastShareOfBest: Float = 0.4
    private static let leastShareOfBestWords: Float = 0.3
    /// What every so many-th listing holds, but at least `fewestCommon`, is common.
    static let commonPart = 64
    static let fewestCommon = 1_000
    /// No page has more hits.
    static let widestPage = 100
    /// A listing that lacks words comes before one that holds them all, where it is worth more than so many times as much:
    /// the other mentions them somewhere in a long description. Words of a shop's name are worth more than that: who asks
    /// for a shop of up to three words sees its listings before those that lack one.
    private static let worthOfAll = 16.0

    /// What listings of one answer are put in order by, those that hold all words and those that do not.
    ///
    /// - Parameter score: of the words, with what ranking adds.
    package static func worth(_ score: Double, isComplete: Bool) -> Double { isComplete ? worthOfAll * score : score }

    /// What was found, and how.
    public struct Found {
        public var result: SearchResult
        /// Whether listings are among the hits that lack words.
        public var isRelaxed: Bool
        /// So many of the hits, the first ones, hold all words.
        public var completeCount: Int
        /// Whether it is what is found however often it is asked for: enough hold all words, or none can be let go.
        var isFull = false
        /// What holds all words, as `search` takes it again.
        var complete: SearchResult
    }

    /// Runs a query with these words. All of them are wanted; where that does not fill half the page, listings follow that
    /// hold the most of them.
    ///
    /// By another order than relevance, words are let go only where nothing holds them all.
    ///
    /// - Parameters:
    ///   - query: what is wanted beside the words.
    ///   - relaxed: whether words are let go, where that was decided before.
    ///   - enough: where so many listings hold all words, none is let go; nil: half of what the query is to find.
    ///   - complete: what holds all words, where the same query has found that before.
    public func search(
        _ snapshot: Snapshot, query: Query, relaxed: Bool? = nil, enough: Int? = nil,
        complete known: SearchResult? = nil
    ) throws(IndexError) -> Found {
        let least = query.order == .relevance ? max(1, enough ?? query.limit / 2) : 1
        let complete =
            if let known { known } else {
                try snapshot.search(strict(query, isRelaxed: relaxed == true, least: least))
            }
        let isEnough = !complete.isTotalExact || complete.total >= least
        guard canRelax, relaxed ?? !isEnough else {
            return Found(
                result: complete, isRelaxed: false, completeCount: complete.hits.count,
                isFull: isEnough || !canRelax, complete: complete)
        }
        return try fill(complete, snapshot, query, isFirstPage: query.after == nil)
    }

    /// The search for listings that hold all words.
    private func strict(_ query: Query, isRelaxed: Bool, least: Int) -> Query {
        var strict = query
        strict.terms = terms
        if isRelaxed, query.after != nil {
            // Those that hold all words were on a page before: they are to be left out.
            strict.after = nil
            strict.limit = max(query.limit, Self.widestPage)
            strict.facets = []
        }
        // Whether it is enough has to be known; on a first page it shows, mostly, in how many are found.
        if strict.after != nil || strict.limit < least { strict.countLimit = max(query.countLimit, least) }
        return strict
    }

    /// Puts listings that lack words behind those that hold them all.
    private func fill(
        _ complete: SearchResult, _ snapshot: Snapshot, _ query: Query, isFirstPage: Bool
    ) throws(IndexError) -> Found {
        var loose = query
        loose.terms = self.relaxed
        loose.leastShare = Self.leastShare
        let hasHan = loose.terms.contains { $0.channel == TokenKind.hanCharacter.channel }
        loose.leastShareOfBest = hasHan ? Self.leastShareOfBest : Self.leastShareOfBestWords
        loose.commonCount = max(Self.fewestCommon, snapshot.documentCount / Self.commonPart)
        // How many hold a part of the words says little; counting them would mean to score them all.
        loose.countLimit = 0
        loose.limit = query.limit + complete.hits.count
        let known = query.order == .relevance ? Set(complete.hits.map(\.key)) : []
        // Which words the best of them lacks is seen in what its score is made of.
        if query.explained == .none { loose.explained = .first(besides: known) }
        var result = try snapshot.search(loose)
        guard query.order == .relevance else {
            return Found(result: result, isRelaxed: true, completeCount: 0, complete: complete)
        }
        let first = isFirstPage ? complete.hits : []
        let others = result.hits.filter { !known.contains($0.key) }
        if isFirstPage, others.isEmpty {
            return Found(
                result: complete, isRelaxed: false, completeCount: complete.hits.count, complete: complete)
        }
        result.hits = Array((first + others).prefix(query.limit))
        result.isTotalExact = result.isTotalExact && complete.total == 0
        result.total = max(result.total, complete.total)
        return Found(
            result: result, isRelaxed: result.hits.count > first.count, completeCount: first.count, complete: complete)
    }
}
