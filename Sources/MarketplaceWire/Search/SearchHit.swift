/// A listing found.
public struct SearchHit: Hashable, Sendable, Codable {
    public var listing: ListingSummary
    /// The listing's category; absent where the market has it no more.
    public var category: CategoryName?
    /// A short piece of the description, around what matched there; one line, plain text.
    public var extract: String
    /// The shop's name; absent where the seller is gone.
    public var sellerName: String?
    /// What the seller's trades have come to; absent for a seller without any.
    public var sellerRating: HitRatingResource?
    public var score: Double
    /// By member (`title`, `extract`, `seller_name`): its text, escaped for HTML, with matches between `<em>` and `</em>`.
    /// Empty where highlighting was not asked for or nothing matched there.
    public var highlights: [String: String]
    /// The parts of the score, when asked for.
    public var explanation: [SearchScorePart]?
    /// Why it stands where it does, in a sentence, when asked for.
    public var reason: BilingualText?

    public init(
        listing: ListingSummary, category: CategoryName? = nil, extract: String, sellerName: String?,
        sellerRating: HitRatingResource? = nil,
        score: Double,
        highlights: [String: String],
        explanation: [SearchScorePart]? = nil, reason: BilingualText? = nil
    ) {
        self.listing = listing
        self.category = category
        self.extract = extract
        self.sellerName = sellerName
        self.sellerRating = sellerRating
        self.score = score
        self.highlights = highlights
        self.explanation = explanation
        self.reason = reason
    }

    enum CodingKeys: String, CodingKey {
        case listing, category, extract, score, highlights, explanation, reason
        case sellerName = "seller_name"
        case sellerRating = "seller_rating"
    }
}

/// A seller's standing in a few numbers; `GET /v1/sellers/{id}` has all of them.
public struct HitRatingResource: Hashable, Sendable, Codable {
    /// 0 to 20.
    public var level: Int
    public var levelName: String
    /// Of good and bad over 12 months; absent without any.
    public var percentPositive: Double?
    /// 0 to 1.
    public var standing: Double
    public var trades: Int

    public init(level: Int, levelName: String, percentPositive: Double?, standing: Double, trades: Int) {
        self.level = level
        self.levelName = levelName
        self.percentPositive = percentPositive
        self.standing = standing
        self.trades = trades
    }

    enum CodingKeys: String, CodingKey {
        case level, standing, trades
        case levelName = "level_name"
        case percentPositive = "percent_positive"
    }
}

/// A name or a sentence in both languages.
public struct BilingualText: Hashable, Sendable, Codable {
    public var english: String
    public var chinese: String

    public init(english: String, chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    enum CodingKeys: String, CodingKey {
        case english = "en"
        case chinese = "zh"
    }
}

/// What one term gives to a hit's score.
public struct SearchScorePart: Hashable, Sendable, Codable {
    /// `word` for a word of the query, `shop` for one that only the shop's name holds, `ranking` for a term of the ranking beside the words.
    public var kind: String
    /// The word as it was typed, or the ranking term's name.
    public var term: String
    public var score: Double

    public init(kind: String, term: String, score: Double) {
        self.kind = kind
        self.term = term
        self.score = score
    }
}
