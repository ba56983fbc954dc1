import GRDB
public import Orders
public import Ratings

extension MarketplaceStore: RatingStore {
    public func rate<Value: Sendable>(
        _ work: @escaping @Sendable (any RatingDesk) throws -> Value
    ) async throws -> Value {
        try await write { try work(DatabaseTradeDesk($0)) }
    }

    public func rate(
        once key: IdempotencyKey, now: @escaping @Sendable () -> Int64,
        _ work: @escaping @Sendable (any RatingDesk) throws -> [UInt8]
    ) async throws -> [UInt8] {
        try await write(once: key, now: now) { try work(DatabaseTradeDesk($0)) }
    }

    public func ratings(
        ofSubject subjectID: Int64, after place: RatingPlace?, limit: Int
    ) async throws -> [Rating] {
        try await read { try RatingRows.ofSubject(subjectID, after: place, limit: limit, $0) }
    }

    public func orderSides(_ orderID: Int64) async throws -> (buyerID: Int64, sellerID: Int64)? {
        try await read { try RatingRows.orderSides(orderID, $0) }
    }

    public func ratingLogHead(of subjectID: Int64) async throws -> RatingLogLine? {
        try await read { try RatingLogRows.head(subjectID, $0) }
    }

    public func ratings(ofOrder orderID: Int64) async throws -> [Rating] {
        try await read { try RatingRows.ofOrder(orderID, $0) }
    }

    public func ratingLog(of subjectID: Int64, after sequence: Int64, limit: Int) async throws -> [RatingLogLine] {
        try await read { try RatingLogRows.after(sequence, of: subjectID, limit: limit, $0) }
    }

    public func dueWindows(atMilliseconds: Int64, limit: Int) async throws -> [Int64] {
        try await read { database in
            let sql = "SELECT order_id FROM rating_windows WHERE ends_at <= ? ORDER BY ends_at LIMIT ?"
            return try Int64.all(sql, database, [atMilliseconds, limit])
        }
    }

    public func ratedSubjects(
        after number: Int64, limit: Int
    ) async throws -> (subjects: [Int64], last: Int64) {
        try await read { try RatingLogRows.subjects(after: number, limit: limit, $0) }
    }

    /// An operator's decision about a rating, and the line that says who took it, in one transaction.
    public func decide(
        _ act: OperatorAct, _ work: @escaping @Sendable (any RatingDesk) throws -> Void
    ) async throws {
        try await write { database in
            let desk = DatabaseTradeDesk(database)
            try desk.record(act)
            try work(desk)
        }
    }

    /// Trades and rates in one transaction: for loading a market whose past is known.
    public func tradeAndRate<Value: Sendable>(
        _ work: @escaping @Sendable (any TradeDesk & RatingDesk) throws -> Value
    ) async throws -> Value {
        try await write { try work(DatabaseTradeDesk($0)) }
    }
}
