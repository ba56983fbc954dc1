/// A listing found.
public struct SearchHit: Hashable, Sendable, Codable {
    public var listing: ListingResource
    /// The shop's name; absent where the seller is gone.
    public var sellerName: String?
    public var score: Double
    /// By member (`title`, `description`): its text, escaped for HTML, with matches between `<em>` and `</em>`.
    /// Empty where highlighting was not asked for or nothing matched there.
    public var highlights: [String: String]
    /// The parts of the score, when asked for.
    public var explanation: [SearchScorePart]?

    public init(
        listing: ListingResource, sellerName: String?, score: Double, highlights: [String: String],
        explanation: [SearchScorePart]? = nil
    ) {
        self.listing = listing
        self.sellerName = sellerName
        self.score = score
        self.highlights = highlights
        self.explanation = explanation
    }

    enum CodingKeys: String, CodingKey {
        case listing, score, highlights, explanation
        case sellerName = "seller_name"
    }
}

/// What one term gives to a hit's score.
public struct SearchScorePart: Hashable, Sendable, Codable {
    public var term: String
    public var score: Double

    public init(term: String, score: Double) {
        self.term = term
        self.score = score
    }
}
