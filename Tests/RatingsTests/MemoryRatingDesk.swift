import Ratings

/// Rating's rows in dictionaries.
final class MemoryRatingDesk: RatingDesk {
    struct Key: Hashable {
        var orderID: Int64
        var role: RatingRole
    }

    var trades: [Int64: RatedTrade] = [:]
    var ratings: [Key: Rating] = [:]
    var windows: [Int64: Int64] = [:]
    var logs: [Int64: [RatingLogLine]] = [:]
    private let pseudonyms = Pseudonyms(secret: [1, 2, 3])

    func orderSides(_ orderID: Int64) -> (buyerID: Int64, sellerID: Int64)? {
        trades[orderID].map { ($0.buyerID, $0.sellerID) }
    }
    func ratedTrade(_ orderID: Int64) -> RatedTrade? { trades[orderID] }
    func rating(_ orderID: Int64, by role: RatingRole) -> Rating? { ratings[Key(orderID: orderID, role: role)] }
    func insert(_ rating: Rating) { ratings[Key(orderID: rating.orderID, role: rating.authorRole)] = rating }
    func update(_ rating: Rating) { insert(rating) }
    func openWindow(_ orderID: Int64, untilMilliseconds: Int64) { windows[orderID] = untilMilliseconds }
    func closeWindow(_ orderID: Int64) { windows[orderID] = nil }
    func windowEnd(_ orderID: Int64) -> Int64? { windows[orderID] }
    func pseudonym(of accountID: Int64, inLogOf subjectID: Int64) -> String {
        pseudonyms.name(of: accountID, inLogOf: subjectID)
    }
    func pseudonym(ofOrder orderID: Int64, inLogOf subjectID: Int64) -> Int64 {
        pseudonyms.number(ofOrder: orderID, inLogOf: subjectID)
    }
    func ratingLogHead(of subjectID: Int64) -> RatingLogLine? { logs[subjectID]?.last }
    func append(_ line: RatingLogLine, toLogOf subjectID: Int64, atMilliseconds: Int64) {
        logs[subjectID, default: []].append(line)
    }

    /// Completes a sale.
    func complete(
        _ orderID: Int64, buyer: Int64 = 2, seller: Int64 = 1, listing: Int64 = 1, amount: Int64 = 8_900,
        currency: String = "CNY", at: Int64
    ) throws {
        let trade = RatedTrade(
            orderID: orderID, buyerID: buyer, sellerID: seller, listingID: listing, amountMinor: amount,
            currency: currency, completedAtMilliseconds: at)
        trades[orderID] = trade
        try recordTrade(trade, rules: RatingRules())
    }

    /// The buyer's word.
    @discardableResult
    func rate(_ orderID: Int64, _ verdict: Verdict = .good, score: Int = 5, words: String = "好", at: Int64) throws
        -> Rating
    {
        try give(
            verdict, scores: SubScores(asDescribed: score, service: score, logistics: score), words: words,
            orderID: orderID, authorID: trades[orderID]?.buyerID ?? 0, atMilliseconds: at, rules: RatingRules())
    }

    /// The seller's word.
    @discardableResult
    func answer(_ orderID: Int64, at: Int64) throws -> Rating {
        try give(
            .good, scores: nil, words: "谢谢", orderID: orderID, authorID: trades[orderID]?.sellerID ?? 0,
            atMilliseconds: at, rules: RatingRules())
    }

    func summary(of seller: Int64 = 1, at: Int64) throws -> RatingSummary {
        RatingSummary(try RatingLogCheck.events(logs[seller] ?? []), asOfMilliseconds: at)
    }
}
