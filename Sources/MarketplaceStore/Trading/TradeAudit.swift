import GRDB
import Ledger
public import Orders

/// What a look over all orders, payments and the ledger has found.
public struct TradeAudit: Hashable, Sendable {
    public var lineCount = 0
    public var orderCount = 0
    /// SHA-256 of the newest line, with all lines before it in it.
    public var head: [UInt8] = LedgerEntry.firstHash
    /// In sentences; empty where all is right.
    public var faults: [String] = []

    public init() {}
}

extension MarketplaceStore {
    /// Checks that the books sum to nought, that their chain is whole, that every order's money is where its state says,
    /// that stock is not below nought, and that payments and refunds agree with the ledger. One snapshot from beginning
    /// to end.
    ///
    /// - Complexity: O(lines + orders), with a number an order in memory.
    public func auditTrade() throws -> TradeAudit {
        try translating {
            try pool.read { database in
                var ledger = LedgerAudit()
                try LedgerRows.forEach(database) { ledger.add($0) }
                var audit = TradeAudit()
                audit.lineCount = ledger.lineCount
                audit.head = ledger.head
                audit.faults = ledger.faults(kept: try LedgerRows.balances(database))
                audit.orderCount = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM orders") ?? 0
                try Self.checkHeld(ledger, &audit, database)
                for (sql, sentence) in Self.rules {
                    for id in try Int64.fetchAll(database, sql: sql + " LIMIT 20") {
                        audit.faults.append(sentence.replacing("#", with: "\(id)"))
                    }
                }
                return audit
            }
        }
    }

    /// Disputed orders, the oldest first.
    public func disputedOrders(limit: Int) async throws -> [Order] {
        try await read { database in
            let sql = "SELECT id FROM orders WHERE state = 'disputed' ORDER BY id LIMIT ?"
            return try Int64.fetchAll(database, sql: sql, arguments: [limit]).compactMap {
                try OrderRows.one($0, database)
            }
        }
    }

    /// What operators have done, the newest first.
    public func operatorActs(limit: Int) async throws -> [OperatorAct] {
        try await read { database in
            let sql = "SELECT operator, act, subject, reason, at FROM operator_acts ORDER BY sequence DESC LIMIT ?"
            return try Row.fetchAll(database, sql: sql, arguments: [limit]).map { row in
                OperatorAct(
                    operatorName: row[0], act: row[1], subject: row[2], reason: row[3], atMilliseconds: row[4])
            }
        }
    }

    private static func checkHeld(_ ledger: LedgerAudit, _ audit: inout TradeAudit, _ database: Database) throws {
        var held = ledger.heldByOrder.filter { $0.value != 0 }
        let rows = try Row.fetchCursor(
            database, sql: "SELECT id, price * quantity + shipping_fee FROM orders WHERE \(holdsMoney)")
        while let row = try rows.next() {
            let (id, total): (Int64, Int64) = (row[0], row[1])
            let found = held.removeValue(forKey: id) ?? 0
            if found != total { audit.faults.append("order \(id): \(found) is held for it, not \(total)") }
        }
        for (id, amount) in held { audit.faults.append("order \(id): \(amount) is held for it, and nothing should be") }
    }

    private static let holdsMoney: String = {
        let states = OrderState.allCases.filter(\.holdsMoney).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return "state IN (\(states))"
    }()

    /// What must find no row, and what it means where it does.
    private static let rules: [(sql: String, sentence: String)] = [
        ("SELECT id FROM listings WHERE quantity < 0", "listing #: its stock is below nought"),
        ("SELECT id FROM orders WHERE fee <> 0", "order #: it has a fee, and the market takes none"),
        (
            "SELECT id FROM orders WHERE paid_at IS NOT NULL AND payment_id IS NULL",
            "order #: paid, and no payment says so"
        ),
        (
            """
            SELECT p.id FROM payments p WHERE (p.state = 'requested')
                <> NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.pending_sequence = p.reservation)
            """, "payment #: its reservation in the ledger is not as its state says"
        ),
        (
            """
            SELECT r.id FROM refunds r WHERE (r.state = 'requested')
                <> NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.pending_sequence = r.reservation)
            """, "refund #: its reservation in the ledger is not as its state says"
        ),
        (
            """
            SELECT o.id FROM orders o WHERE o.version
                <> (SELECT COUNT(*) FROM order_history h WHERE h.order_id = o.id)
            """, "order #: its history has gaps"
        ),
    ]
}

// MARK: - Against the provider

extension MarketplaceStore {
    /// Compares every payment and refund with what the provider says of it.
    /// - Parameter provider: The provider's own last word by reference: its state and amount in minor units.
    /// - Returns: What does not agree, in sentences.
    public func reconcile(with provider: [String: (state: String, amountMinor: Int64)]) throws -> [String] {
        try translating {
            try pool.read { database in
                var faults: [String] = []
                var rest = provider
                let payments = try Row.fetchCursor(database, sql: "SELECT id, amount, state FROM payments")
                while let row = try payments.next() {
                    let said = rest.removeValue(forKey: Payment.reference(row[0]))
                    faults += Self.difference("payment", row, said, taken: "captured", kept: "captured")
                }
                let refunds = try Row.fetchCursor(database, sql: "SELECT id, amount, state FROM refunds")
                while let row = try refunds.next() {
                    let said = rest.removeValue(forKey: Refund.reference(row[0]))
                    faults += Self.difference("refund", row, said, taken: "done", kept: "done")
                }
                return faults + rest.keys.sorted().map { "\($0): the provider knows it and this market does not" }
            }
        }
    }

    /// Money has moved for both, or for neither, and as much of it.
    private static func difference(
        _ what: String, _ row: Row, _ said: (state: String, amountMinor: Int64)?, taken: String, kept: String
    ) -> [String] {
        let (id, amount, state): (Int64, Int64, String) = (row[0], row[1], row[2])
        let place = "\(what) \(id)"
        if let said, said.amountMinor != amount {
            return ["\(place): \(amount) here, \(said.amountMinor) at the provider"]
        }
        guard (state == kept) != (said?.state == taken) else { return [] }
        return ["\(place): \(state) here, \(said?.state ?? "unknown") at the provider"]
    }
}
