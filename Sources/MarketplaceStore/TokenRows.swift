import Accounts
import Foundation
import GRDB

/// The rows of the table `tokens`.
enum TokenRows {
    /// Keeps a token, and forgets those that had expired by then: nobody can use them any more.
    static func insert(_ token: TokenRecord, _ database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM tokens WHERE expires_at <= ?")
            .execute(arguments: [token.createdAtMilliseconds])
        let sql = "INSERT INTO tokens (hash, account_id, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?)"
        let scopes = token.scopes.map(\.rawValue).sorted().joined(separator: " ")
        try database.cachedStatement(sql: sql).execute(
            arguments: [
                Data(token.hash), token.accountID, scopes, token.createdAtMilliseconds, token.expiresAtMilliseconds,
            ])
    }

    static func one(hash: Data, _ database: Database) throws -> TokenRecord? {
        let sql = "SELECT hash, account_id, scopes, created_at, expires_at FROM tokens WHERE hash = ?"
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [hash])
        return try row.map { row in
            let hash: Data = try row.value(0)
            let scopes: String = try row.value(2)
            return try TokenRecord(
                hash: Array(hash), accountID: row.value(1),
                scopes: Set(scopes.split(separator: " ").compactMap { Scope(rawValue: String($0)) }),
                createdAtMilliseconds: row.value(3), expiresAtMilliseconds: row.value(4))
        }
    }

    static func delete(hash: Data, _ database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM tokens WHERE hash = ?").execute(arguments: [hash])
    }
}
