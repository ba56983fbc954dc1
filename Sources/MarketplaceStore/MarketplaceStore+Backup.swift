import Foundation
import GRDB

extension MarketplaceStore {
    /// Writes a copy of the store as it stands into one file, while reads and writes go on.
    ///
    /// It is made beside its place, checked, synced, and then renamed: the path holds a whole backup or nothing.
    /// - Parameter passphrase: Seals the market's keys in the copy; nil leaves them out.
    /// - Throws: `StoreError.exists` where something is at the path already; `StoreError.noRoom` where the disk there has
    ///   too little room, before anything is written; `StoreError.corrupt` where the store is damaged.
    ///
    /// One that is killed leaves a file that ends in `.part` beside the path, without keys; the next one to the path removes it.
    /// - Complexity: O(bytes of the store), twice: copied, checked. As many bytes on the disk of the destination.
    public func backup(to destination: String, passphrase: String? = nil) throws {
        try NewFile.write(at: destination, byteCount: try byteCount()) { temporary in
            try Self.finish(try copy(to: temporary, passphrase: passphrase))
        }
    }

    /// - Throws: `StoreError.corrupt` with this store's path, not that of the copy, where it is damaged.
    private func copy(to temporary: String, passphrase: String?) throws -> DatabaseQueue {
        do { return try StoreCopy.make(of: path, at: temporary, passphrase: passphrase) } catch let error
            as DatabaseError
        {
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: throw StoreError(error, path: path)
            // Every row was within its table's rules when it was written.
            case .SQLITE_CONSTRAINT: throw StoreError(LostRows.lost(error.message ?? "\(error)"), path: path)
            default: throw error
            }
        }
    }

    /// Puts a backup in the place of a store that is not there (any more), after checking every page of it.
    /// - Parameters:
    ///   - passphrase: Opens the keys that are sealed in the backup.
    ///   - givesUpKeys: Whether sealed keys may be given up for new ones, where there is no passphrase.
    /// - Throws: `StoreError.exists` where a store is at the path already, `.corrupt` or `.tooNew` where the backup is not
    ///   fit, `.keysAreSealed` and `.wrongPassphrase`.
    @discardableResult
    public static func restore(
        from backup: String, to path: String, passphrase: String? = nil, givesUpKeys: Bool = false
    ) throws -> RestoredKeys {
        for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            throw StoreError.exists(path: path + suffix)
        }
        let source = try fitBackup(at: backup)
        let attributes = try? FileManager.default.attributesOfItem(atPath: backup)
        var keys = RestoredKeys.new
        try NewFile.write(at: path, byteCount: attributes?[.size] as? Int ?? 0) { temporary in
            let copy = try DatabaseQueue(path: temporary)
            try source.backup(to: copy)
            keys = try StoredKeys.bringBack(copy, passphrase: passphrase, givesUp: givesUpKeys, path: backup)
            try finish(copy)
        }
        return keys
    }

    /// Of all pages, those in the WAL among them.
    public func byteCount() throws -> Int {
        try readBlocking { database in
            let pages = try Int.first("PRAGMA page_count", database) ?? 0
            return pages * (try Int.first("PRAGMA page_size", database) ?? 0)
        }
    }

    private static func fitBackup(at path: String) throws -> DatabaseQueue {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let source = try DatabaseQueue(path: path, configuration: configuration)
            try source.read { try requireFit($0, path: path) }
            return source
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Reads every page and index, and checks that every row points to rows that exist.
    /// - Returns: What is wrong, a sentence each; empty where all is well.
    /// - Complexity: O(bytes of the store).
    public func integrityCheck() throws -> [String] {
        try readBlocking(Self.damages)
    }

    private static func damages(_ database: Database) throws -> [String] {
        let answers = try String.all("PRAGMA integrity_check", database).filter { $0 != "ok" }
        let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
            let table: String = try row.value(0)
            let parent: String = try row.value(2)
            return "a row of \(table) points to a row of \(parent) that is missing"
        }
        // Another program's database, or one of an older version, has no such tables.
        let isOfThisVersion = try Schema.isStore(database) && Schema.migrator.hasCompletedMigrations(database)
        return try answers + orphans + (isOfThisVersion ? LostRows.all(database) : [])
    }

    private static func requireFit(_ database: Database, path: String) throws {
        if let damage = try damages(database).first { throw StoreError.corrupt(path: path, reason: damage) }
        guard try Schema.isStore(database) else {
            throw StoreError.corrupt(path: path, reason: "it holds no marketplace")
        }
        guard try !Schema.isTooNew(database) else { throw StoreError.tooNew(path: path) }
    }

    /// As one file without a WAL beside it, checked.
    private static func finish(_ copy: DatabaseQueue) throws {
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.read { try requireFit($0, path: copy.path) }
        try copy.close()
    }
}
