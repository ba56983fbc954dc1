import Foundation

/// The clocks that the API reads, so that tests can turn them.
public struct MarketClock: Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var nowMilliseconds: @Sendable () -> Int64
    /// Nanoseconds since some moment; never goes back.
    public var monotonicNanoseconds: @Sendable () -> Int64

    public init(
        nowMilliseconds: @escaping @Sendable () -> Int64, monotonicNanoseconds: @escaping @Sendable () -> Int64
    ) {
        self.nowMilliseconds = nowMilliseconds
        self.monotonicNanoseconds = monotonicNanoseconds
    }

    /// The machine's own.
    public static let system: MarketClock = {
        let origin = ContinuousClock.now
        return MarketClock(
            nowMilliseconds: { Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)) },
            monotonicNanoseconds: {
                let (seconds, attoseconds) = (ContinuousClock.now - origin).components
                return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
            })
    }()
}
