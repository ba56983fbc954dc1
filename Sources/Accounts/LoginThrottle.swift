/// Counts failed logins by username, as a value: after too many in a window the next has to wait.
///
/// It holds a bounded number of names; when full, the name that failed longest ago goes.
public struct LoginThrottle: Hashable, Sendable {
    public var maxFailures: Int
    public var windowMilliseconds: Int64
    public var maxNames: Int
    private var failures: [String: [Int64]] = [:]

    public init(maxFailures: Int = 10, windowMilliseconds: Int64 = 15 * 60 * 1_000, maxNames: Int = 10_000) {
        self.maxFailures = max(1, maxFailures)
        self.windowMilliseconds = max(1, windowMilliseconds)
        self.maxNames = max(1, maxNames)
    }

    /// Seconds until that name may try again; nil where it may now.
    public func retryAfterSeconds(username: String, atMilliseconds now: Int64) -> Int? {
        let recent = recentFailures(username.lowercased(), now)
        guard recent.count >= maxFailures, let oldest = recent.first else { return nil }
        return Int((oldest + windowMilliseconds - now + 999) / 1_000)
    }

    /// - Complexity: O(1), but for O(names) when a new name comes to a full table.
    public mutating func recordFailure(username: String, atMilliseconds now: Int64) {
        let name = username.lowercased()
        let recent = recentFailures(name, now).suffix(maxFailures - 1) + [now]
        if failures[name] == nil, failures.count >= maxNames { makeRoom(now) }
        failures[name] = Array(recent)
    }

    public mutating func recordSuccess(username: String) {
        failures[username.lowercased()] = nil
    }

    private func recentFailures(_ name: String, _ now: Int64) -> [Int64] {
        failures[name, default: []].filter { $0 > now - windowMilliseconds }
    }

    private mutating func makeRoom(_ now: Int64) {
        failures = failures.filter { ($0.value.last ?? 0) > now - windowMilliseconds }
        guard failures.count >= maxNames else { return }
        let oldest = failures.min { ($0.value.last ?? 0, $0.key) < ($1.value.last ?? 0, $1.key) }
        if let oldest { failures[oldest.key] = nil }
    }
}
