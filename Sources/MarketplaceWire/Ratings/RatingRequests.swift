/// The body of `POST /v1/orders/{id}/ratings`.
public struct RatingRequest: Hashable, Sendable {
    /// `good`, `neutral` or `bad`.
    public var verdict: String
    /// By the buyer, and by nobody else.
    public var scores: SubScoresResource?
    public var words: String

    public init(verdict: String, scores: SubScoresResource?, words: String = "") {
        self.verdict = verdict
        self.scores = scores
        self.words = words
    }
}

extension RatingRequest: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case verdict, scores, words
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        verdict = try container.decode(String.self, forKey: .verdict)
        scores = try container.decodeUnlessAbsent(SubScoresResource.self, forKey: .scores)
        words = try container.decodeUnlessAbsent(String.self, forKey: .words) ?? ""
    }
}

/// One to five each.
public struct SubScoresResource: Hashable, Sendable {
    public var asDescribed: Int
    public var service: Int
    public var logistics: Int

    public init(asDescribed: Int, service: Int, logistics: Int) {
        self.asDescribed = asDescribed
        self.service = service
        self.logistics = logistics
    }
}

extension SubScoresResource: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case service, logistics
        case asDescribed = "as_described"
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        asDescribed = try container.decode(Int.self, forKey: .asDescribed)
        service = try container.decode(Int.self, forKey: .service)
        logistics = try container.decode(Int.self, forKey: .logistics)
    }
}

/// The body of a reply to a rating, and of an addition.
public struct WordsRequest: Hashable, Sendable {
    public var words: String

    public init(words: String) { self.words = words }
}

extension WordsRequest: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case words
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        words = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .words)
    }
}
