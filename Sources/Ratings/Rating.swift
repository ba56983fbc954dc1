import Crypto
import Foundation
import Ledger

/// What one side of a completed order says of the other. It is sealed until both have spoken or the window is over.
public struct Rating: Hashable, Sendable {
    public var orderID: Int64
    /// What the order is called in the subject's public log; nil while it is sealed.
    public var logNumber: Int64?
    /// Who speaks.
    public var authorRole: RatingRole
    public var authorID: Int64
    /// Who is spoken of.
    public var subjectID: Int64
    public var verdict: Verdict
    /// Of the goods, by the buyer only.
    public var scores: SubScores?
    public var words: String
    /// What is hashed with the words, so that short ones cannot be guessed from the log; nil of a rating that was given
    /// before there were salts.
    public var salt: String?
    public var givenAtMilliseconds: Int64
    /// Nil while it is sealed.
    public var revealedAtMilliseconds: Int64?
    /// The subject's answer.
    public var reply: String?
    /// What the author had to add later.
    public var addition: String?
    /// Why nothing that was written is shown, reply and addition included; nil where it is.
    public var hiddenReason: String?

    public init(
        orderID: Int64, authorRole: RatingRole, authorID: Int64, subjectID: Int64, verdict: Verdict,
        scores: SubScores?, words: String, salt: String?, givenAtMilliseconds: Int64
    ) {
        self.orderID = orderID
        self.authorRole = authorRole
        self.authorID = authorID
        self.subjectID = subjectID
        self.verdict = verdict
        self.scores = scores
        self.words = words
        self.salt = salt
        self.givenAtMilliseconds = givenAtMilliseconds
    }
}

extension Rating {
    /// What the one who is spoken of was to the order.
    public var subjectRole: RatingRole { authorRole.other }

    /// A time as everybody may read it: of what is said of a buyer only the day (UTC), since its minute would lead to the
    /// sale in the seller's log.
    public func publicTime(_ milliseconds: Int64) -> Int64 {
        subjectRole == .seller ? milliseconds : Calendar.startOfDay(milliseconds)
    }

    /// What stands in the log for words of this rating.
    public func fingerprint(_ words: String) -> String { Self.fingerprint(words, salt: salt) }

    /// - Parameter salt: Nil of ratings that were given before there were salts.
    public static func fingerprint(_ words: String, salt: String?) -> String {
        hexadecimal(SHA256.hash(data: Data(((salt.map { "\($0)\n" } ?? "") + words).utf8)))
    }
}

public enum RatingRole: String, CaseIterable, Hashable, Sendable, Codable {
    case buyer
    case seller

    public var other: RatingRole { self == .buyer ? .seller : .buyer }
}

public enum Verdict: String, CaseIterable, Hashable, Sendable, Codable {
    case good
    case neutral
    case bad

    /// What it adds to the points before any cap.
    public var points: Int {
        switch self {
        case .good: 1
        case .neutral: 0
        case .bad: -1
        }
    }
}

/// One to five each.
public struct SubScores: Hashable, Sendable, Codable {
    public static let range = 1...5

    public var asDescribed: Int
    public var service: Int
    public var logistics: Int

    public init(asDescribed: Int, service: Int, logistics: Int) {
        self.asDescribed = asDescribed
        self.service = service
        self.logistics = logistics
    }

    enum CodingKeys: String, CodingKey {
        case service, logistics
        case asDescribed = "as_described"
    }

    public var all: [Int] { [asDescribed, service, logistics] }
}

/// A completed order, as far as ratings have to know it.
public struct RatedTrade: Hashable, Sendable {
    public var orderID: Int64
    public var buyerID: Int64
    public var sellerID: Int64
    public var listingID: Int64
    public var amountMinor: Int64
    public var currency: String
    public var completedAtMilliseconds: Int64

    public init(
        orderID: Int64, buyerID: Int64, sellerID: Int64, listingID: Int64, amountMinor: Int64, currency: String,
        completedAtMilliseconds: Int64
    ) {
        self.orderID = orderID
        self.buyerID = buyerID
        self.sellerID = sellerID
        self.listingID = listingID
        self.amountMinor = amountMinor
        self.currency = currency
        self.completedAtMilliseconds = completedAtMilliseconds
    }
}

/// What a rating refuses.
public enum RatingError: Error, Hashable, Sendable {
    /// There is no such order, or it is not theirs to see.
    case orderNotFound
    /// There is no such rating, or it is sealed.
    case notFound
    /// Only completed orders are rated.
    case notCompleted
    case windowOver(sinceMilliseconds: Int64)
    /// Given, answered or added to already: each is once.
    case givenAlready(what: String)
    case invalid(field: String, message: String)
}
