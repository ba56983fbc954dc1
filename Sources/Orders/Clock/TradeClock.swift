import Locking

/// The time by which the market goes: the wall clock, for as long as it agrees with the clocks that nobody can set.
///
/// Deadlines are times of the wall clock, and some of them move other people's money. So what the wall clock says is
/// compared at each look with the time since the look before, by the uptime of the machine. Where the two differ, the wall
/// clock has jumped: the market's time goes on by the uptime, and what only time does is not done. It waits until the wall
/// clock is set back or an operator says that it is right; then every deadline moves with it, so that what was three days
/// away is three days away.
///
/// Over a start of the machine there is only the wall clock. A market that was off for no longer than the rules allow goes
/// on where it was: its deadlines move by the time for which it was off, so that a clock that is wrong after a start ends
/// nothing either.
public final class TradeClock: Sendable {
    private struct State: Sendable {
        /// What the uptime has to be added to for the market's time.
        var offset: Int64
        /// Until when the offset has followed the wall clock, by the uptime.
        var followedUptime: Int64
        /// Whether the last look was before this start of the machine, and has not been gone on from yet.
        var mayRest: Bool
        var isTold = false
        /// When the time was last written down, by the uptime, and as what.
        var written: (uptime: Int64, isAstray: Bool)?
    }

    private let state: Locked<State>
    private let rules: ClockRules
    private let read: @Sendable () -> ClockReading
    private let onEvent: @Sendable (ClockEvent) -> Void

    /// - Parameters:
    ///   - record: What was written down last; nil believes the wall clock.
    ///   - read: Reads the machine's clocks.
    public init(
        _ record: ClockRecord?, rules: ClockRules = ClockRules(), read: @escaping @Sendable () -> ClockReading,
        onEvent: @escaping @Sendable (ClockEvent) -> Void = { _ in }
    ) {
        let reading = read()
        let market = record?.marketMilliseconds(at: reading) ?? reading.wallMilliseconds
        let isOtherBoot = record.map { !$0.isSameBoot(reading) && !$0.isAstray } ?? false
        state = Locked(
            State(
                offset: market - reading.uptimeMilliseconds, followedUptime: reading.uptimeMilliseconds,
                mayRest: isOtherBoot))
        self.rules = rules
        self.read = read
        self.onEvent = onEvent
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    public func now() -> Int64 { status().marketMilliseconds }

    /// Looks at the clocks.
    public func status() -> ClockStatus { look().status }

    private func look() -> (status: ClockStatus, reading: ClockReading) {
        let reading = read()
        let (status, isTold) = state.withLock { state in
            let market = reading.uptimeMilliseconds + state.offset
            let ahead = reading.wallMilliseconds - market
            let isAstray = ahead.magnitude > rules.toleranceMilliseconds.magnitude
            if !isAstray { follow(ahead, reading, &state) }
            // A machine that was off is nothing to tell of: the market goes on from where it was.
            let isTrouble = isAstray && !(state.mayRest && (0...rules.offMilliseconds).contains(ahead))
            defer { state.isTold = isTrouble }
            let status = ClockStatus(
                isAstray: isAstray, marketMilliseconds: isAstray ? market : reading.wallMilliseconds,
                wallMilliseconds: reading.wallMilliseconds, aheadMilliseconds: ahead)
            return (status, isTrouble == state.isTold)
        }
        if !isTold { onEvent(status.isAstray ? .astray(status) : .right(status)) }
        return (status, reading)
    }

    private func follow(_ ahead: Int64, _ reading: ClockReading, _ state: inout State) {
        let most = (reading.uptimeMilliseconds - state.followedUptime) / rules.driftDivisor
        // Looks may overtake each other, and what was not followed yet is followed by a later one.
        if most > 0 {
            state.offset += max(-most, min(most, ahead))
            state.followedUptime = reading.uptimeMilliseconds
        }
        state.mayRest = false
    }
}

// MARK: - Keeping

extension TradeClock {
    /// Opens the clock of a store, and goes on from what was written down last.
    public static func open(
        _ store: any TradeStore, rules: ClockRules = ClockRules(), read: @escaping @Sendable () -> ClockReading,
        onEvent: @escaping @Sendable (ClockEvent) -> Void = { _ in }
    ) async throws -> TradeClock {
        let clock = TradeClock(try await store.clockRecord(), rules: rules, read: read, onEvent: onEvent)
        _ = try await clock.keep(store)
        return clock
    }

    /// Looks at the clocks, takes up what an operator has said of them, and writes the time down now and then.
    /// - Returns: Whether the wall clock is believed, so that time may act.
    public func keep(_ store: any TradeStore) async throws -> Bool {
        let (status, reading) = look()
        let before = state.withLock { $0 }
        if status.isAstray {
            if try await store.clockRecord()?.accepted != nil {
                onEvent(.moved(byMilliseconds: try await change(store) { try self.takeUp(desk: $0) }))
            } else if before.mayRest, (0...rules.offMilliseconds).contains(status.aheadMilliseconds) {
                onEvent(.moved(byMilliseconds: try await change(store) { try self.rest(desk: $0) }))
            } else {
                // The operator's command reads there that a word is waited for: it does not know these rules.
                try await write(store, reading, before, isAstray: true)
            }
        } else {
            try await write(store, reading, before, isAstray: false)
        }
        return !self.status().isAstray
    }

    /// Takes up an operator's word. Inside the transaction that moves the deadlines, so that whoever writes one before or
    /// after it does so by the time to which it belongs.
    /// - Returns: By how much the deadlines have moved.
    private func takeUp(desk: any TradeDesk) throws -> Int64 {
        guard let record = try desk.clockRecord(), let accepted = record.accepted else { return 0 }
        let correction = accepted.wallMilliseconds - record.marketMilliseconds(at: accepted)
        try desk.moveDeadlines(byMilliseconds: correction)
        let next = ClockRecord(look: accepted)
        try desk.write(next)
        let reading = read()
        state.withLock { state in
            state.offset = next.marketMilliseconds(at: reading) - reading.uptimeMilliseconds
            state.followedUptime = reading.uptimeMilliseconds
            state.mayRest = !next.isSameBoot(reading)
            // The uptime of another start of the machine says nothing of this one's.
            state.written = next.isSameBoot(reading) ? (accepted.uptimeMilliseconds, false) : nil
        }
        return correction
    }

    /// Goes on after the machine was off. Inside a transaction, as above.
    private func rest(desk: any TradeDesk) throws -> Int64 {
        let reading = read()
        let offset = reading.wallMilliseconds - reading.uptimeMilliseconds
        let off = state.withLock { offset - $0.offset }
        try desk.moveDeadlines(byMilliseconds: off)
        try desk.write(ClockRecord(look: reading))
        state.withLock { state in
            state.offset = offset
            state.followedUptime = reading.uptimeMilliseconds
            state.mayRest = false
            state.written = (reading.uptimeMilliseconds, false)
        }
        return off
    }

    private func change(
        _ store: any TradeStore, _ work: @escaping @Sendable (any TradeDesk) throws -> Int64
    ) async throws -> Int64 {
        let before = state.withLock { $0 }
        do { return try await store.trade(work) } catch {
            state.withLock { $0 = before }
            throw error
        }
    }

    private func write(_ store: any TradeStore, _ reading: ClockReading, _ before: State, isAstray: Bool) async throws {
        if let written = before.written, written.isAstray == isAstray,
            reading.uptimeMilliseconds - written.uptime < rules.writingMilliseconds
        {
            return
        }
        var look = reading
        look.wallMilliseconds = reading.uptimeMilliseconds + before.offset
        let record = ClockRecord(look: look, isAstray: isAstray)
        try await store.trade { desk in
            var record = record
            // What an operator says of a clock that is right again is void.
            if isAstray { record.accepted = try desk.clockRecord()?.accepted }
            try desk.write(record)
        }
        state.withLock { $0.written = (reading.uptimeMilliseconds, isAstray) }
    }
}
