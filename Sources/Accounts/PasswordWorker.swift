import Locking
import Scheduling

/// Hashes passwords beside the cooperative threads, a few at a time.
///
/// One scrypt holds a core for a tenth of a second and 32 MiB. On Swift's cooperative threads a handful of logins would
/// stop every other request; unbounded they would eat the memory. So at most `width` run at the same time on threads of
/// their own, a bounded number stand in each of two lines, each for a bounded time, and the next is turned away.
///
/// Known devices have a line of their own, and of five that run four may be theirs while both lines have some: guesses
/// from any number of addresses fill the other line alone.
final class PasswordWorker: Sendable {
    enum Line: Sendable {
        case known, others
    }

    private struct Job: Sendable {
        var number: Int
        var until: ContinuousClock.Instant
        /// Begun with an error where it had waited too long, or where nobody waits for it any more.
        var begin: @Sendable ((any Error)?) -> Void
    }

    private struct State: Sendable {
        var known: [Job] = []
        var others: [Job] = []
        var running = 0
        var lastNumber = 0
        var knownInARow = 0

        /// The job, if no thread has begun it.
        mutating func remove(_ number: Int) -> Job? {
            if let place = known.firstIndex(where: { $0.number == number }) { return known.remove(at: place) }
            return others.firstIndex { $0.number == number }.map { others.remove(at: $0) }
        }

        mutating func next() -> Job? {
            let isOthersTurn = known.isEmpty || (knownInARow >= PasswordWorker.mostKnownInARow && !others.isEmpty)
            knownInARow = isOthersTurn ? 0 : knownInARow + 1
            if isOthersTurn { return others.isEmpty ? nil : others.removeFirst() }
            return known.removeFirst()
        }
    }

    private static let mostKnownInARow = 4

    private let threads: WorkerThreads
    private let width: Int
    private let maxWaiting: Int
    private let patience: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Locked(State())

    /// - Parameters:
    ///   - maxWaiting: Of each line.
    ///   - patience: How long one may wait in a line.
    init(
        width: Int, maxWaiting: Int = 16, patience: Duration = .milliseconds(400),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.patience = patience
        self.now = now
        self.width = max(1, width)
        threads = WorkerThreads(label: "passwords", count: self.width)
        self.maxWaiting = maxWaiting
    }

    /// Does the work, unless its task is cancelled before a thread has begun it.
    /// - Throws: `Overloaded` where too many wait or it has waited too long, `CancellationError`, and what the work throws.
    func run<Value: Sendable>(_ line: Line, _ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let job = Job(number: number, until: now() + patience) { refusal in
                    continuation.resume(
                        with: Result {
                            if let refusal { throw refusal }
                            return try work()
                        })
                }
                if let refusal = enter(line, job) { continuation.resume(throwing: refusal) }
            }
        } onCancel: {
            refuse(number, CancellationError())
        }
    }

    /// How many run and wait, for tests.
    var counts: (running: Int, waiting: Int) {
        state.withLock { ($0.running, $0.known.count + $0.others.count) }
    }

    /// Why the job may not stand in line; nil where it does.
    private func enter(_ line: Line, _ job: Job) -> (any Error)? {
        let (refusal, startsThread) = state.withLock { state -> ((any Error)?, Bool) in
            // Who is cancelled from here on is found in the line.
            if Task.isCancelled { return (CancellationError(), false) }
            guard (line == .known ? state.known : state.others).count < maxWaiting else {
                return (Self.refusal(.full), false)
            }
            if line == .known { state.known.append(job) } else { state.others.append(job) }
            guard state.running < width else { return (nil, false) }
            state.running += 1
            return (nil, true)
        }
        if startsThread { threads.submit { self.drain() } }
        if refusal == nil { refuseLater(job.number) }
        return refusal
    }

    /// A hash may take long on a busy machine: who waits for its end is told in time all the same.
    private func refuseLater(_ number: Int) {
        Task {
            try? await Task.sleep(for: patience)
            refuse(number, Self.refusal(.late))
        }
    }

    /// Takes a job out of its line, if no thread has begun it.
    private func refuse(_ number: Int, _ error: any Error) {
        let job = state.withLock { $0.remove(number) }
        job?.begin(error)
    }

    private static func refusal(_ reason: Overloaded.Reason) -> Overloaded { Overloaded(reason, retryAfterSeconds: 5) }

    private func drain() {
        while let job = nextOrEnd() {
            job.begin(now() > job.until ? Self.refusal(.late) : nil)
        }
    }

    private func nextOrEnd() -> Job? {
        state.withLock { state in
            let job = state.next()
            if job == nil { state.running -= 1 }
            return job
        }
    }
}
