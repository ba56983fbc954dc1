import Accounts
import Foundation
import GRDB

/// The rows of the table `devices`.
enum DeviceRows {
    static let schema = """
        CREATE TABLE devices (
            hash BLOB PRIMARY KEY NOT NULL,
            account_id INTEGER NOT NULL REFERENCES accounts (id),
            used_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX devices_by_account ON devices (account_id, used_at);
        """

    /// Keeps a device, and forgets those of its account that have expired or are one too many.
    static func keep(_ device: DeviceRecord, most: Int, _ database: Database) throws {
        let insert = """
            INSERT INTO devices (hash, account_id, used_at, expires_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (hash) DO UPDATE SET used_at = excluded.used_at, expires_at = excluded.expires_at
            """
        try database.cachedStatement(sql: insert).execute(
            arguments: [
                Data(device.hash), device.accountID, device.usedAtMilliseconds, device.expiresAtMilliseconds,
            ])
        let delete = """
            DELETE FROM devices WHERE account_id = :account AND hash <> :hash AND hash NOT IN (
                SELECT hash FROM devices WHERE account_id = :account AND hash <> :hash AND expires_at > :now
                ORDER BY used_at DESC, hash LIMIT :others)
            """
        try database.cachedStatement(sql: delete).execute(
            arguments: [
                "account": device.accountID, "hash": Data(device.hash), "now": device.usedAtMilliseconds,
                "others": max(0, most - 1),
            ])
    }

    static func one(hash: Data, _ database: Database) throws -> DeviceRecord? {
        let sql = "SELECT hash, account_id, used_at, expires_at FROM devices WHERE hash = ?"
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [hash])
        return try row.map { row in
            let hash: Data = try row.value(0)
            return try DeviceRecord(
                hash: Array(hash), accountID: row.value(1), usedAtMilliseconds: row.value(2),
                expiresAtMilliseconds: row.value(3))
        }
    }
}
