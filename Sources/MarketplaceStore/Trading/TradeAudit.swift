import GRDB
public import Ledger
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
    /// - Parameter kept: A line's number and hash from before, which has to be in the chain still.
    public func auditTrade(kept: LedgerHead? = nil) throws -> TradeAudit {
        try readBlocking { database in
            var ledger = LedgerAudit()
            var audit = TradeAudit()
            var hasKept = kept == nil
            try LedgerRows.forEach(database) { entry in
                ledger.add(entry)
                if let kept, entry.sequence == kept.sequence { hasKept = entry.hash == kept.hash }
            }
            audit.lineCount = ledger.lineCount
            audit.head = ledger.head
            audit.faults = ledger.faults(kept: try LedgerRows.balances(database))
            if let kept, !hasKept { audit.faults.append("line \(kept.sequence) is not the one that was kept") }
            audit.orderCount = try Int.first("SELECT COUNT(*) FROM orders", database) ?? 0
            try Self.checkMoney(ledger, &audit, database)
            for (sql, sentence) in Self.rules {
                for id in try Int64.all(sql + " LIMIT 20", database) {
                    audit.faults.append(sentence.replacing("#", with: "\(id)"))
                }
            }
            return audit
        }
    }

    /// Disputed orders, the oldest first.
    public func disputedOrders(limit: Int) async throws -> [Order] {
        try await read { database in
            let sql = "SELECT id FROM orders WHERE state = 'disputed' ORDER BY id LIMIT ?"
            return try Int64.all(sql, database, [limit]).compactMap {
                try OrderRows.one($0, database)
            }
        }
    }

    /// What operators have done, the newest first.
    public func operatorActs(limit: Int) async throws -> [OperatorAct] {
        try await read { database in
            let sql = "SELECT operator, act, subject, reason, at FROM operator_acts ORDER BY sequence DESC LIMIT ?"
            return try Row.fetchAll(database, sql: sql, arguments: [limit]).map { row in
                try OperatorAct(
                    operatorName: row.value(0), act: row.value(1), subject: row.value(2), reason: row.value(3),
                    atMilliseconds: row.value(4))
            }
        }
    }

    /// Every order's money is held, or has gone where its end says, to the cent.
    private static func checkMoney(_ ledger: LedgerAudit, _ audit: inout TradeAudit, _ database: Database) throws {
        var rest = ledger.orders
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT id, price * quantity + shipping_fee, state, refunded, buyer_id, seller_id, paid_at IS NOT NULL
                FROM orders
                """)
        while let row = try rows.next() {
            let (id, total, refunded, isPaid): (Int64, Int64, Int64, Bool) = try (
                row.value(0), row.value(1), row.value(3), row.value(6)
            )
            let state = try OrderRows.known(row, 2, OrderState.init(rawValue:))
            let money = rest.removeValue(forKey: id) ?? OrderMoney()
            let hasEnded = isPaid && state.isFinal
            let expected = try [
                ("is held for it", money.heldMinor, state.holdsMoney ? total : 0),
                ("went to its buyer", money.minor(to: .user(row.value(4))), hasEnded ? refunded : 0),
                ("went to its seller", money.minor(to: .user(row.value(5))), hasEnded ? total - refunded : 0),
                ("left escrow for it", money.leftMinor, hasEnded ? total : 0),
                ("is to be refunded by its state", refunded, refund(of: state, total, refunded, isPaid)),
            ]
            for (what, found, right) in expected where found != right {
                audit.faults.append("order \(id), \(state.rawValue): \(found) \(what), not \(right)")
            }
        }
        for id in rest.keys.sorted() { audit.faults.append("order \(id): the ledger knows it, and there is none") }
    }

    /// What an order in that state may have given back.
    private static func refund(of state: OrderState, _ total: Int64, _ refunded: Int64, _ isPaid: Bool) -> Int64 {
        switch state {
        case .cancelled: isPaid ? total : 0
        case .refunded: min(max(refunded, 1), total)
        case .resolved: min(max(refunded, 0), total)
        case .created, .paid, .shipped, .completed, .refundRequested, .disputed: 0
        }
    }

    /// What must find no row, and what it means where it does.
    private static let rules: [(sql: String, sentence: String)] = [
        ("SELECT id FROM listings WHERE quantity < 0", "listing #: its stock is below nought"),
        ("SELECT id FROM orders WHERE fee <> 0", "order #: it has a fee, and the market takes none"),
        (
            "SELECT id FROM orders WHERE paid_at IS NOT NULL AND payment_id IS NULL",
            "order #: paid, and no payment says so"
        ),
        (
            reservations(
                "payments", buyerSide: "credit",
                """
                WHEN 'captured' THEN e.kind IS 'post' OR e.kind IS NOT NULL AND EXISTS (
                    SELECT 1 FROM ledger_entries t
                    WHERE t.credit = r.credit AND t.debit = 'outside' AND t.kind = 'transfer'
                        AND t.order_id = p.order_id AND t.amount = p.amount AND t.sequence > e.sequence)
                ELSE e.kind IN ('void', 'expire')
                """), "payment #: the ledger is not as its state says"
        ),
        (
            reservations("refunds", buyerSide: "debit", "WHEN 'done' THEN e.kind IS 'post' ELSE e.kind IS 'void'"),
            "refund #: the ledger is not as its state says"
        ),
        (
            """
            SELECT o.id FROM orders o WHERE o.version
                <> (SELECT COUNT(*) FROM order_history h WHERE h.order_id = o.id)
            """, "order #: its history has gaps"
        ),
    ]

    /// Finds what moves money of a buyer under a reservation that is another than it says, or has ended otherwise.
    /// - Parameters:
    ///   - table: `p` in the query; its reservation is `r` and what ended that `e`, both lines of the ledger.
    ///   - ends: How reservations have ended, by the states besides `requested`.
    private static func reservations(_ table: String, buyerSide: String, _ ends: String) -> String {
        """
        SELECT p.id FROM \(table) p
        JOIN orders o ON o.id = p.order_id
        LEFT JOIN ledger_entries r ON r.sequence = p.reservation
        LEFT JOIN ledger_entries e ON e.pending_sequence = p.reservation
        WHERE r.kind IS NOT 'pending' OR r.amount <> p.amount OR r.currency <> p.currency
            OR r.order_id IS NOT p.order_id OR r.\(buyerSide) <> 'user:' || o.buyer_id
            OR NOT CASE p.state WHEN 'requested' THEN e.kind IS NULL \(ends) END
        """
    }
}

// MARK: - Against the provider

extension MarketplaceStore {
    /// Compares every payment and refund with what the provider says of it.
    /// - Parameter provider: The provider's own last word by reference: its state and amount in minor units.
    /// - Returns: What does not agree, in sentences.
    public func reconcile(with provider: [String: (state: String, amountMinor: Int64)]) throws -> [String] {
        try readBlocking { database in
            var faults: [String] = []
            var rest = provider
            let payments = try Row.fetchCursor(database, sql: "SELECT reference, amount, state FROM payments")
            while let row = try payments.next() {
                let said = try rest.removeValue(forKey: row.value(0))
                faults += try Self.difference(row, said, moved: "captured")
            }
            let refunds = try Row.fetchCursor(database, sql: "SELECT reference, amount, state FROM refunds")
            while let row = try refunds.next() {
                let said = try rest.removeValue(forKey: row.value(0))
                faults += try Self.difference(row, said, moved: "done")
            }
            return faults + rest.keys.sorted().map { "\($0): the provider knows it and this market does not" }
        }
    }

    /// Money has moved for both, or for neither, and as much of it.
    private static func difference(
        _ row: Row, _ said: (state: String, amountMinor: Int64)?, moved: String
    ) throws -> [String] {
        let (place, amount, state): (String, Int64, String) = try (row.value(0), row.value(1), row.value(2))
        if let said, said.state == moved, said.amountMinor != amount {
            return ["\(place): \(amount) here, \(said.amountMinor) at the provider"]
        }
        guard (state == moved) != (said?.state == moved) else { return [] }
        return ["\(place): \(state) here, \(said?.state ?? "unknown") at the provider"]
    }
}
