import Foundation
import Glibc
import Logging
import Orders

/// The machine's own clocks.
enum MachineClock {
    /// Another one after each start of the machine.
    private static let bootID: String? = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)

    /// Both clocks at one moment. A process that is stopped between two looks is not to take that for a jump.
    static func read() -> ClockReading {
        var before = uptimeMilliseconds()
        for _ in 0..<5 {
            let wall = systemMilliseconds()
            let after = uptimeMilliseconds()
            if after - before < 1_000 {
                return ClockReading(wallMilliseconds: wall, uptimeMilliseconds: after, bootID: bootID)
            }
            before = after
        }
        return ClockReading(wallMilliseconds: systemMilliseconds(), uptimeMilliseconds: before, bootID: bootID)
    }

    /// Goes on while the machine sleeps (clock_gettime(2)).
    private static func uptimeMilliseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Tells the log of what happens to the clock.
    static func tell(_ event: ClockEvent, _ logger: Logger) {
        switch event {
        case .astray(let status):
            logger.error(
                "the clock has jumped: no deadline ends anything until it is set back or an operator runs sesamed order clock accept",
                metadata: [
                    "wall": "\(text(status.wallMilliseconds))", "expected": "\(text(status.marketMilliseconds))",
                    "ahead_seconds": "\(status.aheadMilliseconds / 1_000)",
                ])
        case .right(let status):
            logger.notice("the clock is right again", metadata: ["wall": "\(text(status.wallMilliseconds))"])
        case .moved(let milliseconds):
            logger.notice("all deadlines have moved", metadata: ["by_seconds": "\(milliseconds / 1_000)"])
        }
    }

    static func text(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000).ISO8601Format()
    }
}
