public import Catalog
import Foundation
import GRDB
public import Orders

extension MarketplaceStore: TradeStore {
    public func trade<Value: Sendable>(
        _ work: @escaping @Sendable (any TradeDesk) throws -> Value
    ) async throws -> Value {
        try await write { try work(DatabaseTradeDesk($0)) }
    }

    public func trade(
        once key: IdempotencyKey, now: @escaping @Sendable () -> Int64,
        _ work: @escaping @Sendable (any TradeDesk) throws -> [UInt8]
    ) async throws -> [UInt8] {
        try await write(once: key, now: now) { try work(DatabaseTradeDesk($0)) }
    }

    public func order(_ id: Order.ID) async throws -> Order? {
        try await read { try OrderRows.one(id, $0) }
    }

    public func orders(
        of accountID: Int64, as role: OrderRole, beforeID: Order.ID?, limit: Int
    ) async throws -> [Order] {
        try await read { try OrderRows.of(accountID, as: role, beforeID: beforeID, limit: limit, $0) }
    }

    public func history(of orderID: Order.ID) async throws -> [OrderHistoryLine] {
        try await read { try OrderRows.history(of: orderID, $0) }
    }

    public func payment(_ id: Payment.ID) async throws -> Payment? {
        try await read { try PaymentRows.one(id, $0) }
    }

    public func payment(reference: String) async throws -> Payment? {
        try await read { try PaymentRows.one(reference: reference, $0) }
    }

    public func payment(ofOrder orderID: Order.ID) async throws -> Payment? {
        try await read { try PaymentRows.newest(ofOrder: orderID, $0) }
    }

    public func heldStock(ofListings ids: [Listing.ID]) async throws -> [Listing.ID: HeldStock] {
        guard !ids.isEmpty else { return [:] }
        return try await read { try HoldRows.ofListings(ids, $0) }
    }

    public func clockRecord() async throws -> ClockRecord? { try await read(ClockRows.record) }

    public func refund(_ id: Refund.ID) async throws -> Refund? {
        try await read { try RefundRows.one(id, $0) }
    }

    public func refund(reference: String) async throws -> Refund? {
        try await read { try RefundRows.one(reference: reference, $0) }
    }

    /// Refunds that the provider has refused and that nobody has asked for anew, the oldest first.
    public func refusedRefunds(limit: Int) async throws -> [Refund] {
        try await read { try RefundRows.refused(limit: limit, $0) }
    }

    public func dueOrders(atMilliseconds: Int64, limit: Int) async throws -> [Order.ID] {
        try await read { try OrderRows.due(atMilliseconds: atMilliseconds, limit: limit, $0) }
    }

    public func duePayments(atMilliseconds: Int64, limit: Int) async throws -> [Payment.ID] {
        try await read { try PaymentRows.due(atMilliseconds: atMilliseconds, limit: limit, $0) }
    }

    public func dueRefunds(atMilliseconds: Int64, limit: Int) async throws -> [Refund.ID] {
        try await read { try RefundRows.due(atMilliseconds: atMilliseconds, limit: limit, $0) }
    }

    public func nextDueMilliseconds(withPayments: Bool) async throws -> Int64? {
        // A look-up at the beginning of an index each.
        var looks = ["SELECT MIN(deadline) FROM orders WHERE deadline IS NOT NULL"]
        if withPayments {
            looks.append("SELECT MIN(next_attempt_at) FROM payments WHERE state = 'requested'")
            looks.append("SELECT MIN(next_attempt_at) FROM refunds WHERE state = 'requested'")
        }
        return try await read { [looks] database in
            try looks.compactMap { try Int64.first($0, database) }.min()
        }
    }

    public func forgetIdempotencyKeys(beforeMilliseconds: Int64) async throws {
        let isAny = try await read { database in
            try Int.first("SELECT 1 FROM idempotency_keys WHERE created_at < ? LIMIT 1", database, [beforeMilliseconds])
                != nil
        }
        guard isAny else { return }
        // A few at a time: other writers wait meanwhile.
        let most = 2_000
        let sql = """
            DELETE FROM idempotency_keys WHERE rowid IN
                (SELECT rowid FROM idempotency_keys WHERE created_at < ? LIMIT \(most))
            """
        var count: Int
        repeat {
            count = try await write { database in
                try database.cachedStatement(sql: sql).execute(arguments: [beforeMilliseconds])
                return database.changesCount
            }
        } while count == most
    }
}

extension MarketplaceStore {
    /// Does the work and keeps its answer under the key, or gives the answer that was kept.
    /// - Parameter now: Asked inside the transaction, after the work.
    func write(
        once key: IdempotencyKey, now: @escaping @Sendable () -> Int64,
        _ work: @escaping @Sendable (Database) throws -> [UInt8]
    ) async throws -> [UInt8] {
        try await write { database in
            if let (fingerprint, answer) = try IdempotencyRows.answer(key, database) {
                guard fingerprint == key.fingerprint else { throw OrderError.idempotencyKeyReused }
                return answer
            }
            let answer = try work(database)
            try IdempotencyRows.insert(key, answer: answer, atMilliseconds: now(), database)
            return answer
        }
    }
}

/// What clients have asked for under a key of their own.
enum IdempotencyRows {
    static func answer(
        _ key: IdempotencyKey, _ database: Database
    ) throws -> (fingerprint: [UInt8], answer: [UInt8])? {
        let sql = "SELECT fingerprint, answer FROM idempotency_keys WHERE account_id = ? AND key = ?"
        return try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [key.accountID, key.key]).map { row in
            try (Array(row.value(0) as Data), Array(row.value(1) as Data))
        }
    }

    static func insert(
        _ key: IdempotencyKey, answer: [UInt8], atMilliseconds: Int64, _ database: Database
    ) throws {
        let sql = """
            INSERT INTO idempotency_keys (account_id, key, fingerprint, answer, created_at) VALUES (?, ?, ?, ?, ?)
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            key.accountID, key.key, Data(key.fingerprint), Data(answer), atMilliseconds,
        ])
    }
}
