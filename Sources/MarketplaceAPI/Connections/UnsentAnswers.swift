import Locking

/// What answers take that their clients have not taken yet, over all connections. Where that is too much, the connection
/// that has held some of it longest is cut off.
///
/// Connections count what they hold now and then, so that the one that is to go looks once more before it does.
final class UnsentAnswers: Sendable {
    private struct Entry {
        var connection: ConnectionState
        var byteCount: Int
        /// In the order in which connections began to hold something.
        var number: Int
    }

    private struct State {
        var byteCount = 0
        var entries: [ObjectIdentifier: Entry] = [:]
        var lastNumber = 0

        mutating func set(_ byteCount: Int, of connection: ConnectionState) {
            let id = ObjectIdentifier(connection)
            self.byteCount += byteCount - (entries[id]?.byteCount ?? 0)
            if byteCount == 0 {
                entries[id] = nil
            } else if entries[id] != nil {
                entries[id]?.byteCount = byteCount
            } else {
                lastNumber += 1
                entries[id] = Entry(connection: connection, byteCount: byteCount, number: lastNumber)
            }
        }
    }

    private let limit: Int
    private let counts: ConnectionCounts
    private let state = Locked(State())

    /// - Parameter limit: In bytes.
    init(limit: Int, counts: ConnectionCounts) {
        self.limit = limit
        self.counts = counts
    }

    /// Takes in how much a connection holds now.
    func count(_ byteCount: Int, of connection: ConnectionState) {
        let longest = state.withLock { state -> ConnectionState? in
            state.set(byteCount, of: connection)
            counts.unsent(byteCount: state.byteCount)
            guard state.byteCount > limit else { return nil }
            return state.entries.values.min { $0.number < $1.number }?.connection
        }
        longest?.cutOff()
    }
}
