import GRDB

/// Finds rows that have to be there and are not.
///
/// A page of the file that was overwritten can read as one with fewer rows. Accounts, listings, orders, payments and refunds
/// are never deleted, and their numbers are given once, in order: a number that was given and has no row is damage, and
/// must not be taken for "there is no such thing".
enum LostRows {
    enum Table: String, CaseIterable {
        case accounts, listings, orders, payments, refunds
    }

    /// Called where a row was looked for and not found.
    /// - Throws: `DatabaseError` with `SQLITE_CORRUPT` where its number was given.
    static func check(_ id: Int64, _ table: Table, _ database: Database) throws {
        guard id > 0, try id <= newest(table, database), try !isGap(id, table, database) else { return }
        throw lost("\(table.rawValue) has lost the row \(id)")
    }

    /// The same for many: those of `ids` that are not among `found`.
    static func check(
        _ ids: [Int64], found: some Sequence<Int64>, _ table: Table, _ database: Database
    ) throws {
        let missing = Set(ids).subtracting(found)
        guard !missing.isEmpty else { return }
        let newest = try newest(table, database)
        for id in missing where id > 0 && id <= newest { try check(id, table, database) }
    }

    /// The last number that was given.
    static func newest(_ table: Table, _ database: Database) throws -> Int64 {
        let given = "SELECT seq FROM sqlite_sequence WHERE name = ?"
        if let newest = try Int64.first(given, database, [table.rawValue]) { return newest }
        // Before its first row a table has no number; a damaged page may have lost it.
        return try Int64.first("SELECT MAX(id) FROM \(table.rawValue)", database) ?? 0
    }

    private static func isGap(_ id: Int64, _ table: Table, _ database: Database) throws -> Bool {
        guard table == .accounts else { return false }
        let sql = "SELECT last FROM account_gaps WHERE first <= ? ORDER BY first DESC LIMIT 1"
        return try (Int64.first(sql, database, [id]) ?? 0) >= id
    }

    static func lost(_ reason: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: reason)
    }

    // MARK: Looking through everything

    /// What is missing in the whole file, in sentences.
    /// - Complexity: O(rows).
    static func all(_ database: Database) throws -> [String] {
        var faults: [String] = []
        for table in Table.allCases {
            let count = try Int64.first("SELECT COUNT(*) FROM \(table.rawValue) NOT INDEXED", database) ?? 0
            let gaps = table == .accounts ? try gapCount(database) : 0
            let given = try newest(table, database)
            if count + gaps != given {
                faults.append("\(table.rawValue): \(given - gaps) rows were written and \(count) are there")
            }
        }
        let (changes, listings) = try (
            Int64.first("SELECT COUNT(*) FROM listing_changes NOT INDEXED", database) ?? 0,
            Int64.first("SELECT COUNT(*) FROM listings NOT INDEXED", database) ?? 0
        )
        if changes != listings { faults.append("listing_changes: \(changes) rows for \(listings) listings") }
        return faults
    }

    private static func gapCount(_ database: Database) throws -> Int64 {
        try Int64.first("SELECT SUM(last - first + 1) FROM account_gaps", database) ?? 0
    }
}
