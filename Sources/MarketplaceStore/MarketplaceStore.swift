import Foundation
import GRDB
import PrivateFiles

/// The marketplace's rows in one SQLite file: the only room with SQL.
///
/// A write that has returned has been synced to the disk (`synchronous=FULL` in WAL mode, sqlite.org/pragma.html):
/// it outlives a crash of the process and of the machine. Reads run beside each other and beside the writer, each on a
/// snapshot of its own.
public final class MarketplaceStore: Sendable {
    /// How a store is opened.
    public struct Options: Sendable {
        /// Connections that read at the same time.
        public var maxReaders: Int
        /// How long to wait for another process that writes.
        public var busyTimeoutSeconds: Double

        public init(maxReaders: Int = 8, busyTimeoutSeconds: Double = 10) {
            self.maxReaders = maxReaders
            self.busyTimeoutSeconds = busyTimeoutSeconds
        }
    }

    /// Where the file is.
    public let path: String
    let pool: DatabasePool
    let writes: GroupCommit
    let signal: ChangeSignal

    /// Opens the file, makes it where it is missing, and brings its tables up to this version.
    /// - Throws: `StoreError`, with the path.
    public init(path: String, options: Options = .init()) throws {
        self.path = path
        do {
            pool = try Self.openPool(path: path, options: options)
            try Schema.migrate(pool)
            try pool.read { try StoredKeys.require($0, path: path) }
            signal = ChangeSignal(sequence: try pool.read(Changes.lastSequence))
        } catch {
            throw StoreError(error, path: path)
        }
        writes = GroupCommit(pool: pool, path: path, signal: signal)
    }

    /// Writes and commits of this process since the store was opened. A commit is one sync of the disk for all writes that
    /// waited for it.
    public var writeCounts: (writes: Int, commits: Int) {
        let counted = writes.counted
        return (counted.writes, counted.commits)
    }

    /// Closes the file. Writes that are under way are waited for.
    public func close() throws {
        try translating { try pool.close() }
    }

    private static func openPool(path: String, options: Options) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = max(1, options.maxReaders)
        configuration.busyMode = .timeout(options.busyTimeoutSeconds)
        configuration.label = "marketplace"
        configuration.prepareDatabase { database in
            // No mmap_size: a failing disk would end the process instead of giving an error (sqlite.org/mmap.html). The
            // WAL goes back into the file every 32 MiB: a bulk load is a fifth faster than with SQLite's 4.
            try database.execute(
                sql: """
                    PRAGMA cache_size = -16384;
                    PRAGMA wal_autocheckpoint = 8000;
                    PRAGMA journal_size_limit = 67108864;
                    """)
        }
        // SQLite gives the files beside the store the store's own mode, and a new store the one of the umask.
        if try !PrivateFiles.create(path) {
            for suffix in ["", "-wal", "-shm"] { PrivateFiles.narrow(path + suffix) }
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // After opening, since the pool itself sets NORMAL, which may lose the last commits when the power fails.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return pool
    }
}

// MARK: - Reading and writing

extension MarketplaceStore {
    func translating<Value>(_ work: () throws -> Value) throws -> Value {
        do { return try work() } catch { throw StoreError.translated(error, path: path) }
    }

    func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await pool.read(work) } catch { throw StoreError.translated(error, path: path) }
    }

    func write<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await writes.run(work)
    }
}
