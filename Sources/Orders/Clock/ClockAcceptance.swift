import Catalog
import Foundation

extension TradeStore {
    /// Writes down that an operator says that the wall clock is right. The server takes it up, within seconds or at its
    /// next start, and moves every deadline with it.
    /// - Returns: The market's time until then.
    /// - Throws: `OrderError.invalid` where the reason is too long or no jump waits.
    public func acceptClock(_ reading: ClockReading, reason: String, operatorName: String) async throws -> Int64 {
        if let problem = OrderLimits.reason.problem(with: reason) {
            throw OrderError.invalid([FieldProblem(field: "reason", message: problem)])
        }
        return try await trade { desk in
            guard var record = try desk.clockRecord(), record.waits(at: reading) else {
                throw OrderError.invalid([FieldProblem(field: "clock", message: "has not jumped: nothing waits")])
            }
            let market = record.marketMilliseconds(at: reading)
            record.accepted = reading
            try desk.write(record)
            let times = [reading.wallMilliseconds, market].map {
                Date(timeIntervalSince1970: Double($0) / 1_000).ISO8601Format()
            }
            try desk.record(
                OperatorAct(
                    operatorName: operatorName, act: "accept_clock", subject: "clock",
                    reason: "\(times[0]) in place of \(times[1]): \(reason)",
                    atMilliseconds: reading.wallMilliseconds))
            return market
        }
    }
}

extension ClockRecord {
    /// Whether the wall clock of a reading needs an operator's word. A server that waits for one has written it down; where
    /// none has run since the machine was started, the usual rules tell.
    public func waits(at reading: ClockReading) -> Bool {
        let rules = ClockRules()
        let ahead = reading.wallMilliseconds - marketMilliseconds(at: reading)
        guard ahead.magnitude > rules.toleranceMilliseconds.magnitude else { return false }
        return isSameBoot(reading) || isAstray || !(0...rules.offMilliseconds).contains(ahead)
    }
}
