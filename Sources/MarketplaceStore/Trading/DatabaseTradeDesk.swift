import Catalog
import GRDB
import Ledger
import Orders

/// The rows of trading and of ratings in one transaction of the database.
final class DatabaseTradeDesk: TradeDesk {
    let database: Database

    init(_ database: Database) { self.database = database }

    // MARK: - Listings

    func listing(_ id: Listing.ID) throws -> Listing? { try ListingReads.one(id, database) }

    func setQuantity(_ quantity: Int, of listing: Listing, atMilliseconds: Int64) throws {
        // The version goes up: a seller who changes what they saw before the sale is told to look again.
        let sql = "UPDATE listings SET quantity = ?, version = version + 1, updated_at = ? WHERE id = ? AND version = ?"
        try database.cachedStatement(sql: sql).execute(arguments: [
            quantity, atMilliseconds, listing.id, listing.version,
        ])
        try Changes.append(listing.id, database)
    }

    // MARK: - Orders

    func order(_ id: Order.ID) throws -> Order? { try OrderRows.one(id, database) }

    func insert(_ order: Order) throws -> Order {
        let values = OrderRows.fixedValues(order) + OrderRows.changingValues(order)
        try database.cachedStatement(sql: OrderRows.insertSQL).execute(arguments: StatementArguments(values))
        var order = order
        order.id = database.lastInsertedRowID
        return order
    }

    func update(_ order: Order) throws {
        let values = OrderRows.changingValues(order) + [order.id, order.version - 1]
        try database.cachedStatement(sql: OrderRows.updateSQL).execute(arguments: StatementArguments(values))
        guard database.changesCount == 1 else {
            throw DatabaseError(resultCode: .SQLITE_ABORT, message: "order \(order.id) has changed meanwhile")
        }
    }

    func setDeadline(_ milliseconds: Int64, of order: Order) throws {
        try database.cachedStatement(sql: "UPDATE orders SET deadline = ? WHERE id = ?")
            .execute(arguments: [milliseconds, order.id])
    }

    func unpaidHolds(of buyerID: Int64) throws -> [StockHold] { try HoldRows.unpaid(of: buyerID, database) }

    func lapsedHolds(of buyerID: Int64, sinceMilliseconds: Int64) throws -> [LapsedHold] {
        try HoldRows.lapsed(of: buyerID, sinceMilliseconds: sinceMilliseconds, database)
    }

    func record(_ line: OrderHistoryLine) throws {
        let sql = """
            INSERT INTO order_history (order_id, version, event, actor, state, note, at) VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            line.orderID, line.version, line.event, line.actor.rawValue, line.state.rawValue, line.note,
            line.atMilliseconds,
        ])
    }

    func record(_ act: OperatorAct) throws {
        let sql = "INSERT INTO operator_acts (operator, act, subject, reason, at) VALUES (?, ?, ?, ?, ?)"
        try database.cachedStatement(sql: sql).execute(arguments: [
            act.operatorName, act.act, act.subject, act.reason, act.atMilliseconds,
        ])
    }

    // MARK: - The clock

    func clockRecord() throws -> ClockRecord? { try ClockRows.record(database) }
    func write(_ record: ClockRecord) throws { try ClockRows.write(record, database) }
    func moveDeadlines(byMilliseconds: Int64) throws {
        try ClockRows.moveDeadlines(byMilliseconds: byMilliseconds, database)
    }

    // MARK: - Payments

    func payment(_ id: Payment.ID) throws -> Payment? { try PaymentRows.one(id, database) }
    func payment(ofOrder orderID: Order.ID) throws -> Payment? { try PaymentRows.newest(ofOrder: orderID, database) }
    func insert(_ payment: Payment) throws -> Payment { try PaymentRows.insert(payment, database) }
    func update(_ payment: Payment) throws { try PaymentRows.update(payment, database) }
    func refund(_ id: Refund.ID) throws -> Refund? { try RefundRows.one(id, database) }
    func refunds(ofOrder orderID: Order.ID) throws -> [Refund] { try RefundRows.ofOrder(orderID, database) }
    func insert(_ refund: Refund) throws -> Refund { try RefundRows.insert(refund, database) }
    func update(_ refund: Refund) throws { try RefundRows.update(refund, database) }

    // MARK: - The ledger

    func balance(of account: LedgerAccount, in currency: Currency) throws -> Balance {
        try LedgerRows.balance(account, currency, database)
    }

    func setBalance(_ balance: Balance, of account: LedgerAccount, in currency: Currency) throws {
        try LedgerRows.setBalance(balance, account, currency, database)
    }

    func ledgerHead() throws -> LedgerHead? { try LedgerRows.head(database) }
    func ledgerEntry(_ sequence: Int64) throws -> LedgerEntry? { try LedgerRows.one(sequence, database) }
    func isSettled(_ pendingSequence: Int64) throws -> Bool { try LedgerRows.isSettled(pendingSequence, database) }
    func append(_ entry: LedgerEntry) throws { try LedgerRows.append(entry, database) }
}
