import Foundation

/// What an account's rating log comes to at a moment. The same log and the same moment give the same for everybody.
public struct RatingSummary: Hashable, Sendable, Codable {
    public var asOfMilliseconds: Int64
    /// Net points after all caps.
    public var points = 0
    /// 0 to 20, on the ladder of `RatingLevel`.
    public var level = 0
    public var goodCount = 0
    public var neutralCount = 0
    public var badCount = 0
    /// Good of good and bad over 12 months, one a buyer and week, in hundredths of a percent; nil without any.
    public var percentPositive: Int?
    /// Good of all completed trades over 12 months, in hundredths of a percent; nil without any.
    public var effectivePositive: Int?
    /// Averages over 6 months in hundredths; nil under five ratings.
    public var asDescribed: Int?
    public var service: Int?
    public var logistics: Int?
    /// Completed sales, ever.
    public var tradeCount = 0
    /// 0 to 10,000: the lower bound of what a buyer is likely to think, over distinct buyers, recent ones before old.
    public var standing = 0
    /// 0 to 10,000: the same bound with the voice that every account begins with, which ranking goes by. A good voice
    /// never lowers it.
    public var placing: Int

    public init(asOfMilliseconds: Int64, rules: RatingRules = RatingRules()) {
        self.asOfMilliseconds = asOfMilliseconds
        placing = Voices().placing(rules)
    }

    enum CodingKeys: String, CodingKey {
        case points, level, service, logistics, standing, placing
        case asOfMilliseconds = "as_of_ms"
        case goodCount = "good"
        case neutralCount = "neutral"
        case badCount = "bad"
        case percentPositive = "percent_positive_hundredths"
        case effectivePositive = "effective_positive_hundredths"
        case asDescribed = "as_described_hundredths"
        case tradeCount = "trades"
    }
}

extension RatingSummary {
    /// Reckons an account's log as a seller.
    /// - Parameters:
    ///   - events: From the first on; those after the moment are passed over.
    ///   - asOfMilliseconds: The moment.
    /// - Complexity: O(n log n).
    public init(_ events: [RatingEvent], asOfMilliseconds now: Int64, rules: RatingRules = RatingRules()) {
        self.init(asOfMilliseconds: now, rules: rules)
        let past = events.filter { $0.atMilliseconds <= now && $0.role ?? .seller == .seller }
        let ratings = past.filter { $0.kind == .rating }
        let trades = past.filter { $0.kind == .trade }
        goodCount = ratings.count { $0.verdict == .good }
        neutralCount = ratings.count { $0.verdict == .neutral }
        badCount = ratings.count { $0.verdict == .bad }
        tradeCount = trades.count
        points = Self.points(ratings, rules)
        level = RatingLevel.level(points: points)
        takePercents(ratings, trades, rules)
        takeScores(ratings, rules)
        let voices = Self.voices(
            trades: trades, ratings: ratings, weights: past.filter { $0.kind == .weight }, now: now, rules)
        standing = voices.standing(rules)
        placing = voices.placing(rules)
    }

    // MARK: - Points

    /// By the time the verdicts were given: what was sealed longest has its place in its own month.
    private static func points(_ ratings: [RatingEvent], _ rules: RatingRules) -> Int {
        struct Pair: Hashable {
            var by: String
            var month: Int
        }
        struct Item: Hashable {
            var by: String
            var listingID: Int64
        }
        var ofPair: [Pair: Int] = [:]
        var lastOfItem: [Item: Int64] = [:]
        var sum = 0
        for rating in ratings.sorted(by: isBefore) {
            guard let by = rating.by, let listing = rating.listingID, let verdict = rating.verdict,
                let given = rating.givenAtMilliseconds, verdict != .neutral,
                rules.isCounted(amountMinor: rating.amountMinor ?? 0, currency: rating.currency ?? "")
            else { continue }
            let item = Item(by: by, listingID: listing)
            if let last = lastOfItem[item], given - last < rules.sameItemMilliseconds { continue }
            let pair = Pair(by: by, month: Calendar.month(ofMilliseconds: given))
            let next = (ofPair[pair] ?? 0) + verdict.points
            guard abs(next) <= rules.maxPairPointsPerMonth else { continue }
            lastOfItem[item] = given
            ofPair[pair] = next
            sum += verdict.points
        }
        return sum
    }

    private static func isBefore(_ left: RatingEvent, _ right: RatingEvent) -> Bool {
        let (first, second) = (left.givenAtMilliseconds ?? 0, right.givenAtMilliseconds ?? 0)
        return first != second ? first < second : left.orderID < right.orderID
    }

    // MARK: - Percents and scores

    private mutating func takePercents(_ ratings: [RatingEvent], _ trades: [RatingEvent], _ rules: RatingRules) {
        struct Week: Hashable {
            var by: String
            var week: Int
        }
        let from = asOfMilliseconds - rules.percentMilliseconds
        var good: Set<Week> = []
        var bad: Set<Week> = []
        for rating in ratings {
            guard let by = rating.by, let given = rating.givenAtMilliseconds, given > from else { continue }
            let week = Week(by: by, week: Calendar.week(ofMilliseconds: given))
            if rating.verdict == .good { good.insert(week) }
            if rating.verdict == .bad { bad.insert(week) }
        }
        if !good.isEmpty || !bad.isEmpty { percentPositive = 10_000 * good.count / (good.count + bad.count) }
        let recent = Set(trades.filter { $0.atMilliseconds > from }.map(\.orderID))
        let liked = Set(ratings.filter { $0.verdict == .good }.map(\.orderID)).intersection(recent)
        if !recent.isEmpty { effectivePositive = 10_000 * liked.count / recent.count }
    }

    private mutating func takeScores(_ ratings: [RatingEvent], _ rules: RatingRules) {
        let from = asOfMilliseconds - rules.scoreMilliseconds
        let scores = ratings.filter { $0.givenAtMilliseconds ?? 0 > from }.compactMap(\.scores)
        guard scores.count >= rules.leastScoreCount else { return }
        let average = { (score: (SubScores) -> Int) in 100 * scores.reduce(0) { $0 + score($1) } / scores.count }
        asDescribed = average(\.asDescribed)
        service = average(\.service)
        logistics = average(\.logistics)
    }
}
