/// How long an index that was found damaged is left before it is made again.
///
/// The first is made again at once. A disk or a memory that damages each new one again, or a fault that a query finds in each,
/// would have the machine rebuild without end, so within an hour every further one waits twice as long.
struct DamagePace: Sendable {
    private var times: [ContinuousClock.Instant] = []

    private static let memory = Duration.seconds(3_600)
    private static let longestPauseSeconds = 300

    /// - Returns: From that moment: 0 s, 1 s, 3 s, 7 s …, 300 s at most.
    mutating func pause(afterDamageAt now: ContinuousClock.Instant) -> Duration {
        times.removeAll { $0.duration(to: now) >= Self.memory }
        times.append(now)
        return .seconds(min(Self.longestPauseSeconds, 1 << min(times.count - 1, 20) - 1))
    }
}
