/// A rating as others read it, or as its author does while it is sealed.
public struct RatingResource: Hashable, Sendable, Codable {
    /// In public lists the number that the subject's log has: of what is said of a buyer it is not the order's.
    public var orderID: Int64
    /// `buyer` or `seller`: who speaks.
    public var authorRole: String
    public var verdict: String
    public var scores: SubScoresResource?
    /// Absent where an operator has hidden them, with salt, reply and addition.
    public var words: String?
    /// Stands before the words, the reply and the addition where they are hashed for the log.
    public var salt: String?
    public var reply: String?
    public var addition: String?
    public var givenAt: Timestamp
    /// Absent while it is sealed.
    public var revealedAt: Timestamp?
    public var hiddenReason: String?

    public init(
        orderID: Int64, authorRole: String, verdict: String, scores: SubScoresResource?, words: String?,
        salt: String?, reply: String?, addition: String?, givenAt: Timestamp, revealedAt: Timestamp?,
        hiddenReason: String?
    ) {
        self.orderID = orderID
        self.authorRole = authorRole
        self.verdict = verdict
        self.scores = scores
        self.words = words
        self.salt = salt
        self.reply = reply
        self.addition = addition
        self.givenAt = givenAt
        self.revealedAt = revealedAt
        self.hiddenReason = hiddenReason
    }

    enum CodingKeys: String, CodingKey {
        case verdict, scores, words, salt, reply, addition
        case orderID = "order_id"
        case authorRole = "author_role"
        case givenAt = "given_at"
        case revealedAt = "revealed_at"
        case hiddenReason = "hidden_reason"
    }
}

/// A page of ratings, newest order first.
public struct RatingPageResponse: Hashable, Sendable {
    public var ratings: [RatingResource]
    /// What to send as `cursor` for the next page; null on the last.
    public var nextCursor: String?

    public init(ratings: [RatingResource], nextCursor: String?) {
        self.ratings = ratings
        self.nextCursor = nextCursor
    }
}

extension RatingPageResponse: Codable {
    enum CodingKeys: String, CodingKey {
        case ratings
        case nextCursor = "next_cursor"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(ratings, forKey: .ratings)
        try container.encode(nextCursor, forKey: .nextCursor)
    }
}

/// What a seller's rating log comes to. Anyone can reckon it anew from the log.
public struct SellerRatingResource: Hashable, Sendable, Codable {
    public var points: Int
    /// 0 to 20.
    public var level: Int
    /// `2 hearts`; empty below the first step.
    public var levelName: String
    public var good: Int
    public var neutral: Int
    public var bad: Int
    /// Of good and bad over 12 months; absent without any.
    public var percentPositive: Double?
    /// Good of all completed trades over 12 months; absent without any.
    public var effectivePositive: Double?
    /// Averages of 1 to 5 over 6 months; absent under five ratings.
    public var asDescribed: Double?
    public var service: Double?
    public var logistics: Double?
    public var trades: Int
    /// 0 to 1.
    public var standing: Double
    /// The moment that it was reckoned for.
    public var asOf: Timestamp
    /// The log's newest line: how many there are, and the hash that stands for all of them.
    public var logLength: Int64
    public var logHash: String

    public init(
        points: Int, level: Int, levelName: String, good: Int, neutral: Int, bad: Int, percentPositive: Double?,
        effectivePositive: Double?, asDescribed: Double?, service: Double?, logistics: Double?, trades: Int,
        standing: Double, asOf: Timestamp, logLength: Int64, logHash: String
    ) {
        self.points = points
        self.level = level
        self.levelName = levelName
        self.good = good
        self.neutral = neutral
        self.bad = bad
        self.percentPositive = percentPositive
        self.effectivePositive = effectivePositive
        self.asDescribed = asDescribed
        self.service = service
        self.logistics = logistics
        self.trades = trades
        self.standing = standing
        self.asOf = asOf
        self.logLength = logLength
        self.logHash = logHash
    }

    enum CodingKeys: String, CodingKey {
        case points, level, good, neutral, bad, service, logistics, trades, standing
        case levelName = "level_name"
        case percentPositive = "percent_positive"
        case effectivePositive = "effective_positive"
        case asDescribed = "as_described"
        case asOf = "as_of"
        case logLength = "log_length"
        case logHash = "log_hash"
    }
}

/// A page of a rating log, oldest first.
public struct RatingLogResponse: Hashable, Sendable, Codable {
    public var lines: [RatingLogLineResource]
    /// Of the whole log as it is now: it ends with these lines or behind them.
    public var head: RatingLogHeadResource

    public init(lines: [RatingLogLineResource], head: RatingLogHeadResource) {
        self.lines = lines
        self.head = head
    }
}

/// How long a rating log is and what its newest hash is, signed by the market.
public struct RatingLogHeadResource: Hashable, Sendable, Codable {
    public var length: Int64
    /// JSON with the account, the length, the newest hash and the time; the signature is over exactly these bytes.
    public var head: String
    public var signature: String
    public var publicKey: String

    public init(length: Int64, head: String, signature: String, publicKey: String) {
        self.length = length
        self.head = head
        self.signature = signature
        self.publicKey = publicKey
    }

    enum CodingKeys: String, CodingKey {
        case length, head, signature
        case publicKey = "public_key"
    }
}

public struct RatingLogLineResource: Hashable, Sendable, Codable {
    public var sequence: Int64
    /// The event as JSON; the hash is over exactly these bytes.
    public var text: String
    /// SHA-256 in hexadecimal over the hash before, a line feed and the text.
    public var hash: String

    public init(sequence: Int64, text: String, hash: String) {
        self.sequence = sequence
        self.text = text
        self.hash = hash
    }
}
