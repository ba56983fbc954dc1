import DequeModule
import Locking

/// How much of one kind of work may be under way, and how much may wait for it.
public struct AdmissionLimit: Hashable, Sendable {
    /// At least 1.
    public var atOnce: Int
    /// Past those at work; 0 lets nobody wait.
    public var waiting: Int
    /// How long one may wait, in milliseconds.
    public var patienceMilliseconds: Int

    public init(atOnce: Int, waiting: Int, patienceMilliseconds: Int) {
        self.atOnce = atOnce
        self.waiting = waiting
        self.patienceMilliseconds = patienceMilliseconds
    }
}

/// Work was refused since there is too much of it.
public struct Overloaded: Error, Hashable, Sendable {
    public enum Reason: String, CaseIterable, Hashable, Sendable {
        /// So many wait already.
        case full
        /// It waited as long as it may.
        case late
    }

    public var reason: Reason
    /// After which trying again makes sense.
    public var retryAfterSeconds: Int

    public init(_ reason: Reason, retryAfterSeconds: Int = 1) {
        self.reason = reason
        self.retryAfterSeconds = retryAfterSeconds
    }
}

/// Lets a bounded number of tasks work at once; others wait in a bounded line, first come, first served, each for a
/// bounded time. Whoever is cancelled leaves the line at once.
public final class AdmissionGate: Sendable {
    /// What the gate has done since it was made.
    public struct Counts: Hashable, Sendable {
        public var working = 0
        public var waiting = 0
        public var admitted = 0
        public var refusedFull = 0
        public var refusedLate = 0
        public var cancelled = 0
    }

    fileprivate struct Waiter: Sendable {
        var number: Int
        var continuation: CheckedContinuation<Void, any Error>
        var until: ContinuousClock.Instant
    }

    fileprivate enum Entry {
        case admitted
        case refused(any Error)
        case waits(startsSweeping: Bool)
    }

    fileprivate struct State: Sendable {
        var counts = Counts()
        /// By arrival. Patience is the same for all, so who came first is late first.
        var line: Deque<Waiter> = []
        var lastNumber = 0
        var isSweeping = false
    }

    public let limit: AdmissionLimit
    private let state = Locked(State())

    public init(_ limit: AdmissionLimit) {
        precondition(limit.atOnce > 0 && limit.waiting >= 0 && limit.patienceMilliseconds >= 0)
        self.limit = limit
    }

    public var counts: Counts {
        state.withLock { state in
            var counts = state.counts
            counts.waiting = state.line.count
            return counts
        }
    }

    /// Runs the body once there is room.
    /// - Parameter whileWaiting: Called where there is no room at once, with what leaves the line as if the task were
    ///   cancelled. Leaving after the body has begun does nothing.
    /// - Throws: `Overloaded` where there is none, `CancellationError`, and what the body throws.
    public func run<Value>(
        whileWaiting: (_ leave: @escaping @Sendable () -> Void) -> Void = { _ in }, _ body: () async throws -> Value
    ) async throws -> Value {
        try await enter(whileWaiting)
        defer { leave() }
        return try await body()
    }

    private func enter(_ whileWaiting: (@escaping @Sendable () -> Void) -> Void) async throws {
        let number: Int? = state.withLock { state in
            if state.begin(limit) { return nil }
            state.lastNumber += 1
            return state.lastNumber
        }
        guard let number else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                wait(number, continuation)
                whileWaiting { self.giveUp(number) }
            }
        } onCancel: {
            giveUp(number)
        }
    }

    private func wait(_ number: Int, _ continuation: CheckedContinuation<Void, any Error>) {
        let until = ContinuousClock.now.advanced(by: .milliseconds(limit.patienceMilliseconds))
        // Who is cancelled from here on is found in the line by `giveUp`.
        switch state.withLock({
            $0.enter(Waiter(number: number, continuation: continuation, until: until), limit)
        }) {
        case .admitted: continuation.resume()
        case .refused(let error): continuation.resume(throwing: error)
        case .waits(let startsSweeping): if startsSweeping { Task.detached { await self.sweep() } }
        }
    }

    private func giveUp(_ number: Int) {
        let waiter = state.withLock { $0.remove(number) }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func leave() {
        let next = state.withLock { $0.leave() }
        next?.continuation.resume()
    }

    /// Turns away whoever has waited too long, for as long as anybody waits.
    private func sweep() async {
        while true {
            let (late, next) = state.withLock { $0.sweep(at: .now) }
            for waiter in late { waiter.continuation.resume(throwing: Overloaded(.late)) }
            guard let next else { return }
            try? await Task.sleep(until: next)
        }
    }
}

// MARK: - The line

extension AdmissionGate.State {
    /// Whether there is room for one more at work, who then is.
    fileprivate mutating func begin(_ limit: AdmissionLimit) -> Bool {
        guard counts.working < limit.atOnce, line.isEmpty else { return false }
        counts.working += 1
        counts.admitted += 1
        return true
    }

    fileprivate mutating func enter(_ waiter: AdmissionGate.Waiter, _ limit: AdmissionLimit) -> AdmissionGate.Entry {
        if Task.isCancelled {
            counts.cancelled += 1
            return .refused(CancellationError())
        }
        if begin(limit) { return .admitted }
        guard line.count < limit.waiting else {
            counts.refusedFull += 1
            return .refused(Overloaded(.full))
        }
        line.append(waiter)
        defer { isSweeping = true }
        return .waits(startsSweeping: !isSweeping)
    }

    fileprivate mutating func remove(_ number: Int) -> AdmissionGate.Waiter? {
        guard let place = line.firstIndex(where: { $0.number == number }) else { return nil }
        counts.cancelled += 1
        return line.remove(at: place)
    }

    /// Ends one's work and lets the first in line begin.
    fileprivate mutating func leave() -> AdmissionGate.Waiter? {
        assert(counts.working > 0, "more have left than had entered")
        guard let next = line.popFirst() else {
            counts.working -= 1
            return nil
        }
        counts.admitted += 1
        return next
    }

    /// - Returns: Who has waited too long, and when to look again; nil where nobody waits.
    fileprivate mutating func sweep(
        at now: ContinuousClock.Instant
    ) -> (late: [AdmissionGate.Waiter], next: ContinuousClock.Instant?) {
        var late: [AdmissionGate.Waiter] = []
        while let first = line.first, first.until <= now {
            counts.refusedLate += 1
            late.append(line.removeFirst())
        }
        isSweeping = !line.isEmpty
        return (late, line.first?.until)
    }
}
