import MarketplaceWire
import Ratings

extension RatingResource {
    /// A rating as the two sides of its order read it, without anything that is hidden.
    init(_ rating: Rating) {
        let isHidden = rating.hiddenReason != nil
        self.init(
            orderID: rating.orderID, authorRole: rating.authorRole.rawValue, verdict: rating.verdict.rawValue,
            scores: rating.scores.map {
                SubScoresResource(asDescribed: $0.asDescribed, service: $0.service, logistics: $0.logistics)
            },
            words: isHidden ? nil : rating.words, salt: isHidden ? nil : rating.salt,
            reply: isHidden ? nil : rating.reply, addition: isHidden ? nil : rating.addition,
            givenAt: Timestamp(milliseconds: rating.givenAtMilliseconds),
            revealedAt: rating.revealedAtMilliseconds.map { Timestamp(milliseconds: $0) },
            hiddenReason: rating.hiddenReason)
    }

    /// As everybody reads it: with the number and the times that its subject's log has.
    init(public rating: Rating) {
        self.init(rating)
        orderID = rating.logNumber ?? rating.orderID
        givenAt = Timestamp(milliseconds: rating.publicTime(rating.givenAtMilliseconds))
        revealedAt = rating.revealedAtMilliseconds.map { Timestamp(milliseconds: rating.publicTime($0)) }
    }
}

extension SellerRatingResource {
    init(_ entry: RatingBoard.Entry) {
        let summary = entry.summary
        let hundredths = { (value: Int?) in value.map { Double($0) / 100 } }
        self.init(
            points: summary.points, level: summary.level, levelName: RatingLevel.name(level: summary.level),
            good: summary.goodCount, neutral: summary.neutralCount, bad: summary.badCount,
            percentPositive: hundredths(summary.percentPositive),
            effectivePositive: hundredths(summary.effectivePositive), asDescribed: hundredths(summary.asDescribed),
            service: hundredths(summary.service), logistics: hundredths(summary.logistics),
            trades: summary.tradeCount, standing: Double(summary.standing) / 10_000,
            asOf: Timestamp(milliseconds: summary.asOfMilliseconds), logLength: entry.head.sequence,
            logHash: entry.head.hash)
    }
}
