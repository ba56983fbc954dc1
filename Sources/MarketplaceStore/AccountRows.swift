import Accounts
import GRDB

/// The rows of the table `accounts`.
enum AccountRows {
    private static let columns = "id, username, display_name, created_at"

    /// - Throws: `AccountError.usernameTaken`.
    static func insert(
        username: String, displayName: String, passwordHash: String, atMilliseconds: Int64, _ database: Database
    ) throws -> Account {
        let sql = """
            INSERT INTO accounts (username, display_name, password_hash, created_at)
            SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE username = ?1)
            """
        // ON CONFLICT would use up a number for a name that is taken, and numbers without a row are damage.
        try database.cachedStatement(sql: sql)
            .execute(arguments: [username, displayName, passwordHash, atMilliseconds])
        guard database.changesCount == 1 else { throw AccountError.usernameTaken }
        return Account(
            id: database.lastInsertedRowID, username: username, displayName: displayName,
            createdAtMilliseconds: atMilliseconds)
    }

    static func many(_ ids: [Account.ID], _ database: Database) throws -> [Account] {
        let sql = "SELECT \(columns) FROM accounts WHERE id IN (SELECT value FROM json_each(?))"
        let list = "[" + ids.map(String.init).joined(separator: ",") + "]"
        let found = try Array(Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [list]).map(account))
        try LostRows.check(ids, found: found.lazy.map(\.id), .accounts, database)
        return found
    }

    /// Without those that are lost or damaged: they must not hide what others list.
    static func displayNames(_ ids: [Account.ID], _ database: Database) throws -> [Account.ID: String] {
        let accounts = try StoreDamage.readable(ids) { try many($0, database) }
        return Dictionary(accounts.map { ($0.id, $0.displayName) }) { first, _ in first }
    }

    static func credentials(
        username: String, _ database: Database
    ) throws -> (account: Account, passwordHash: String)? {
        let sql = "SELECT \(columns), password_hash FROM accounts WHERE username = ?"
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [username])
        return try row.map { try (account($0), $0.value(4)) }
    }

    private static func account(_ row: Row) throws -> Account {
        try Account(
            id: row.value(0), username: row.value(1), displayName: row.value(2), createdAtMilliseconds: row.value(3))
    }
}
