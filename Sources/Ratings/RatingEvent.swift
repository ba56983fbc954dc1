import Foundation

/// One line of an account's rating log: everything that its points, percents and standing are made of.
///
/// Accounts are named by pseudonyms that differ from log to log: a reader can tell a seller's buyers apart and cannot
/// follow a buyer from shop to shop. For the same end, what is said of the account as a buyer names neither goods nor
/// amount, has a number of this log in the order's place, and times are cut to the day (UTC).
public struct RatingEvent: Hashable, Sendable, Codable {
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// A sale was completed.
        case trade
        /// A rating was opened.
        case rating
        case reply
        case addition
        /// Words, reply and addition were hidden, and why. The verdict goes on to count.
        case hide
        case unhide
        /// How much a trade counts for the standing from now on, and why.
        case weight
    }

    public var kind: Kind
    public var orderID: Int64
    public var atMilliseconds: Int64
    /// What the account was to the order.
    public var role: RatingRole?
    /// The other side.
    public var by: String?
    public var listingID: Int64?
    public var amountMinor: Int64?
    public var currency: String?
    public var verdict: Verdict?
    public var scores: SubScores?
    /// When the verdict was given: sealed ratings are opened later.
    public var givenAtMilliseconds: Int64?
    /// SHA-256 over the rating's salt, a line feed and the words, in hexadecimal; of old lines over the words alone. Words
    /// and salt stand beside and not in the log, so that they can be hidden without it changing.
    public var wordsHash: String?
    public var reason: String?
    /// In thousandths.
    public var weight: Int?

    public init(kind: Kind, orderID: Int64, atMilliseconds: Int64) {
        self.kind = kind
        self.orderID = orderID
        self.atMilliseconds = atMilliseconds
    }

    enum CodingKeys: String, CodingKey {
        case kind, role, by, currency, verdict, scores, reason, weight
        case orderID = "order"
        case atMilliseconds = "at"
        case listingID = "listing"
        case amountMinor = "amount"
        case givenAtMilliseconds = "given_at"
        case wordsHash = "words_sha256"
    }
}

// MARK: - The line

extension RatingEvent {
    /// The event as it stands in the log: JSON with sorted names and without spaces.
    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Whoever reckons with times and amounts need not ask each time whether they overflow: JSON's numbers end here too.
    private static let numbers: ClosedRange<Int64> = -(1 << 53)...(1 << 53)

    /// - Throws: `DecodingError`, also where a score is none, or a number is beyond what JSON holds exactly, ±2^53.
    public init(text: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        let numbers = [orderID, atMilliseconds, listingID, amountMinor, givenAtMilliseconds, weight.map(Int64.init)]
        let given = scores.map { [$0.asDescribed, $0.service, $0.logistics] } ?? []
        guard numbers.allSatisfy({ $0.map(Self.numbers.contains) ?? true }),
            given.allSatisfy(SubScores.range.contains)
        else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "a number is out of limits"))
        }
    }
}
