/// Waits for what another thread brings about.
enum Wait {
    struct TimeOut: Error, CustomStringConvertible {
        var description: String
    }

    /// Asks again every 5 ms.
    static func until(_ what: String, seconds: Int = 60, _ holds: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try await !holds() {
            guard ContinuousClock.now < deadline else { throw TimeOut(description: "waited in vain for \(what)") }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
