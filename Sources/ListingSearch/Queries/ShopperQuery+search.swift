public import SearchIndex

extension ShopperQuery {
    /// Fewer matches than this of all words are too few: words are let go.
    static let enough = 3

    /// Runs a query with these words: all of them first, and where that finds too little, any of them.
    ///
    /// - Parameter relaxed: what the first page decided, for the pages after it.
    public func search(
        _ snapshot: Snapshot, query: Query, relaxed: Bool? = nil
    ) throws(IndexError) -> (result: SearchResult, isRelaxed: Bool) {
        var query = query
        query.terms = relaxed == true ? self.relaxed : terms
        // Whether it is enough has to be known.
        query.countLimit = max(query.countLimit, Self.enough)
        let result = try snapshot.search(query)
        guard relaxed == nil, canRelax, result.isTotalExact, result.total < Self.enough else {
            return (result, relaxed ?? false)
        }
        query.terms = self.relaxed
        let wider = try snapshot.search(query)
        return wider.total > result.total ? (wider, true) : (result, false)
    }
}
