import Locking

/// Wakes whoever waits for a change, after its commit. It knows the writes of this process only: waiters bring a
/// timeout of their own for those of others.
final class ChangeSignal: Sendable {
    private struct State: Sendable {
        var sequence: Int64
        var nextWaiter = 0
        var waiters: [Int: (after: Int64, continuation: CheckedContinuation<Void, Never>)] = [:]
        /// Cancelled before they came to wait.
        var cancelled: Set<Int> = []
    }

    private let state: Locked<State>

    init(sequence: Int64) { state = Locked(State(sequence: sequence)) }

    /// The newest that was published.
    var sequence: Int64 { state.withLock(\.sequence) }

    func publish(_ sequence: Int64) {
        let woken = state.withLock { state in
            state.sequence = max(state.sequence, sequence)
            let ready = state.waiters.filter { $0.value.after < state.sequence }
            for key in ready.keys { state.waiters[key] = nil }
            return ready.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Returns once a sequence past the given one is published, the time is over, or the task is cancelled.
    func wait(after sequence: Int64, timeoutMilliseconds: Int) async {
        guard state.withLock({ $0.sequence <= sequence }) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(after: sequence) }
            group.addTask { try? await Task.sleep(for: .milliseconds(max(0, timeoutMilliseconds))) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait(after sequence: Int64) async {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { enter(waiter, after: sequence, $0) }
        } onCancel: {
            leave(waiter)
        }
        state.withLock { _ = $0.cancelled.remove(waiter) }
    }

    private func enter(_ waiter: Int, after sequence: Int64, _ continuation: CheckedContinuation<Void, Never>) {
        let mustWait = state.withLock { state in
            guard state.sequence <= sequence, !state.cancelled.contains(waiter) else { return false }
            state.waiters[waiter] = (sequence, continuation)
            return true
        }
        if !mustWait { continuation.resume() }
    }

    private func leave(_ waiter: Int) {
        let continuation = state.withLock { state in
            state.cancelled.insert(waiter)
            return state.waiters.removeValue(forKey: waiter)?.continuation
        }
        continuation?.resume()
    }
}
