import CStacks
import DequeModule
import Foundation
import Glibc

/// A bounded number of threads for work that blocks or computes for long, each started when it is first needed.
///
/// Swift's cooperative pool has one thread for each core and never makes another for one that waits; Dispatch's global
/// queues share them. Work that reads a file, waits for a lock or computes for milliseconds runs here instead, so that
/// it keeps nobody waiting but those in line for the same threads.
///
/// Async code runs here by `prefer(_:)`, synchronous code by `run(_:)`.
public final class WorkerThreads: TaskExecutor {
    private let line: Line
    public let label: String
    public let count: Int

    /// - Parameters:
    ///   - label: Names the threads, for debuggers and stacks in the log; Linux shows the first 15 bytes.
    ///   - niceness: Added to the process's own: threads with more of it let others go first (setpriority(2)).
    public init(label: String, count: Int, niceness: Int32 = 0) {
        precondition(count > 0, "\(label) needs at least one thread")
        self.label = label
        self.count = count
        line = Line(most: count) { line in
            let thread = Thread {
                // Foundation's own setter does nothing where the thread is quicker than the one that started it.
                unsafe sesame_thread_name(label)
                if niceness != 0 { Self.addNiceness(niceness) }
                line.work()
            }
            // As much as a main thread has: the default for others is less than a nested JSON value may need.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// The threads end once the line is empty.
    deinit { line.close() }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // A task holds its preferred executor, so it outlives its jobs.
        let executor = unsafe asUnownedTaskExecutor()
        line.add { unsafe job.runSynchronously(on: executor) }
    }

    /// Runs work that may block, and returns what it returns. Work of a task that is cancelled before a thread has begun
    /// it is not begun.
    /// - Throws: What the work throws, or `CancellationError`.
    public func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let isCancelled = CancellationMark()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                line.add {
                    continuation.resume(
                        with: Result {
                            if isCancelled.isSet { throw CancellationError() }
                            return try work()
                        })
                }
            }
        } onCancel: {
            isCancelled.set()
        }
    }

    /// Runs async code on these threads, with everything that it calls.
    public func prefer<Value: Sendable>(
        _ body: @Sendable @concurrent () async throws -> Value
    ) async rethrows -> Value {
        // A closure that is not concurrent begins where its caller runs, on the caller's thread.
        try await withTaskExecutorPreference(self) { @concurrent in try await body() }
    }

    /// Runs work that may block, for nobody who waits.
    public func submit(_ work: @escaping @Sendable () -> Void) { line.add(work) }

    /// Work in line that no thread has begun.
    public var waitingCount: Int { line.count }

    private static func addNiceness(_ niceness: Int32) {
        // On Linux 0 is the calling thread. Where it is refused the order of work is another, and nothing else.
        let kind = __priority_which_t(PRIO_PROCESS.rawValue)
        _ = setpriority(kind, 0, getpriority(kind, 0) + niceness)
    }
}

extension WorkerThreads {
    /// What waits for a thread, first come, first served.
    ///
    /// `@unchecked Sendable`: everything is touched with the condition's lock held and never otherwise.
    private final class Line: @unchecked Sendable {
        private let condition = NSCondition()
        private var jobs: Deque<@Sendable () -> Void> = []
        private var isClosed = false
        private var startedCount = 0
        private var idleCount = 0
        private let most: Int
        private let startThread: @Sendable (Line) -> Void

        init(most: Int, startThread: @escaping @Sendable (Line) -> Void) {
            self.most = most
            self.startThread = startThread
        }

        var count: Int {
            condition.lock()
            defer { condition.unlock() }
            return jobs.count
        }

        func add(_ job: @escaping @Sendable () -> Void) {
            condition.lock()
            jobs.append(job)
            let needsThread = jobs.count > idleCount && startedCount < most
            if needsThread { startedCount += 1 }
            // A thread that is woken while the lock is held would run into it and sleep again.
            condition.unlock()
            condition.signal()
            if needsThread { startThread(self) }
        }

        func close() {
            condition.lock()
            isClosed = true
            condition.broadcast()
            condition.unlock()
        }

        func work() {
            BlockingRule.allowOnThisThread()
            while let job = next() { job() }
        }

        private func next() -> (@Sendable () -> Void)? {
            condition.lock()
            defer { condition.unlock() }
            while jobs.isEmpty {
                if isClosed { return nil }
                idleCount += 1
                condition.wait()
                idleCount -= 1
            }
            return jobs.removeFirst()
        }
    }
}
