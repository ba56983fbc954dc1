import Accounts
import Foundation
import GRDB

/// What became of the market's keys when a backup was restored.
public enum RestoredKeys: Hashable, Sendable {
    /// The backup is of an earlier version and holds them in the clear.
    case inTheClear
    /// The passphrase opened them.
    case opened
    /// The backup holds none, or they were given up: the market makes new ones.
    case new
}

/// The market's keys, which a backup holds under a passphrase or not at all: whoever has them signs credit profiles in the
/// market's name, and tells which account a pseudonym of the public rating logs stands for.
///
/// They are the rows of the table `secrets`. In a backup there is none, or one, `sealed-keys`, with all of them.
enum StoredKeys {
    private static let sealedName = "sealed-keys"
    private static let pseudonymsName = "pseudonyms"

    /// Takes the keys out of a copy, so that not a byte of them is left in its file.
    /// - Parameter passphrase: Seals them; nil leaves them out.
    static func secure(_ copy: DatabaseQueue, passphrase: String?) throws {
        try copy.writeWithoutTransaction { database in
            // No journal keeps on the disk what a page held before.
            try database.execute(
                sql: """
                    PRAGMA journal_mode = DELETE;
                    PRAGMA journal_mode = MEMORY;
                    PRAGMA secure_delete = ON;
                    """)
            try database.inTransaction {
                let keys = try all(database)
                try database.execute(sql: "DELETE FROM secrets")
                if let passphrase {
                    try insert(sealedName, try SealedKeys.seal(keys, passphrase: passphrase), database)
                }
                return .commit
            }
            // Pages keep remnants of what was moved inside them before; this writes all pages anew.
            try database.execute(sql: "VACUUM")
        }
    }

    /// Brings the keys of a copy back.
    /// - Throws: `StoreError.keysAreSealed` where a passphrase is needed, `.wrongPassphrase` where it is another.
    static func bringBack(
        _ copy: DatabaseQueue, passphrase: String?, givesUp: Bool, path: String
    ) throws -> RestoredKeys {
        try copy.write { database in
            let keys = try all(database)
            guard let sealed = keys[sealedName] else {
                if keys[pseudonymsName] != nil { return .inTheClear }
                try makePseudonyms(database)
                return .new
            }
            try database.execute(sql: "DELETE FROM secrets WHERE name = ?", arguments: [sealedName])
            guard let passphrase else {
                guard givesUp else { throw StoreError.keysAreSealed(path: path) }
                try makePseudonyms(database)
                return .new
            }
            do {
                for (name, value) in try SealedKeys.open(sealed, passphrase: passphrase) {
                    try insert(name, value, database)
                }
            } catch SealedKeys.Fault.notOpened {
                throw StoreError.wrongPassphrase(path: path)
            } catch SealedKeys.Fault.notReadable {
                throw StoreError.corrupt(path: path, reason: "its sealed keys cannot be read")
            }
            return .opened
        }
    }

    /// A backup that was only copied into place has no keys: the market would sign with others, and nobody would know.
    /// - Throws: `StoreError.isBackup`.
    static func require(_ database: Database, path: String) throws {
        guard try all(database)[pseudonymsName] != nil else { throw StoreError.isBackup(path: path) }
    }

    private static func makePseudonyms(_ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO secrets (name, value) VALUES (?, randomblob(32))", arguments: [pseudonymsName])
    }

    private static func all(_ database: Database) throws -> [String: [UInt8]] {
        let rows = try Row.fetchAll(database, sql: "SELECT name, value FROM secrets")
        return try Dictionary(
            rows: rows.map { row in
                let value: Data = try row.value(1)
                return try (row.value(0), Array(value))
            })
    }

    private static func insert(_ name: String, _ value: [UInt8], _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO secrets (name, value) VALUES (?, ?)", arguments: [name, Data(value)])
    }
}
