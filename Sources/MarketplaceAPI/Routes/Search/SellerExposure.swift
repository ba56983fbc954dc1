import Locking
import MarketplaceWire
import Ratings

/// How much of the first places new sellers get: counted, so that an operator sees whether anyone can still begin.
final class SellerExposure: Sendable {
    struct Counts: Hashable, Sendable {
        /// Hits among the first ten of an answer by relevance.
        var places = 0
        /// Those of sellers with fewer than three completed sales.
        var newcomers = 0
    }

    private let state = Locked(Counts())

    private static let places = 10
    private static let newcomerSales = 3

    var counts: Counts { state.withLock { $0 } }

    /// - Parameter sellers: Of the hits, best first.
    func count(_ sellers: [Int64], _ ratings: [Int64: RatingBoard.Entry]) {
        let first = sellers.prefix(Self.places)
        let newcomers = first.count { (ratings[$0]?.summary.tradeCount ?? 0) < Self.newcomerSales }
        state.withLock { counts in
            counts.places += first.count
            counts.newcomers += newcomers
        }
    }
}

extension HitRatingResource {
    init(_ summary: RatingSummary) {
        self.init(
            level: summary.level, levelName: RatingLevel.name(level: summary.level),
            percentPositive: summary.percentPositive.map { Double($0) / 100 },
            standing: Double(summary.standing) / 10_000, trades: summary.tradeCount)
    }
}
