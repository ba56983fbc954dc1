/// The answer to `GET /v1/search`.
public struct SearchResponse: Hashable, Sendable {
    public var hits: [SearchHit]
    public var total: SearchTotal
    /// Buckets by facet; only those asked for.
    public var facets: [String: [SearchFacetBucket]]
    /// Whether words of the query were let go because all together found too little.
    public var relaxed: Bool
    /// The words that were let go: those that the best of the listings that lack some lacks.
    public var letGo: [String]
    /// What was searched instead of what was typed; null where that is the same.
    public var correction: String?
    /// The words of a long text that were not looked for, since others say more.
    public var leftOut: [String]
    /// What may have been meant instead of what was searched, which finds little; null where that is in no doubt.
    public var didYouMean: String?
    /// What to send as `cursor` for the next page; null on the last.
    public var nextCursor: String?
    /// How long the search took inside the server, in microseconds.
    public var tookMicroseconds: Int

    public init(
        hits: [SearchHit], total: SearchTotal, facets: [String: [SearchFacetBucket]], relaxed: Bool,
        letGo: [String] = [], correction: String?, leftOut: [String] = [], didYouMean: String? = nil,
        nextCursor: String?,
        tookMicroseconds: Int
    ) {
        self.hits = hits
        self.total = total
        self.facets = facets
        self.relaxed = relaxed
        self.letGo = letGo
        self.correction = correction
        self.leftOut = leftOut
        self.didYouMean = didYouMean
        self.nextCursor = nextCursor
        self.tookMicroseconds = tookMicroseconds
    }
}

extension SearchResponse: Codable {
    enum CodingKeys: String, CodingKey {
        case hits, total, facets, relaxed, correction
        case letGo = "let_go"
        case leftOut = "left_out"
        case didYouMean = "did_you_mean"
        case nextCursor = "next_cursor"
        case tookMicroseconds = "took_us"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(hits, forKey: .hits)
        try container.encode(total, forKey: .total)
        try container.encode(facets, forKey: .facets)
        try container.encode(relaxed, forKey: .relaxed)
        try container.encode(letGo, forKey: .letGo)
        try container.encode(correction, forKey: .correction)
        try container.encode(leftOut, forKey: .leftOut)
        try container.encode(didYouMean, forKey: .didYouMean)
        try container.encode(nextCursor, forKey: .nextCursor)
        try container.encode(tookMicroseconds, forKey: .tookMicroseconds)
    }
}

/// How many listings match.
public struct SearchTotal: Hashable, Sendable, Codable {
    public var value: Int
    /// `exact`, or `at_least` where counting stopped at a limit.
    public var relation: String

    public init(value: Int, relation: String) {
        self.value = value
        self.relation = relation
    }
}

/// One value of a facet and how many of the matches have it.
public struct SearchFacetBucket: Hashable, Sendable, Codable {
    /// A category's number, a condition, a region's code, or a price range `low-high` in minor units (`low-` the last).
    public var key: String
    public var count: Int

    public init(key: String, count: Int) {
        self.key = key
        self.count = count
    }
}
