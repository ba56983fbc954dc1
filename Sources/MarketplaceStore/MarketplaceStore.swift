import Foundation
import GRDB
import Locking
import PrivateFiles
import Scheduling

/// The marketplace's rows in one SQLite file: the only room with SQL.
///
/// A write that has returned has been synced to the disk (`synchronous=FULL` in WAL mode, sqlite.org/pragma.html):
/// it outlives a crash of the process and of the machine. Reads run beside each other and beside the writer, each on a
/// snapshot of its own.
public final class MarketplaceStore: Sendable {
    /// How a store is opened.
    public struct Options: Sendable {
        /// Threads that read for async code, each with a connection of its own.
        public var maxReaders: Int
        /// Reads that may wait for one of them.
        public var maxWaitingReads: Int
        /// How long to wait for another process that writes.
        public var busyTimeoutSeconds: Double
        /// Whether the tables of an older version are brought up to this one. A server of that version that still runs would
        /// go on writing by its own rules, so whoever only looks does not.
        public var migrates: Bool

        public init(
            maxReaders: Int = 8, maxWaitingReads: Int = 4_096, busyTimeoutSeconds: Double = 5, migrates: Bool = true
        ) {
            self.migrates = migrates
            self.maxReaders = maxReaders
            self.maxWaitingReads = maxWaitingReads
            self.busyTimeoutSeconds = busyTimeoutSeconds
        }
    }

    /// Where the file is.
    public let path: String
    let pool: DatabasePool
    private let readers: WorkerThreads
    private let maxWaitingReads: Int
    private let reads = Locked(0)
    let writes: GroupCommit
    let signal: ChangeSignal

    /// Opens the file, makes it where it is missing, and brings its tables up to this version.
    /// - Throws: `StoreError`, with the path; `.tooOld` where its tables are of an older version and `migrates` is false.
    ///   Then nothing has been written.
    public init(path: String, options: Options = .init()) throws {
        self.path = path
        maxWaitingReads = options.maxWaitingReads
        readers = WorkerThreads(label: "store.reader", count: max(1, options.maxReaders))
        do {
            try Self.requireContent(path)
            pool = try Self.openPool(path: path, options: options)
            try Schema.bringUp(pool, migrates: options.migrates)
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

    /// Closes the file. Writes that are under way are waited for. Blocks.
    public func close() throws {
        BlockingRule.assertMayBlock()
        try translating { try pool.close() }
    }

    /// SQLite takes an empty file for a new database: a store that was emptied would come back as an empty market.
    private static func requireContent(_ path: String) throws {
        guard isEmpty(path) else { return }
        throw StoreError.corrupt(
            path: path, reason: "the file is empty; put a backup in its place, or remove it to begin a new market")
    }

    private static func isEmpty(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int == 0
    }

    private static func openPool(path: String, options: Options) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        // Some more for threads that read by themselves: a long scan must not keep a reader waiting.
        configuration.maximumReaderCount = max(1, options.maxReaders) + 4
        configuration.busyMode = .timeout(options.busyTimeoutSeconds)
        configuration.label = "marketplace"
        let history = UUID().uuidString
        configuration.prepareDatabase { database in
            database.add(function: Changes.historyFunction(history))
            // What is read often is in the system's cache of the file; each connection has the upper pages of the trees
            // beside. A dozen large caches would grow with the store for hours.
            let cacheKibibytes = database.configuration.readonly ? 2_048 : 8_192
            // A page whose cells overlap is an error when it is read, not when it is written to.
            // No mmap_size: a failing disk would end the process instead of giving an error (sqlite.org/mmap.html). The
            // WAL goes back into the file every 32 MiB: a bulk load is a fifth faster than with SQLite's 4.
            try database.execute(
                sql: """
                    PRAGMA cache_size = -\(cacheKibibytes);
                    PRAGMA cell_size_check = ON;
                    PRAGMA wal_autocheckpoint = 8000;
                    PRAGMA journal_size_limit = 67108864;
                    """)
        }
        // SQLite gives the files beside the store the store's own mode, and a new store the one of the umask.
        let isNew = try PrivateFiles.create(path)
        if !isNew { for suffix in ["", "-wal", "-shm"] { PrivateFiles.narrow(path + suffix) } }
        let pool: DatabasePool
        do { pool = try DatabasePool(path: path, configuration: configuration) } catch {
            // A full disk, say. The next start would take the empty file for a store that was emptied.
            if isNew, isEmpty(path) {
                for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            }
            throw error
        }
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

    /// Reads on the calling thread where that may wait, else on one of the readers' threads.
    /// - Throws: `Overloaded` where too many reads wait already, `StoreError`, and what the work throws.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        if BlockingRule.isOnWorkerThread {
            try Task.checkCancellation()
            return try readBlocking(work)
        }
        guard readers.waitingCount < maxWaitingReads else { throw Overloaded(.full) }
        do {
            return try await readers.run { [pool, reads] in
                defer { reads.withLock { $0 += 1 } }
                return try pool.read(work)
            }
        } catch { throw StoreError.translated(error, path: path) }
    }

    /// Reads on the calling thread, which must not be one of the cooperative pool.
    func readBlocking<Value>(_ work: (Database) throws -> Value) throws -> Value {
        BlockingRule.assertMayBlock()
        return try translating { try pool.read(work) }
    }

    /// - Parameter rowCount: about how many rows are written; many do not share a commit with many others.
    func write<Value: Sendable>(
        rowCount: Int = 1, _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await writes.run(rowCount: rowCount, work)
    }

    /// Grows with every read that a reader's thread has done.
    public var readCount: Int { reads.withLock { $0 } }

    /// Returns once a reader's thread has read something.
    public func awaitReader() async throws {
        _ = try await read { try Int.first("SELECT 1", $0) }
    }

    /// Returns once the writer's thread is through with what it was given before.
    public func awaitWriter() async throws { try await writes.awaitTurn() }
}
