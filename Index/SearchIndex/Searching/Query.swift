/// What is looked for, in the engine's own words: terms as an analyser makes them, filters and order by columns.
public struct Query: Hashable, Sendable {
    public struct Term: Hashable, Sendable {
        public enum Role: Hashable, Sendable {
            /// Every match holds it.
            case required
            /// It adds to the score; where nothing is required, every match holds at least one.
            case optional
            /// It adds to the score of what matches by other terms; by itself it finds nothing.
            case ranking
            /// No match holds it.
            case excluded
        }

        public var channel: Int
        public var bytes: [UInt8]
        public var role: Role
        /// Multiplies the term's share of the score.
        public var weight: Float
        /// Other ways of saying it: a document that holds one of them holds the term. All together count as one term,
        /// with one idf (as synonyms do in Lucene). The term's own bytes may be empty.
        public var forms: [Form]

        public init(_ bytes: [UInt8], channel: Int = 0, role: Role, weight: Float = 1, forms: [Form] = []) {
            self.bytes = bytes
            self.channel = channel
            self.role = role
            self.weight = weight
            self.forms = forms
        }

        public static let maximumForms = 64

        /// What it is without its other forms.
        var ownForm: Form { Form(bytes.isEmpty ? [] : [Form.Piece(bytes, channel: channel)]) }
    }

    /// Terms that a document holds all of.
    public struct Form: Hashable, Sendable {
        public struct Piece: Hashable, Sendable {
            public var channel: Int
            public var bytes: [UInt8]

            public init(_ bytes: [UInt8], channel: Int = 0) {
                self.channel = channel
                self.bytes = bytes
            }
        }

        public var pieces: [Piece]
        /// What it counts against the term itself, above 0 and at most 1.
        public var share: Float

        public init(_ pieces: [Piece], share: Float = 1) {
            self.pieces = pieces
            self.share = share
        }

        public static let maximumPieces = 16
    }

    public enum Order: Hashable, Sendable {
        /// Best score first; equal scores as the documents lie in the index.
        case relevance
        /// By an integer column, or by what its values stand for; equal values by rising key. What passes `leading` comes
        /// before all else: values of a column may only be comparable among some documents.
        case column(String, ascending: Bool, meaning: Meaning? = nil, leading: Filter? = nil)
    }

    /// What the values of a column stand for, where that is known outside of the index and changes without it: the column
    /// names a seller, the order is by the seller's sales.
    public final class Meaning: Hashable, Sendable {
        let value: @Sendable (Int64) -> Int64

        /// - Parameter value: Asked once a value and search.
        public init(_ value: @escaping @Sendable (Int64) -> Int64) { self.value = value }

        public static func == (left: Meaning, right: Meaning) -> Bool { left === right }

        public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
    }

    /// Which hits bring along what each term gives to their score.
    public enum Explained: Hashable, Sendable {
        case none
        case all
        /// The first hit that has none of these keys.
        case first(besides: Set<Int64>)
    }

    /// The last hit of the page before: hits that come after it are wanted.
    public struct After: Hashable, Sendable {
        /// Its score, or its value in the column that orders.
        public var score: Double
        public var value: Int64
        public var key: Int64
        /// Whether it does not pass the order's `leading`.
        public var isBehind: Bool

        public init(score: Double = 0, value: Int64 = 0, key: Int64, isBehind: Bool = false) {
            self.score = score
            self.value = value
            self.key = key
            self.isBehind = isBehind
        }
    }

    /// No terms: every document matches.
    public var terms: [Term]
    public var filters: [Filter]
    public var order: Order
    public var limit: Int
    public var after: After?
    public var facets: [FacetRequest]
    /// Integer columns whose values each hit brings along.
    public var carries: [String]
    /// Matches are counted up to here; 0: not counted beyond what the search met.
    public var countLimit: Int
    /// The least share of what all terms are worth together, their idf times their weight, that a match scores: 0 to 1.
    /// It keeps documents out that hold a word or two of many.
    public var leastShare: Float
    /// The least share of the best match's score that a match scores: 0 to 1. What scores less is neither found nor counted.
    public var leastShareOfBest: Float
    /// An optional term that more documents than this hold, and that alone does not reach the least share, only ranks: it
    /// says little of the query. Where no document holds another optional term, all of them count.
    public var commonCount: Int
    /// Scores every match and skips nothing: slow, and the same result.
    public var isExhaustive: Bool
    public var explained: Explained

    public init(
        terms: [Term] = [], filters: [Filter] = [], order: Order = .relevance, limit: Int = 10, after: After? = nil,
        facets: [FacetRequest] = [], carries: [String] = [], countLimit: Int = 0, leastShare: Float = 0,
        leastShareOfBest: Float = 0, commonCount: Int = .max, isExhaustive: Bool = false, explained: Explained = .none
    ) {
        self.terms = terms
        self.filters = filters
        self.order = order
        self.limit = limit
        self.after = after
        self.facets = facets
        self.carries = carries
        self.countLimit = countLimit
        self.leastShare = leastShare
        self.leastShareOfBest = leastShareOfBest
        self.commonCount = commonCount
        self.isExhaustive = isExhaustive
        self.explained = explained
    }

    public static let maximumTerms = 64
    public static let maximumLimit = 10_000
    public static let maximumWeight: Float = 1_000

    func validate(_ schema: Schema) throws(IndexError) {
        guard terms.count <= Self.maximumTerms else {
            throw .invalid(field: "terms", reason: "at most \(Self.maximumTerms), not \(terms.count)")
        }
        guard (0...Self.maximumLimit).contains(limit) else {
            throw .invalid(field: "limit", reason: "0 to \(Self.maximumLimit), not \(limit)")
        }
        for term in terms where !(term.weight > 0 && term.weight <= Self.maximumWeight) {
            throw .invalid(field: "weight", reason: "above 0 and at most \(Self.maximumWeight)")
        }
        for term in terms {
            guard term.forms.count <= Term.maximumForms else {
                throw .invalid(field: "forms", reason: "at most \(Term.maximumForms), not \(term.forms.count)")
            }
            for form in term.forms where !(1...Form.maximumPieces).contains(form.pieces.count) {
                throw .invalid(field: "pieces", reason: "1 to \(Form.maximumPieces), not \(form.pieces.count)")
            }
            for form in term.forms where !(form.share > 0 && form.share <= 1) {
                throw .invalid(field: "share", reason: "above 0 and at most 1")
            }
        }
        guard leastShare >= 0, leastShare <= 1 else { throw .invalid(field: "leastShare", reason: "0 to 1") }
        guard leastShareOfBest >= 0, leastShareOfBest <= 1 else {
            throw .invalid(field: "leastShareOfBest", reason: "0 to 1")
        }
        guard commonCount >= 0 else { throw .invalid(field: "commonCount", reason: "not below 0") }
        for filter in filters { try filter.validate(schema) }
        for facet in facets { try facet.validate(schema) }
        if case .column(let name, _, _, let leading) = order {
            try schema.require(name, .integer)
            try leading?.validate(schema)
        }
        for name in carries { try schema.require(name, .integer) }
    }
}

/// A condition on a column. All filters of a query hold at once.
public enum Filter: Hashable, Sendable {
    case integer(String, ClosedRange<Int64>)
    /// At least one of the strings.
    case keyword(String, anyOf: [String])
    /// A string that begins with at least one of these: a subtree, where the strings are paths.
    case keywordPrefix(String, anyOf: [String])
    /// One of these documents.
    case keys([Int64])
    /// Any document but these.
    case otherKeys([Int64])

    public static let maximumKeys = 1_000

    func validate(_ schema: Schema) throws(IndexError) {
        switch self {
        case .integer(let name, _): try schema.require(name, .integer)
        case .keyword(let name, _), .keywordPrefix(let name, _): try schema.require(name, .keyword, .keywords)
        case .keys(let keys), .otherKeys(let keys):
            guard keys.count <= Self.maximumKeys else {
                throw .invalid(field: "keys", reason: "at most \(Self.maximumKeys), not \(keys.count)")
            }
        }
    }
}

/// How many matches hold each value of a column.
public enum FacetRequest: Hashable, Sendable {
    /// The most frequent strings.
    case keyword(String, limit: Int)
    /// Counts in the ranges between rising bounds: below the first, from each to the next, from the last on. Only what
    /// passes `among` counts.
    case ranges(String, bounds: [Int64], among: Filter? = nil)

    func validate(_ schema: Schema) throws(IndexError) {
        switch self {
        case .keyword(let name, let limit):
            try schema.require(name, .keyword, .keywords)
            guard limit > 0 else { throw .invalid(field: name, reason: "a facet's limit is at least 1") }
        case .ranges(let name, let bounds, let among):
            try schema.require(name, .integer)
            try among?.validate(schema)
            guard !bounds.isEmpty, zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }) else {
                throw .invalid(field: name, reason: "the bounds of a facet rise")
            }
        }
    }
}

extension Schema {
    func require(_ name: String, _ kinds: Column.Kind...) throws(IndexError) {
        guard let index = columnIndex(name) else { throw .invalid(field: name, reason: "there is no such column") }
        guard kinds.contains(columns[index].kind) else {
            throw .invalid(field: name, reason: "the column is of the kind \(columns[index].kind.rawValue)")
        }
    }
}
