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

    static let table = "secrets"

    /// Puts the keys of an attached store, sealed, into a copy that has none.
    /// - Parameter store: The name under which the store is attached.
    static func seal(from store: String, passphrase: String, _ database: Database) throws {
        let keys = try all(database, in: store)
        try insert(sealedName, try SealedKeys.seal(keys, passphrase: passphrase), database)
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

    private static func all(_ database: Database, in schema: String = "main") throws -> [String: [UInt8]] {
        let rows = try Row.fetchAll(database, sql: "SELECT name, value FROM \(schema).\(table)")
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
