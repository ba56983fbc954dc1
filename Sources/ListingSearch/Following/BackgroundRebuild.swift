import Foundation
import Glibc
import Locking

/// A rebuild inside the server: on a thread of its own, behind everything else that wants the processor.
final class BackgroundRebuild: Sendable {
    private struct State: Sendable {
        var isRunning = false
        var isCancelled = false
        var isMerging = false
        var percent: Int?
        var outcome: Result<Int, any Error>?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Locked(State())

    private static let niceness: Int32 = 15

    var isRunning: Bool { state.withLock { $0.isRunning } }

    /// How much of the listings is read.
    var percent: Int? { state.withLock { $0.percent } }

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Starts a rebuild, unless one runs.
    func start(_ rebuild: ListingRebuild) {
        let starts = state.withLock { state in
            guard !state.isRunning, !state.isCancelled else { return false }
            state.isRunning = true
            state.isMerging = false
            state.percent = nil
            state.outcome = nil
            return true
        }
        guard starts else { return }
        let thread = Thread { [self] in
            // Linux counts niceness by the thread; those that the rebuild starts inherit it.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
            end(Result { try rebuild.run(note) })
        }
        thread.name = "index.rebuild"
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func note(_ step: ListingRebuild.Step) {
        state.withLock { state in
            switch step {
            case .started(_, let listings, let done): state.percent = Self.percent(done, of: listings)
            case .read(let done, let listings, _, _): state.percent = Self.percent(done, of: listings)
            case .merging: state.isMerging = true
            case .catchingUp: state.isMerging = false
            case .proved, .live: break
            }
        }
    }

    /// 100 would say that it is done.
    private static func percent(_ done: Int, of all: Int) -> Int { all > 0 ? min(99, done * 100 / all) : 0 }

    private func end(_ outcome: Result<Int, any Error>) {
        let waiting = state.withLock { state in
            state.isRunning = false
            state.outcome = outcome
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// What the last rebuild came to, once.
    func takeOutcome() -> Result<Int, any Error>? {
        state.withLock { state in
            defer { state.outcome = nil }
            return state.outcome
        }
    }

    /// Ends a rebuild at the next place where it can be gone on from, and waits for that. One that merges cannot be
    /// interrupted, and is not waited for: it ends with the process, and the next one goes on from its parts.
    func stop() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                state.isCancelled = true
                guard state.isRunning, !state.isMerging else { return true }
                state.waiting.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
