public import Catalog
public import Locking

/// What a shopper asks for. Empty text browses; every limit of the wire has been checked before.
public struct ListingQuery: Hashable, Sendable {
    public var text: String
    /// With everything below it in the tree.
    public var categoryID: Category.ID?
    public var minPriceMinor: Int64?
    public var maxPriceMinor: Int64?
    public var conditions: Set<Condition>
    /// A country finds its parts: `CN` finds `CN-ZJ`.
    public var region: String?
    /// Finds what ships to that place, to a country around it, or worldwide.
    public var shipsTo: String?
    public var sellerID: Int64?
    /// Only what costs that currency.
    public var currency: Currency?
    /// What listings are: of each name one of the values.
    public var attributes: Set<AttributeValue>
    public var sort: ListingSort
    public var facets: Set<ListingFacet>
    public var highlights: Bool
    public var explains: Bool
    /// Whether something else may be searched where nothing holds the words.
    public var corrects: Bool
    public var limit: Int
    /// From the page before; opaque to everyone but this room.
    public var cursor: String?
    /// Whether the signs in what was typed were taken out of the text, since they mean nothing.
    var isLiteral = false
    /// The currency that prices are compared in, where they are (`ListingAnswerer.priceCurrency`).
    var priceCurrency: Currency?
    /// The fingerprint as the query came.
    var typedFingerprint: UInt64 = 0

    public init(
        text: String = "", categoryID: Category.ID? = nil, minPriceMinor: Int64? = nil, maxPriceMinor: Int64? = nil,
        conditions: Set<Condition> = [], region: String? = nil, shipsTo: String? = nil, sellerID: Int64? = nil,
        currency: Currency? = nil, attributes: Set<AttributeValue> = [],
        sort: ListingSort = .relevance, facets: Set<ListingFacet> = [], highlights: Bool = false,
        explains: Bool = false, corrects: Bool = true, limit: Int = 20, cursor: String? = nil
    ) {
        self.text = text
        self.categoryID = categoryID
        self.minPriceMinor = minPriceMinor
        self.maxPriceMinor = maxPriceMinor
        self.conditions = conditions
        self.region = region
        self.shipsTo = shipsTo
        self.sellerID = sellerID
        self.currency = currency
        self.attributes = attributes
        self.sort = sort
        self.facets = facets
        self.highlights = highlights
        self.explains = explains
        self.corrects = corrects
        self.limit = limit
        self.cursor = cursor
    }
}

public enum ListingSort: String, CaseIterable, Hashable, Sendable, Codable {
    case relevance
    case priceAscending = "price_asc"
    case priceDescending = "price_desc"
    case newest
    /// By the standing of the seller, the best first.
    case sellerRating = "seller_rating"
    /// By what the seller has sold, the most first.
    case sales
}

public enum ListingFacet: String, CaseIterable, Hashable, Sendable, Codable {
    case category, condition, price, region, currency, attributes
}

public struct ListingPage: Sendable {
    public var hits: [ListingHit]
    public var total: Total
    /// Buckets by facet, most frequent first (price: by rising price; attributes: those of a name together). A bucket's key
    /// is a category's number, a condition, a region's code, a currency's, an attribute's (`AttributeValue.key`), or a price
    /// range `low-high` in minor units, both ends in it (`high` left out in the last).
    public var facets: [ListingFacet: [FacetBucket]]
    /// The currency that prices were compared in; nil where they were not.
    public var priceCurrency: Currency?
    /// Whether words of the query were let go because all together found too little.
    public var relaxed: Bool
    /// The words that were let go: those that the best of the listings that lack some lacks.
    public var letGo: [String]
    /// What was searched instead of what was typed, since nothing holds that; nil where it is what was typed.
    public var correction: String?
    /// The words of a long text that were not looked for: others say more (`Query.maximumTerms`).
    public var leftOut: [String]
    /// The text that was searched; nil where it is what was typed.
    public var searched: String?
    /// What may have been meant instead of what was searched, which finds little; nil where that is in no doubt.
    public var didYouMean: String?
    public var nextCursor: String?
    public var tookMicroseconds: Int

    public init(
        hits: [ListingHit], total: Total, facets: [ListingFacet: [FacetBucket]], relaxed: Bool, letGo: [String] = [],
        priceCurrency: Currency? = nil, correction: String? = nil, leftOut: [String] = [], searched: String? = nil,
        didYouMean: String? = nil,
        nextCursor: String?, tookMicroseconds: Int
    ) {
        self.priceCurrency = priceCurrency
        self.leftOut = leftOut
        self.searched = searched
        self.hits = hits
        self.total = total
        self.facets = facets
        self.relaxed = relaxed
        self.letGo = letGo
        self.correction = correction
        self.didYouMean = didYouMean
        self.nextCursor = nextCursor
        self.tookMicroseconds = tookMicroseconds
    }
}

public struct Total: Hashable, Sendable {
    public enum Relation: String, Hashable, Sendable, Codable {
        case exact
        case atLeast = "at_least"
    }

    public var value: Int
    public var relation: Relation

    public init(value: Int, relation: Relation) {
        self.value = value
        self.relation = relation
    }
}

public struct FacetBucket: Hashable, Sendable {
    public var key: String
    /// As listings write it, where that is another text than the key.
    public var label: String?
    public var count: Int

    public init(key: String, label: String? = nil, count: Int) {
        self.key = key
        self.label = label
        self.count = count
    }
}

/// A listing found, by its number: what it says is in the store.
public struct ListingHit: Hashable, Sendable {
    public var id: Listing.ID
    /// The listing's version that was found.
    public var version: Int64
    public var score: Double
    /// Why it stands where it does, when asked for.
    public var explanation: RankExplanation?

    public init(id: Listing.ID, version: Int64, score: Double, explanation: RankExplanation? = nil) {
        self.id = id
        self.version = version
        self.score = score
        self.explanation = explanation
    }
}

public struct ListingSuggestion: Hashable, Sendable {
    public var text: String
    /// How many listings hold it, roughly.
    public var count: Int

    public init(text: String, count: Int) {
        self.text = text
        self.count = count
    }
}

public enum ListingSearchError: Error, Hashable, Sendable {
    /// The cursor was not made by this search.
    case invalidCursor
    case tooManyTerms(limit: Int)
    /// There is no index to answer from. Where a search throws it, the text is fit for shoppers: no path stands in it.
    case unavailable(String)
}

/// The search room's face to the web API.
public protocol ListingSearching: Sendable {
    /// The page that `search` would answer, where it was answered before and nothing has changed since; at once, from
    /// memory.
    func known(_ query: ListingQuery, asker: UInt64?) -> ListingPage?

    /// - Parameter asker: Who asks, as a number that leads back to nobody; nil where that is not known. It is counted how
    ///   many different people ask for the same.
    func search(_ query: ListingQuery, asker: UInt64?) async throws -> ListingPage

    /// The threads that search, which may wait. A task that prefers them finds a page, reads its listings and writes it
    /// without another change of threads.
    var executor: any TaskExecutor { get }

    /// What several people ask and several sellers write, words that go on from what was typed, the most frequent of each first.
    func suggest(_ prefix: String, limit: Int) async throws -> [ListingSuggestion]

    /// What a page shows of listings' texts: an extract of each description, around what the query matches in it, and
    /// with marks what matches. Costs the analysis of what is looked through.
    func show(_ texts: [ListingTexts], query: String, marks: (open: String, close: String)?) async throws
        -> [ShownTexts]

    func status() -> SearchStatus
}

extension ListingSearching {
    public func search(_ query: ListingQuery) async throws -> ListingPage { try await search(query, asker: nil) }
}

/// For `/readyz` and `/metrics`.
public struct SearchStatus: Hashable, Sendable {
    /// Whether the index is open and what ranking knows of sellers is read.
    public var isReady: Bool
    public var documents: Int
    public var segments: Int
    public var indexBytes: Int
    /// Changes of the log that the index has not taken up yet.
    public var lagChanges: Int64
    public var indexedSequence: Int64
    /// Of the pages that are kept as they were answered.
    public var pageCache: CacheUsage
    /// Of the states of the market that later pages are cut from.
    public var pointCache: CacheUsage
    /// Generations that were found damaged while they were answered from.
    public var damages: Int
    /// For clients: why no index is open. Nil where one is.
    public var reason: String?

    public init(
        isReady: Bool, documents: Int, segments: Int, indexBytes: Int, lagChanges: Int64, indexedSequence: Int64,
        pageCache: CacheUsage, pointCache: CacheUsage = CacheUsage(), damages: Int = 0, reason: String? = nil
    ) {
        self.isReady = isReady
        self.documents = documents
        self.segments = segments
        self.indexBytes = indexBytes
        self.lagChanges = lagChanges
        self.indexedSequence = indexedSequence
        self.pageCache = pageCache
        self.pointCache = pointCache
        self.damages = damages
        self.reason = reason
    }
}
