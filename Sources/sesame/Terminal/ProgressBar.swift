import Foundation

/// A bar with a count, a rate and the time left, on standard error and only where that is a terminal.
struct ProgressBar {
    private let total: Int
    private let isShown: Bool
    private let clock = ContinuousClock()
    private let started: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant?

    private static let cells = 30

    init(total: Int, isShown: Bool = Terminal.standardErrorIsTerminal) {
        self.total = total
        self.isShown = isShown && total > 0
        started = clock.now
    }

    /// Draws at most ten times a second, and always at the end.
    mutating func update(done: Int) {
        guard isShown else { return }
        let now = clock.now
        if let lastDrawn, done < total, now - lastDrawn < .milliseconds(100) { return }
        lastDrawn = now
        Terminal.redraw(Self.line(done: done, total: total, elapsed: now - started))
    }

    /// Takes the bar away, so that what follows stands on a clean line.
    func clear() {
        if lastDrawn != nil { Terminal.redraw("") }
    }

    /// `[████      ]  40 %  400 of 1000  200/s  3 s left`
    static func line(done: Int, total: Int, elapsed: Duration) -> String {
        let filled = total > 0 ? cells * done / total : 0
        let bar = String(repeating: "█", count: filled) + String(repeating: " ", count: cells - filled)
        var line = "[\(bar)] \(total > 0 ? 100 * done / total : 0) %  \(done) of \(total)"
        let seconds = elapsed / .seconds(1)
        if done > 0, seconds > 0.5 {
            let rate = Double(done) / seconds
            line += "  \(Int(rate))/s  \(Int((Double(total - done) / rate).rounded(.up))) s left"
        }
        return line
    }
}
