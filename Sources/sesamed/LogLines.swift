import Locking
import PrintableText
import Scheduling

/// The log on standard error, written by a thread of its own: where its reader stands still, lines are left out and
/// counted, and nobody who logs waits.
final class LogLines: Sendable {
    private struct State: Sendable {
        var waiting: [String] = []
        var byteCount = 0
        var leftOut = 0
        var isWriting = false
    }

    private let state = Locked(State())
    private let thread = WorkerThreads(label: "log", count: 1)

    /// Of lines that wait to be written.
    private static let mostBytes = 1 << 20

    func add(_ line: String) {
        let begins = state.withLock { state in
            guard state.byteCount + line.utf8.count <= Self.mostBytes else {
                state.leftOut += 1
                return false
            }
            state.waiting.append(line)
            state.byteCount += line.utf8.count
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if begins { thread.submit { self.write() } }
    }

    private func write() {
        while true {
            let (lines, leftOut) = state.withLock { state in
                let taken = (state.waiting, state.leftOut)
                state = State(isWriting: !state.waiting.isEmpty)
                return taken
            }
            guard !lines.isEmpty else { return }
            var stream = PrintableErrorStream()
            for line in lines { stream.write(line) }
            if leftOut > 0 { stream.write("\(leftOut) lines of the log were left out: nobody read them") }
        }
    }

    /// Returns once all that was logged before is written, or after a second where nobody reads it.
    func flush() async {
        let deadline = ContinuousClock.now + .seconds(1)
        while state.withLock({ $0.isWriting }), ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }
}

/// What loggers write to.
struct LogStream: TextOutputStream, Sendable {
    let lines: LogLines

    mutating func write(_ line: String) { lines.add(line) }
}
