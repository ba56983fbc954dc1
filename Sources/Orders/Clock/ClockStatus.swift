/// What a clock tells of.
public enum ClockEvent: Hashable, Sendable {
    /// The wall clock has jumped: what only time does waits.
    case astray(ClockStatus)
    /// The wall clock is believed again.
    case right(ClockStatus)
    /// Every deadline has moved: the machine was off for so long, or an operator has said by how much the clock was wrong.
    case moved(byMilliseconds: Int64)
}

/// Whether the market believes the machine's clock.
public struct ClockStatus: Hashable, Sendable {
    /// Whether the wall clock has jumped. Nothing that only time does is done until an operator says that the clock is
    /// right, or it is set back.
    public var isAstray: Bool
    /// The time by which the market goes.
    public var marketMilliseconds: Int64
    public var wallMilliseconds: Int64

    /// How far the wall clock is ahead of the time that has really gone by; below nought where it is behind.
    public var aheadMilliseconds: Int64

    public init(isAstray: Bool, marketMilliseconds: Int64, wallMilliseconds: Int64, aheadMilliseconds: Int64) {
        self.isAstray = isAstray
        self.marketMilliseconds = marketMilliseconds
        self.wallMilliseconds = wallMilliseconds
        self.aheadMilliseconds = aheadMilliseconds
    }
}
