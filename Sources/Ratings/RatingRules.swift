/// Every number that ratings are reckoned with, in one place. Whoever recomputes them needs these and the log alone.
public struct RatingRules: Hashable, Sendable {
    static let day: Int64 = 86_400_000

    /// How long both sides may rate a completed order: 15 days.
    public var windowMilliseconds = 15 * day
    /// How long the author may add to a rating: 180 days from when it was given.
    public var additionMilliseconds = 180 * day

    /// Points that one account can give another in a calendar month (UTC), for better or worse.
    public var maxPairPointsPerMonth = 6
    /// The same goods, by the same buyer, count once in so long: 14 days.
    public var sameItemMilliseconds = 14 * day
    /// Orders of this much or less give no point, in minor units: about one yuan.
    public var uncountedMinor: [String: Int64] = ["JPY": 20, "KRW": 200, "VND": 3_500]
    public var uncountedMinorElsewhere: Int64 = 100

    /// Percent positive and the effective share look back so far: 12 months of 30.4 days.
    public var percentMilliseconds = 365 * day
    /// Sub-scores look back so far.
    public var scoreMilliseconds = 182 * day
    /// Fewer ratings show no sub-score.
    public var leastScoreCount = 5

    /// A buyer's last trade counts half after so long: 180 days.
    public var halfLifeMilliseconds = 180 * day
    /// What a completed trade says that its buyer never rated: less than good, since silence often hides a bad word
    /// (Nosko & Tadelis 2015).
    public var silenceValue = 0.75
    /// Of the lower bound: one-sided 90 % (Miller 2009).
    public var confidence = 1.281551565545
    /// What every account begins with for its place among search results: a voice of its own, so that one good voice
    /// lifts a newcomer, bad ones sink below, and what has faded leads back to where newcomers stand.
    public var newcomerVoice = 0.9

    public init() {}

    func isCounted(amountMinor: Int64, currency: String) -> Bool {
        amountMinor > uncountedMinor[currency] ?? uncountedMinorElsewhere
    }
}

/// The familiar ladder of net points: five steps each of hearts, diamonds, crowns and gold crowns.
public enum RatingLevel {
    /// The least points of each step; level 0 is below the first.
    public static let steps: [Int] = [
        4, 11, 41, 91, 151, 251, 501, 1_001, 2_001, 5_001, 10_001, 20_001, 50_001, 100_001, 200_001, 500_001,
        1_000_001, 2_000_001, 5_000_001, 10_000_001,
    ]

    /// 0 to 20.
    public static func level(points: Int) -> Int { steps.partitioningCount { $0 <= points } }

    /// `3 hearts`, `1 diamond`; empty below the first step.
    public static func name(level: Int) -> String {
        guard (1...steps.count).contains(level) else { return "" }
        let kinds = [("heart", "hearts"), ("diamond", "diamonds"), ("crown", "crowns"), ("gold crown", "gold crowns")]
        let (kind, count) = (kinds[(level - 1) / 5], (level - 1) % 5 + 1)
        return "\(count) \(count == 1 ? kind.0 : kind.1)"
    }
}

extension [Int] {
    /// How many of the first, sorted, hold.
    fileprivate func partitioningCount(_ holds: (Int) -> Bool) -> Int { prefix(while: holds).count }
}
