public import ListingSearch
public import Ratings

/// What ranking knows of sellers, from the board of ratings.
public struct BoardRecords: SellerRecords {
    private let board: RatingBoard

    public init(board: RatingBoard) { self.board = board }

    public func record(of sellerID: Int64) -> SellerRecord? {
        board.entry(sellerID).map {
            SellerRecord(standing: Double($0.summary.placing) / 10_000, saleCount: $0.summary.tradeCount)
        }
    }

    public var changeCount: Int { board.changeCount }

    public var areRead: Bool { board.hasFollowed }
}
