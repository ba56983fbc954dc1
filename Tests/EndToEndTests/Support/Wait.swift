/// Waits for a condition of another process, which cannot tell this one when it holds.
enum Wait {
    struct TimeOut: Error, CustomStringConvertible {
        var description: String
    }

    /// Asks again every 10 ms.
    /// - Throws: `TimeOut` naming what was waited for, and what the condition throws.
    static func until(
        _ what: String, seconds: Int = 30, _ condition: () async throws -> Bool
    ) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(seconds)
        while try await !condition() {
            guard clock.now < deadline else { throw TimeOut(description: "waited \(seconds) s in vain for \(what)") }
            try await clock.sleep(for: .milliseconds(10))
        }
    }
}
