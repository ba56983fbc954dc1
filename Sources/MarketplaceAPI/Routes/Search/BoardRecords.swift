public import ListingSearch
public import Ratings

/// What ranking knows of sellers, from the board of ratings.
public struct BoardRecords: SellerRecords {
    private let board: RatingBoard

    public init(board: RatingBoard) { self.board = board }

    public func record(of sellerID: Int64) -> SellerRecord? { board.entry(sellerID).map(SellerRecord.init) }

    public var changeCount: Int { board.changeCount }

    public var areRead: Bool { board.hasFollowed }

    public func frozen() -> any SellerRecords { FrozenRecords(board: board.snapshot()) }
}

private struct FrozenRecords: SellerRecords {
    let board: RatingBoard.Snapshot

    func record(of sellerID: Int64) -> SellerRecord? { board.entry(sellerID).map(SellerRecord.init) }

    var changeCount: Int { board.changeCount }

    var areRead: Bool { board.hasFollowed }

    func frozen() -> any SellerRecords { self }
}

extension SellerRecord {
    fileprivate init(_ entry: RatingBoard.Entry) {
        self.init(standing: Double(entry.summary.placing) / 10_000, saleCount: entry.summary.tradeCount)
    }
}
