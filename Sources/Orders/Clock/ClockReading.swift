/// The machine's clocks at one moment.
public struct ClockReading: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, as the machine believes; anybody may set it.
    public var wallMilliseconds: Int64
    /// Milliseconds since the machine started, time asleep among them. Nobody can set it.
    public var uptimeMilliseconds: Int64
    /// Another one after each start of the machine; nil where the machine does not tell.
    public var bootID: String?

    public init(wallMilliseconds: Int64, uptimeMilliseconds: Int64, bootID: String?) {
        self.wallMilliseconds = wallMilliseconds
        self.uptimeMilliseconds = uptimeMilliseconds
        self.bootID = bootID
    }
}

/// How far the wall clock is believed.
public struct ClockRules: Hashable, Sendable {
    /// How long a machine may have been off without an operator's word, in hours, as an operator may set it: to a year.
    public static let offHours = 0...8_760

    /// How far the wall clock may be from the market's time: 1 minute.
    public var toleranceMilliseconds: Int64 = 60_000
    /// So long a machine may have been off: 14 days.
    public var offMilliseconds: Int64 = 14 * 24 * 3_600_000
    /// The market's time follows small corrections of the wall clock by one part in so many: a second an hour.
    public var driftDivisor: Int64 = 3_600
    /// So often the time is written down while the market runs: each minute.
    public var writingMilliseconds: Int64 = 60_000

    public init() {}
}

/// What the store keeps of the clock.
public struct ClockRecord: Hashable, Sendable {
    /// The last look that was written down, with the market's time as its wall clock.
    public var look: ClockReading
    /// Whether the wall clock had jumped at that look, and nobody had said yet that it is right.
    public var isAstray: Bool
    /// A reading of which an operator says that its wall clock is right; the server has not taken it up yet.
    public var accepted: ClockReading?

    public init(look: ClockReading, isAstray: Bool = false, accepted: ClockReading? = nil) {
        self.look = look
        self.isAstray = isAstray
        self.accepted = accepted
    }
}

extension ClockRecord {
    func isSameBoot(_ reading: ClockReading) -> Bool { reading.bootID != nil && reading.bootID == look.bootID }

    /// The market's time at a reading, by what clocks that nobody can set have counted since the last look. Where the
    /// machine was started anew this is the least that it can be: how long it was off, no clock of its knows for sure.
    func marketMilliseconds(at reading: ClockReading) -> Int64 {
        if isSameBoot(reading) {
            return look.wallMilliseconds + reading.uptimeMilliseconds - look.uptimeMilliseconds
        }
        return look.wallMilliseconds + (reading.bootID == nil ? 0 : reading.uptimeMilliseconds)
    }
}
