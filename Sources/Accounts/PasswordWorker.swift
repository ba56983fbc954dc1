import Dispatch
import Locking

/// Hashes passwords beside the cooperative threads, a few at a time.
///
/// One scrypt holds a core for a tenth of a second and 32 MiB. On Swift's cooperative threads a handful of logins would
/// stop every other request; unbounded they would eat the memory. So they run on `width` queues of their own, at most
/// `maxWaiting` stand in line, and the next is turned away.
final class PasswordWorker: Sendable {
    private let queues: [DispatchQueue]
    private let maxWaiting: Int
    private let state = Locked((waiting: 0, next: 0))

    init(width: Int, maxWaiting: Int = 128) {
        queues = (0..<max(1, width)).map { DispatchQueue(label: "passwords-\($0)", qos: .userInitiated) }
        self.maxWaiting = maxWaiting
    }

    /// - Throws: `AccountError.tooManyAttempts` where too many wait, and what the work throws.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let queue = try enter()
        defer { state.withLock { $0.waiting -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }

    private func enter() throws -> DispatchQueue {
        try state.withLock { state in
            guard state.waiting < maxWaiting else { throw AccountError.tooManyAttempts(retryAfterSeconds: 5) }
            state.waiting += 1
            state.next = (state.next + 1) % queues.count
            return queues[state.next]
        }
    }
}
