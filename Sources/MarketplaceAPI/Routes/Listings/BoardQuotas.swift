public import Catalog
public import Ratings

/// What sellers may have on sale, from the board of ratings.
public struct BoardQuotas: Sendable {
    private let board: RatingBoard
    private let rules: QuotaRules

    public init(board: RatingBoard, rules: QuotaRules = QuotaRules()) {
        self.board = board
        self.rules = rules
    }

    public func quota(of sellerID: Int64) -> ListingQuota {
        let summary = board.entry(sellerID)?.summary
        var quota = rules.quota(points: summary?.points ?? 0, standing: summary?.standing ?? 0)
        quota.isProvisional = !board.hasFollowed
        return quota
    }
}
