import Crypto
import Foundation
import Ledger

/// The rows of rating, inside one transaction of whatever keeps them.
public protocol RatingDesk: AnyObject {
    /// Nil where there is no such order.
    func orderSides(_ orderID: Int64) throws -> (buyerID: Int64, sellerID: Int64)?
    /// Nil where the order is not completed.
    func ratedTrade(_ orderID: Int64) throws -> RatedTrade?
    func rating(_ orderID: Int64, by role: RatingRole) throws -> Rating?
    func insert(_ rating: Rating) throws
    func update(_ rating: Rating) throws

    /// When both ratings are opened at the latest, while that has not happened.
    func openWindow(_ orderID: Int64, untilMilliseconds: Int64) throws
    func closeWindow(_ orderID: Int64) throws
    func windowEnd(_ orderID: Int64) throws -> Int64?

    /// An account's name in another's log.
    func pseudonym(of accountID: Int64, inLogOf subjectID: Int64) throws -> String
    /// A buyer's order's number in the buyer's own log.
    func pseudonym(ofOrder orderID: Int64, inLogOf subjectID: Int64) throws -> Int64
    func ratingLogHead(of subjectID: Int64) throws -> RatingLogLine?
    func append(_ line: RatingLogLine, toLogOf subjectID: Int64, atMilliseconds: Int64) throws
}

extension RatingDesk {
    /// Writes a completed sale into its seller's log and opens the window for ratings.
    public func recordTrade(_ trade: RatedTrade, rules: RatingRules) throws {
        var event = RatingEvent(kind: .trade, orderID: trade.orderID, atMilliseconds: trade.completedAtMilliseconds)
        event.role = .seller
        event.by = try pseudonym(of: trade.buyerID, inLogOf: trade.sellerID)
        event.listingID = trade.listingID
        event.amountMinor = trade.amountMinor
        event.currency = trade.currency
        try log(event, of: trade.sellerID)
        try openWindow(
            trade.orderID, untilMilliseconds: trade.completedAtMilliseconds + rules.windowMilliseconds)
    }

    /// One side speaks. Where the other has spoken, both are opened.
    /// - Throws: `RatingError`.
    public func give(
        _ verdict: Verdict, scores: SubScores?, words: String, orderID: Int64, authorID: Int64,
        atMilliseconds now: Int64, rules: RatingRules
    ) throws -> Rating {
        let role = try role(of: authorID, in: orderID)
        guard let trade = try ratedTrade(orderID) else { throw RatingError.notCompleted }
        guard (scores != nil) == (role == .buyer) else {
            throw RatingError.invalid(
                field: "scores", message: role == .buyer ? "is missing" : "are for buyers to give")
        }
        guard try rating(orderID, by: role) == nil else { throw RatingError.givenAlready(what: "rating") }
        guard let end = try windowEnd(orderID), now < end else {
            throw RatingError.windowOver(
                sinceMilliseconds: trade.completedAtMilliseconds + rules.windowMilliseconds)
        }
        let subject = role == .buyer ? trade.sellerID : trade.buyerID
        let given = Rating(
            orderID: orderID, authorRole: role, authorID: authorID, subjectID: subject, verdict: verdict,
            scores: scores, words: words, salt: randomHexadecimal(), givenAtMilliseconds: now)
        try insert(given)
        guard let others = try rating(orderID, by: role.other) else { return given }
        _ = try open(others, of: trade, atMilliseconds: now)
        let opened = try open(given, of: trade, atMilliseconds: now)
        try closeWindow(orderID)
        return opened
    }

    /// Opens what was given for an order when its window is over. Whoever has found that it is over asks here again: the
    /// market's clock may have moved the window meanwhile.
    /// - Returns: Whether it was over; it is closed then.
    @discardableResult
    public func reveal(_ orderID: Int64, atMilliseconds now: Int64) throws -> Bool {
        guard let end = try windowEnd(orderID), end <= now else { return false }
        try closeWindow(orderID)
        guard let trade = try ratedTrade(orderID) else { return true }
        for role in RatingRole.allCases {
            guard let rating = try rating(orderID, by: role), rating.revealedAtMilliseconds == nil else { continue }
            _ = try open(rating, of: trade, atMilliseconds: now)
        }
        return true
    }

    /// Everybody reads it from now on, and its subject's log has it.
    private func open(_ rating: Rating, of trade: RatedTrade, atMilliseconds now: Int64) throws -> Rating {
        var rating = rating
        let isOfSeller = rating.subjectRole == .seller
        rating.revealedAtMilliseconds = now
        rating.logNumber =
            isOfSeller ? rating.orderID : try pseudonym(ofOrder: rating.orderID, inLogOf: rating.subjectID)
        try update(rating)
        var event = event(.rating, of: rating, atMilliseconds: now)
        event.by = try pseudonym(of: rating.authorID, inLogOf: rating.subjectID)
        if isOfSeller {
            event.listingID = trade.listingID
            event.amountMinor = trade.amountMinor
            event.currency = trade.currency
        }
        event.verdict = rating.verdict
        event.scores = rating.scores
        event.givenAtMilliseconds = rating.publicTime(rating.givenAtMilliseconds)
        event.wordsHash = rating.fingerprint(rating.words)
        try log(event, of: rating.subjectID)
        return rating
    }

    /// An event of an opened rating, under the number that the rating has in its subject's log.
    private func event(_ kind: RatingEvent.Kind, of rating: Rating, atMilliseconds now: Int64) -> RatingEvent {
        var event = RatingEvent(
            kind: kind, orderID: rating.logNumber ?? rating.orderID, atMilliseconds: rating.publicTime(now))
        event.role = rating.subjectRole
        return event
    }

    // MARK: - Later words

    /// The subject answers an opened rating, once.
    public func reply(_ words: String, orderID: Int64, by accountID: Int64, atMilliseconds now: Int64) throws -> Rating
    {
        var rating = try opened(orderID, by: try role(of: accountID, in: orderID).other)
        guard rating.reply == nil else { throw RatingError.givenAlready(what: "reply") }
        rating.reply = words
        return try write(rating, .reply, words, now)
    }

    /// The author adds to an opened rating, once.
    public func add(
        _ words: String, orderID: Int64, by accountID: Int64, atMilliseconds now: Int64, rules: RatingRules
    ) throws -> Rating {
        var rating = try opened(orderID, by: try role(of: accountID, in: orderID))
        guard rating.addition == nil else { throw RatingError.givenAlready(what: "addition") }
        let end = rating.givenAtMilliseconds + rules.additionMilliseconds
        guard now < end else { throw RatingError.windowOver(sinceMilliseconds: end) }
        rating.addition = words
        return try write(rating, .addition, words, now)
    }

    /// Hides a rating's words, or shows them again. The verdict counts all the while.
    /// - Parameter reason: Nil shows them again.
    public func setHidden(
        _ reason: String?, orderID: Int64, authorRole: RatingRole, atMilliseconds now: Int64
    ) throws -> Rating {
        var rating = try opened(orderID, by: authorRole)
        guard (rating.hiddenReason == nil) == (reason != nil) else {
            throw RatingError.givenAlready(what: reason == nil ? "unhide" : "hide")
        }
        rating.hiddenReason = reason
        var event = event(reason == nil ? .unhide : .hide, of: rating, atMilliseconds: now)
        event.reason = reason
        try update(rating)
        try log(event, of: rating.subjectID)
        return rating
    }

    /// How much a sale counts for its seller's standing from now on.
    /// - Parameter weight: In thousandths, 0 to 1000.
    public func weigh(_ orderID: Int64, weight: Int, reason: String, atMilliseconds now: Int64) throws {
        guard let trade = try ratedTrade(orderID) else { throw RatingError.notCompleted }
        var event = RatingEvent(kind: .weight, orderID: orderID, atMilliseconds: now)
        event.role = .seller
        event.weight = weight
        event.reason = reason
        try log(event, of: trade.sellerID)
    }

    private func write(
        _ rating: Rating, _ kind: RatingEvent.Kind, _ words: String, _ now: Int64
    ) throws -> Rating {
        try update(rating)
        var event = event(kind, of: rating, atMilliseconds: now)
        event.wordsHash = rating.fingerprint(words)
        try log(event, of: rating.subjectID)
        return rating
    }

    // MARK: - Rows

    private func role(of accountID: Int64, in orderID: Int64) throws -> RatingRole {
        guard let sides = try orderSides(orderID) else { throw RatingError.orderNotFound }
        if sides.buyerID == accountID { return .buyer }
        if sides.sellerID == accountID { return .seller }
        throw RatingError.orderNotFound
    }

    private func opened(_ orderID: Int64, by role: RatingRole) throws -> Rating {
        guard let rating = try rating(orderID, by: role), rating.revealedAtMilliseconds != nil else {
            throw RatingError.notFound
        }
        return rating
    }

    private func log(_ event: RatingEvent, of subjectID: Int64) throws {
        let head = try ratingLogHead(of: subjectID)
        let line = RatingLogLine(
            sequence: (head?.sequence ?? 0) + 1, text: try event.text(),
            after: head?.hash ?? RatingLogLine.firstHash)
        try append(line, toLogOf: subjectID, atMilliseconds: event.atMilliseconds)
    }
}

/// How accounts are named in others' logs, and a buyer's orders in the buyer's own: by the beginning of HMAC-SHA256 under
/// a secret of the market's own.
public struct Pseudonyms: Sendable {
    private let key: SymmetricKey

    public init(secret: [UInt8]) { key = SymmetricKey(data: secret) }

    public func name(of accountID: Int64, inLogOf subjectID: Int64) -> String {
        hexadecimal(code("\(subjectID) \(accountID)").prefix(8))
    }

    /// Positive and of 53 bits at most, so that every reader of JSON has it whole.
    public func number(ofOrder orderID: Int64, inLogOf subjectID: Int64) -> Int64 {
        let first = code("order \(subjectID) \(orderID)").prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return max(1, Int64(first >> 11))
    }

    private func code(_ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }
}
