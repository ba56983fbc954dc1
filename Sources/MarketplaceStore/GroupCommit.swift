import GRDB
import Locking
import Scheduling

/// Writes that come at the same time share one transaction, and so one sync of the disk.
///
/// A sync costs milliseconds and a row microseconds: a hundred sellers who write at once would wait for a hundred syncs
/// in a row. So one thread takes everything that waits, runs each in a savepoint of its own, commits once, and only then
/// answers. What one write throws undoes that write alone; where the commit fails, all of them fail. A write that comes
/// alone starts at once and waits for nothing.
final class GroupCommit: Sendable {
    /// One write in line.
    private struct Write: Sendable {
        /// About how many rows it writes.
        var rowCount: Int
        /// Runs inside the open transaction.
        var perform: @Sendable (Database) -> Performed
        /// Called in place of it where the transaction is lost.
        var fail: @Sendable (any Error) -> Void
    }

    /// What became of a write, as long as the commit is to come.
    private struct Performed: Sendable {
        var failure: (any Error)?
        /// Called once the commit has held.
        var answer: @Sendable () -> Void
    }

    private struct Line: Sendable {
        var waiting: [Write] = []
        var isRunning = false
    }

    /// So that the first of a group need not wait long for the last, and the WAL stays small. A write of more rows has a
    /// group of its own.
    private static let maxGroup = 256
    private static let maxGroupRows = 2_000
    /// Writes in line; one more is refused.
    private static let maxWaiting = 4_096

    /// What was written since the store was opened.
    struct Counts: Sendable {
        var writes = 0
        /// Each is one sync of the disk.
        var commits = 0
    }

    private let counts = Locked(Counts())
    private let pool: DatabasePool
    private let path: String
    private let signal: ChangeSignal
    private let line = Locked(Line())
    private let thread = WorkerThreads(label: "store.writer", count: 1)

    init(pool: DatabasePool, path: String, signal: ChangeSignal) {
        self.pool = pool
        self.path = path
        self.signal = signal
    }

    var counted: Counts { counts.withLock { $0 } }

    /// Runs a write and returns once it is on the disk.
    /// - Throws: What the work throws, `StoreError`, or `Overloaded` where too many writes wait; then nothing of it has
    ///   been written.
    func run<Value: Sendable>(
        rowCount: Int = 1, _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let path = path
            let answer = { @Sendable (result: Result<Value, any Error>) in
                continuation.resume(with: result.mapError { StoreError.translated($0, path: path) })
            }
            enter(
                Write(
                    rowCount: rowCount,
                    perform: { database in
                        let result = Self.inSavepoint(database, work)
                        return Performed(failure: result.failure) { answer(result) }
                    },
                    fail: { answer(.failure($0)) }))
        }
    }

    private static func inSavepoint<Value>(
        _ database: Database, _ work: (Database) throws -> Value
    ) -> Result<Value, any Error> {
        Result {
            var value: Value?
            try database.inSavepoint {
                value = try work(database)
                return .commit
            }
            guard let value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            return value
        }
    }

    /// Returns once the thread is through with the group that it is at.
    func awaitTurn() async throws { try await thread.run {} }

    private func enter(_ write: Write) {
        let (isTaken, startsLine) = line.withLock { line in
            guard line.waiting.count < Self.maxWaiting else { return (false, false) }
            line.waiting.append(write)
            defer { line.isRunning = true }
            return (true, !line.isRunning)
        }
        guard isTaken else { return write.fail(Overloaded(.full)) }
        if startsLine { thread.submit { self.commitNext() } }
    }

    /// Commits a group. The next one has its turn behind what else waits for the thread.
    private func commitNext() {
        guard let group = nextGroup() else { return }
        commit(group)
        thread.submit { self.commitNext() }
    }

    private func nextGroup() -> [Write]? {
        line.withLock { line in
            var rows = 0
            let group = Array(
                line.waiting.prefix(Self.maxGroup).prefix { write in
                    defer { rows += write.rowCount }
                    return rows == 0 || rows + write.rowCount <= Self.maxGroupRows
                })
            line.waiting.removeFirst(group.count)
            line.isRunning = !group.isEmpty
            return group.isEmpty ? nil : group
        }
    }

    /// One transaction for all; the answers go out after the commit.
    private func commit(_ group: [Write]) {
        do {
            let (answers, sequence) = try pool.write { database in
                (try group.map { try perform($0, database) }, try Changes.lastSequence(database))
            }
            counts.withLock { counts in
                counts.writes += group.count
                counts.commits += 1
            }
            signal.publish(sequence)
            for answer in answers { answer() }
        } catch {
            for write in group { write.fail(error) }
        }
    }

    /// A full or failing disk may undo the whole transaction at once (sqlite.org/lang_transaction.html, section 3.3);
    /// then every write of the group is lost and says so.
    private func perform(_ write: Write, _ database: Database) throws -> @Sendable () -> Void {
        let performed = write.perform(database)
        guard database.isInsideTransaction else {
            throw performed.failure ?? DatabaseError(resultCode: .SQLITE_ABORT)
        }
        return performed.answer
    }
}

extension Result {
    fileprivate var failure: Failure? {
        guard case .failure(let failure) = self else { return nil }
        return failure
    }
}
