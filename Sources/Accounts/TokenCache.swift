import Locking

/// Tokens as they were last looked up, so that a client that asks often costs no look-up each time. What is revoked is
/// forgotten at once here, and after two seconds by other processes on the same store.
final class TokenCache: Sendable {
    private struct Entry: Sendable {
        var record: TokenRecord
        var readAtMilliseconds: Int64
    }

    private let entries = Locked<[[UInt8]: Entry]>([:])

    private static let lifetime: Int64 = 2_000
    private static let capacity = 10_000

    func record(hash: [UInt8], atMilliseconds now: Int64) -> TokenRecord? {
        entries.withLock { entries in
            guard let entry = entries[hash], (0..<Self.lifetime).contains(now - entry.readAtMilliseconds) else {
                return nil
            }
            return entry.record
        }
    }

    func keep(_ record: TokenRecord, atMilliseconds now: Int64) {
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
            entries[record.hash] = Entry(record: record, readAtMilliseconds: now)
        }
    }

    func forget(hash: [UInt8]) { entries.withLock { $0[hash] = nil } }
}
