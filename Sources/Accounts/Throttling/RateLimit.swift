/// How often something may be done: so many times at once, refilled at a steady pace.
public struct RateLimit: Hashable, Sendable {
    public var perSecond: Double
    public var burst: Int

    public init(perSecond: Double, burst: Int) {
        self.perSecond = perSecond
        self.burst = burst
    }

    /// So many times at once, and as many again over that time.
    public init(_ count: Int, everySeconds seconds: Double) {
        self.init(perSecond: Double(count) / seconds, burst: count)
    }
}
