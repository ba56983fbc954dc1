import ArgumentParser
import Orders

/// How long things wait in a market that is served.
struct TradeOptions: ParsableArguments {
    @Option(help: "How many minutes an unpaid order holds its goods.")
    var unpaidMinutes = 30
    @Option(
        help: """
            How many hours the machine may have been off without an operator's word; deadlines move by as much. Where it was \
            off for longer, or so its clock says, they wait for sesamed order clock accept.
            """)
    var maxOffHours = 336

    func validate() throws {
        try check("--unpaid-minutes", unpaidMinutes, OrderClocks.unpaidMinutes)
        try check("--max-off-hours", maxOffHours, ClockRules.offHours)
    }

    private func check(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws {
        guard range.contains(value) else {
            throw ValidationError("\(option) is \(range.lowerBound) to \(range.upperBound), not \(value)")
        }
    }

    var clocks: OrderClocks {
        var clocks = OrderClocks()
        clocks.unpaidMilliseconds = Int64(unpaidMinutes) * 60_000
        return clocks
    }

    var rules: ClockRules {
        var rules = ClockRules()
        rules.offMilliseconds = Int64(maxOffHours) * 3_600_000
        return rules
    }
}
