import Catalog
import Foundation
import GRDB
import Ledger
import Orders

/// The rows of the ledger and of the balances beside it.
enum LedgerRows {
    private static let columns = """
        sequence, kind, debit, credit, amount, currency, pending_sequence, order_id, link_sequence, at, hash
        """

    static func head(_ database: Database) throws -> LedgerHead? {
        let sql = "SELECT sequence, hash FROM ledger_entries ORDER BY sequence DESC LIMIT 1"
        return try Row.fetchOne(database.cachedStatement(sql: sql)).map { row in
            try LedgerHead(sequence: row.value(0), hash: Array(row.value(1) as Data))
        }
    }

    static func one(_ sequence: Int64, _ database: Database) throws -> LedgerEntry? {
        let sql = "SELECT \(columns) FROM ledger_entries WHERE sequence = ?"
        if let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [sequence]) {
            return try entry(row)
        }
        // Lines are numbered without gaps.
        let last = try head(database)?.sequence ?? 0
        guard sequence < 1 || sequence > last else {
            throw LostRows.lost("the ledger has lost line \(sequence)")
        }
        return nil
    }

    static func isSettled(_ sequence: Int64, _ database: Database) throws -> Bool {
        let sql = "SELECT 1 FROM ledger_entries WHERE pending_sequence = ?"
        return try Int.first(sql, database, [sequence]) != nil
    }

    static func append(_ entry: LedgerEntry, _ database: Database) throws {
        let sql = "INSERT INTO ledger_entries (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        try database.cachedStatement(sql: sql).execute(arguments: [
            entry.sequence, entry.kind.rawValue, entry.debit.description, entry.credit.description,
            entry.amountMinor, entry.currency.code, entry.pendingSequence, entry.orderID, entry.linkSequence,
            entry.atMilliseconds, Data(entry.hash),
        ])
    }

    /// Calls the body with every line, in order.
    static func forEach(_ database: Database, _ body: (LedgerEntry) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            database.makeStatement(sql: "SELECT \(columns) FROM ledger_entries ORDER BY sequence"))
        while let row = try rows.next() { try body(entry(row)) }
    }

    /// A user's lines by falling number.
    static func statement(
        of account: LedgerAccount, beforeSequence: Int64?, limit: Int, _ database: Database
    ) throws -> [LedgerEntry] {
        let sql = """
            SELECT \(columns) FROM ledger_entries WHERE debit = ?1 AND sequence < ?2
            UNION SELECT \(columns) FROM ledger_entries WHERE credit = ?1 AND sequence < ?2
            ORDER BY sequence DESC LIMIT ?3
            """
        return try Row.fetchAll(
            database.cachedStatement(sql: sql),
            arguments: [account.description, beforeSequence ?? .max, max(0, limit)]
        ).map(entry)
    }

    // MARK: - Balances

    static func balance(_ account: LedgerAccount, _ currency: Currency, _ database: Database) throws -> Balance {
        let sql = """
            SELECT debits_posted, credits_posted, debits_pending, credits_pending
            FROM ledger_balances WHERE account = ? AND currency = ?
            """
        let statement = try database.cachedStatement(sql: sql)
        let row = try Row.fetchOne(statement, arguments: [account.description, currency.code])
        if let row { return try balance(row, from: 0) }
        // Nothing has moved yet, or the row is lost: then the lines say so.
        guard try !hasLines(account, currency, database) else {
            throw LostRows.lost("the balance of \(account) in \(currency.code) is lost")
        }
        return Balance()
    }

    /// Whether the newest lines of an account, of either side, have any in a currency.
    private static func hasLines(
        _ account: LedgerAccount, _ currency: Currency, _ database: Database
    ) throws -> Bool {
        try ["debit", "credit"].contains { side in
            let sql = """
                SELECT 1 FROM (
                    SELECT currency FROM ledger_entries WHERE \(side) = ? ORDER BY sequence DESC LIMIT 1000)
                WHERE currency = ? LIMIT 1
                """
            return try Int.first(sql, database, [account.description, currency.code]) != nil
        }
    }

    static func setBalance(
        _ balance: Balance, _ account: LedgerAccount, _ currency: Currency, _ database: Database
    ) throws {
        // What could not be read again is not written.
        guard
            [balance.debitsPosted, balance.creditsPosted, balance.debitsPending, balance.creditsPending]
                .allSatisfy(StoredNumbers.sums.contains)
        else { throw LedgerError.overflow(account) }
        let sql = """
            INSERT OR REPLACE INTO ledger_balances
                (account, currency, debits_posted, credits_posted, debits_pending, credits_pending)
            VALUES (?, ?, ?, ?, ?, ?)
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            account.description, currency.code, balance.debitsPosted, balance.creditsPosted, balance.debitsPending,
            balance.creditsPending,
        ])
    }

    /// All balances; of one account where it is named.
    static func balances(
        of account: LedgerAccount? = nil, _ database: Database
    ) throws -> [LedgerAudit.Key: Balance] {
        let sql = """
            SELECT account, currency, debits_posted, credits_posted, debits_pending, credits_pending
            FROM ledger_balances WHERE ?1 IS NULL OR account = ?1
            """
        let rows = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [account?.description])
        return try Dictionary(
            rows: rows.map { row in
                let key = try LedgerAudit.Key(
                    account: OrderRows.known(row, 0, { LedgerAccount($0) }),
                    currency: OrderRows.known(row, 1, Currency.init(code:)))
                return (key, try balance(row, from: 2))
            })
    }

    private static func balance(_ row: Row, from index: Int) throws -> Balance {
        var balance = Balance()
        balance.debitsPosted = try row.value(index, in: StoredNumbers.sums)
        balance.creditsPosted = try row.value(index + 1, in: StoredNumbers.sums)
        balance.debitsPending = try row.value(index + 2, in: StoredNumbers.sums)
        balance.creditsPending = try row.value(index + 3, in: StoredNumbers.sums)
        return balance
    }

    private static func entry(_ row: Row) throws -> LedgerEntry {
        try LedgerEntry(
            sequence: row.value(0), kind: OrderRows.known(row, 1, LedgerEntry.Kind.init(rawValue:)),
            debit: OrderRows.known(row, 2, { LedgerAccount($0) }),
            credit: OrderRows.known(row, 3, { LedgerAccount($0) }),
            amountMinor: row.value(4, in: OrderLimits.totalMinor),
            currency: OrderRows.known(row, 5, Currency.init(code:)), pendingSequence: row.value(6),
            orderID: row.value(7),
            linkSequence: row.value(8), atMilliseconds: row.value(9), hash: Array(row.value(10) as Data))
    }
}
