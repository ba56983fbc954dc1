import Locking

/// Tokens as they were last looked up, so that a client that asks often costs no look-up each time. What is revoked is
/// forgotten at once here, and after two seconds by other processes on the same store.
final class TokenCache: Sendable {
    private struct Entry: Sendable {
        var record: TokenRecord
        var readAtMilliseconds: Int64
    }

    private struct State: Sendable {
        var entries: [[UInt8]: Entry] = [:]
        var forgetCount = 0
    }

    private let state = Locked(State())

    private static let lifetime: Int64 = 2_000
    private static let capacity = 10_000

    /// How often something was forgotten.
    var forgetCount: Int { state.withLock(\.forgetCount) }

    func record(hash: [UInt8], atMilliseconds now: Int64) -> TokenRecord? {
        state.withLock { state in
            guard let entry = state.entries[hash], (0..<Self.lifetime).contains(now - entry.readAtMilliseconds) else {
                return nil
            }
            return entry.record
        }
    }

    /// Keeps a record, unless it may have been revoked since it was read.
    /// - Parameter forgetCount: As it was before the read.
    func keep(_ record: TokenRecord, forgetCount: Int, atMilliseconds now: Int64) {
        state.withLock { state in
            guard state.forgetCount == forgetCount else { return }
            if state.entries.count >= Self.capacity { state.entries.removeAll(keepingCapacity: true) }
            state.entries[record.hash] = Entry(record: record, readAtMilliseconds: now)
        }
    }

    func forget(hash: [UInt8]) {
        state.withLock { state in
            state.entries[hash] = nil
            state.forgetCount += 1
        }
    }
}
