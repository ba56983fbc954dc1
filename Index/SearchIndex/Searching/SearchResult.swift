/// What a query found.
public struct SearchResult: Hashable, Sendable {
    public struct Hit: Hashable, Sendable {
        public var key: Int64
        public var score: Double
        /// The value in the column that orders; 0 by relevance.
        public var value: Int64
        /// Whether it does not pass the order's leading filter.
        public var isBehind: Bool
        /// The values in the columns that the query carries, in its order.
        public var carried: [Int64]
        /// The terms' shares of the score, where they were asked for: by place in the query's terms.
        public var shares: [Share]
    }

    public struct Share: Hashable, Sendable {
        public var term: Int
        public var score: Double
    }

    public struct Bucket: Hashable, Sendable {
        public var value: String
        public var count: Int
    }

    public var hits: [Hit]
    /// How many match, or how many at least.
    public var total: Int
    public var isTotalExact: Bool
    /// By request. A range's bucket is named by its place among the ranges.
    public var facets: [[Bucket]]
}
