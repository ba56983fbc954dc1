import Catalog
import GRDB
import Orders

/// How payments and refunds stand in their rows.
enum PaymentRows {
    private static let columns =
        "id, order_id, amount, currency, state, reservation, created_at, next_attempt_at, attempts, reference"

    static func insert(_ payment: Payment, _ database: Database) throws -> Payment {
        let sql = """
            INSERT INTO payments
                (order_id, amount, currency, state, reservation, created_at, next_attempt_at, attempts, reference)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            payment.orderID, payment.amount.amountMinor, payment.amount.currency.code, payment.state.rawValue,
            payment.reservation, payment.createdAtMilliseconds, payment.nextAttemptAtMilliseconds,
            payment.attemptCount, payment.reference,
        ])
        var payment = payment
        payment.id = database.lastInsertedRowID
        return payment
    }

    static func update(_ payment: Payment, _ database: Database) throws {
        let sql = "UPDATE payments SET state = ?, next_attempt_at = ?, attempts = ? WHERE id = ?"
        try database.cachedStatement(sql: sql).execute(arguments: [
            payment.state.rawValue, payment.nextAttemptAtMilliseconds, payment.attemptCount, payment.id,
        ])
    }

    static func one(_ id: Payment.ID, _ database: Database) throws -> Payment? {
        let found = try all("WHERE id = ?", [id], database).first
        if found == nil { try LostRows.check(id, .payments, database) }
        return found
    }

    static func one(reference: String, _ database: Database) throws -> Payment? {
        try all("WHERE reference = ?", [reference], database).first
    }

    static func newest(ofOrder id: Order.ID, _ database: Database) throws -> Payment? {
        try all("WHERE order_id = ? ORDER BY id DESC LIMIT 1", [id], database).first
    }

    /// By the index alone: a row that cannot be read must not keep the others waiting.
    static func due(atMilliseconds: Int64, limit: Int, _ database: Database) throws -> [Payment.ID] {
        let sql = """
            SELECT id FROM payments WHERE state = 'requested' AND next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ?
            """
        return try Int64.all(sql, database, [atMilliseconds, limit])
    }

    private static func all(
        _ condition: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> [Payment] {
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM payments \(condition)")
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            // A payment whose reference is lost must not get a new one: the provider would be asked twice.
            var payment = try Payment(
                id: row.value(0), reference: row.value(9) as String, orderID: row.value(1),
                amount: Money(
                    amountMinor: row.value(2, in: OrderLimits.totalMinor),
                    currency: OrderRows.known(row, 3, Currency.init(code:))),
                reservation: row.value(5), createdAtMilliseconds: row.value(6), nextAttemptAtMilliseconds: row.value(7))
            payment.state = try OrderRows.known(row, 4, Payment.State.init(rawValue:))
            payment.attemptCount = try row.value(8)
            return payment
        }
    }
}

enum RefundRows {
    private static let columns = """
        id, payment_id, order_id, amount, currency, state, reservation, created_at, next_attempt_at, attempts, reference
        """

    static func insert(_ refund: Refund, _ database: Database) throws -> Refund {
        let sql = """
            INSERT INTO refunds
                (payment_id, order_id, amount, currency, state, reservation, created_at, next_attempt_at, attempts,
                 reference)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            refund.paymentID, refund.orderID, refund.amount.amountMinor, refund.amount.currency.code,
            refund.state.rawValue, refund.reservation, refund.createdAtMilliseconds,
            refund.nextAttemptAtMilliseconds, refund.attemptCount, refund.reference,
        ])
        var refund = refund
        refund.id = database.lastInsertedRowID
        return refund
    }

    static func update(_ refund: Refund, _ database: Database) throws {
        let sql = "UPDATE refunds SET state = ?, next_attempt_at = ?, attempts = ? WHERE id = ?"
        try database.cachedStatement(sql: sql).execute(arguments: [
            refund.state.rawValue, refund.nextAttemptAtMilliseconds, refund.attemptCount, refund.id,
        ])
    }

    static func one(_ id: Refund.ID, _ database: Database) throws -> Refund? {
        let found = try all("WHERE id = ?", [id], database).first
        if found == nil { try LostRows.check(id, .refunds, database) }
        return found
    }

    static func one(reference: String, _ database: Database) throws -> Refund? {
        try all("WHERE reference = ?", [reference], database).first
    }

    /// Refused, and nobody has asked for them anew; the oldest first.
    static func refused(limit: Int, _ database: Database) throws -> [Refund] {
        try all("WHERE state = 'refused' ORDER BY id LIMIT ?", [limit], database)
    }

    static func ofOrder(_ id: Order.ID, _ database: Database) throws -> [Refund] {
        try all("WHERE order_id = ? ORDER BY id", [id], database)
    }

    /// By the index alone: a row that cannot be read must not keep the others waiting.
    static func due(atMilliseconds: Int64, limit: Int, _ database: Database) throws -> [Refund.ID] {
        let sql = """
            SELECT id FROM refunds WHERE state = 'requested' AND next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ?
            """
        return try Int64.all(sql, database, [atMilliseconds, limit])
    }

    private static func all(
        _ condition: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> [Refund] {
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM refunds \(condition)")
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            var refund = try Refund(
                id: row.value(0), reference: row.value(10) as String, paymentID: row.value(1), orderID: row.value(2),
                amount: Money(
                    amountMinor: row.value(3, in: OrderLimits.totalMinor),
                    currency: OrderRows.known(row, 4, Currency.init(code:))),
                reservation: row.value(6), createdAtMilliseconds: row.value(7), nextAttemptAtMilliseconds: row.value(8))
            refund.state = try OrderRows.known(row, 5, Refund.State.init(rawValue:))
            refund.attemptCount = try row.value(9)
            return refund
        }
    }
}
