/// Counts durations in the fixed buckets of a Prometheus histogram. A value; whoever shares it locks it.
struct LatencyHistogram: Hashable, Sendable {
    /// Upper bounds in nanoseconds, with their text in seconds.
    static let bounds: [(nanoseconds: Int64, seconds: String)] = [
        (100_000, "0.0001"), (250_000, "0.00025"), (500_000, "0.0005"), (1_000_000, "0.001"), (2_500_000, "0.0025"),
        (5_000_000, "0.005"), (10_000_000, "0.01"), (25_000_000, "0.025"), (50_000_000, "0.05"),
        (100_000_000, "0.1"), (250_000_000, "0.25"), (500_000_000, "0.5"), (1_000_000_000, "1"),
        (2_500_000_000, "2.5"), (10_000_000_000, "10"),
    ]

    /// By bucket, the last for what is over every bound; not yet summed up.
    private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    private(set) var sumNanoseconds: Int64 = 0

    var count: Int { counts.reduce(0, +) }

    mutating func record(nanoseconds: Int64) {
        let bucket = Self.bounds.firstIndex { nanoseconds <= $0.nanoseconds } ?? Self.bounds.count
        counts[bucket] += 1
        sumNanoseconds += nanoseconds
    }
}
