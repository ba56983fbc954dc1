/// The answer to `GET /v1/search`.
public struct SearchResponse: Hashable, Sendable {
    public var hits: [SearchHit]
    public var total: SearchTotal
    /// Buckets by facet; only those asked for.
    public var facets: [String: [SearchFacetBucket]]
    /// Buckets by attribute, where `attributes` was asked for: those that most matches have, the most frequent first.
    public var attributeFacets: [SearchAttributeFacet]
    /// The currency that prices were compared in: of the bounds, of the facet `price` and of the order; null where none were.
    public var priceCurrency: String?
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
        hits: [SearchHit], total: SearchTotal, facets: [String: [SearchFacetBucket]],
        attributeFacets: [SearchAttributeFacet] = [], priceCurrency: String? = nil, relaxed: Bool, letGo: [String] = [],
        correction: String?, leftOut: [String] = [], didYouMean: String? = nil,
        nextCursor: String?,
        tookMicroseconds: Int
    ) {
        self.hits = hits
        self.total = total
        self.facets = facets
        self.attributeFacets = attributeFacets
        self.priceCurrency = priceCurrency
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
        case attributeFacets = "attribute_facets"
        case priceCurrency = "price_currency"
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
        try container.encode(attributeFacets, forKey: .attributeFacets)
        try container.encode(priceCurrency, forKey: .priceCurrency)
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
    /// What to send to filter by it: a category's number, a condition, a region's code, a currency's, an attribute
    /// (`brand:apple`), or a price range `low-high` in minor units, both ends in it (`low-` the last): `min_price` and
    /// `max_price`.
    public var key: String
    /// Absent for prices and currencies.
    public var name: BilingualText?
    /// Of a category: from the top of the tree down to it.
    public var path: [CategoryName]?
    public var count: Int

    public init(key: String, name: BilingualText? = nil, path: [CategoryName]? = nil, count: Int) {
        self.key = key
        self.name = name
        self.path = path
        self.count = count
    }
}

/// How the matches spread over the values of one attribute.
public struct SearchAttributeFacet: Hashable, Sendable, Codable {
    /// The name in all its writings: `brand` for 品牌 and Brand.
    public var key: String
    public var name: BilingualText
    public var buckets: [SearchFacetBucket]

    public init(key: String, name: BilingualText, buckets: [SearchFacetBucket]) {
        self.key = key
        self.name = name
        self.buckets = buckets
    }
}

/// A category by its names.
public struct CategoryName: Hashable, Sendable, Codable {
    public var id: Int
    public var slug: String
    public var name: BilingualText

    public init(id: Int, slug: String, name: BilingualText) {
        self.id = id
        self.slug = slug
        self.name = name
    }
}
