import ArgumentParser
import Catalog
import Foundation
import MarketplaceStore
import Orders

/// The market's time, where the machine's clock has jumped.
struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "Shows whether the machine's clock is believed, and says that it is right.",
        subcommands: [ShowCommand.self, AcceptCommand.self], defaultSubcommand: ShowCommand.self)

    struct ShowCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Prints the machine's clock and the market's time.",
            discussion: "Exits with 1 where the clock has jumped and nobody has said yet that it is right.")

        @OptionGroup var market: MarketOptions

        func run() async throws {
            let store = try market.folder().openStore(creating: false)
            let (reading, record) = (MachineClock.read(), try await store.clockRecord())
            let status = TradeClock(record, read: { reading }).status()
            print(cells: ["machine", MachineClock.text(reading.wallMilliseconds)])
            print(cells: ["market", MachineClock.text(status.marketMilliseconds)])
            guard record?.waits(at: reading) == true else { return print(cells: ["state", "right"]) }
            if record?.accepted != nil { return print(cells: ["state", "accepted; the server takes it up"]) }
            print(cells: ["state", "jumped; deadlines wait"])
            throw ExitCode(1)
        }
    }

    struct AcceptCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept", abstract: "Says that the machine's clock is right after it has jumped.",
            discussion: """
                Every deadline moves with the clock: what was three days away is three days away. The server takes it up within \
                seconds, or at its next start. The act is logged under your login.
                """)

        @OptionGroup var market: MarketOptions
        @Option(help: "Why the clock is right now.")
        var reason: String

        func run() async throws {
            let store = try market.folder().openStore(creating: false)
            let reading = MachineClock.read()
            do {
                let before = try await store.acceptClock(reading, reason: reason, operatorName: NSUserName())
                print(
                    "accepted\t\(MachineClock.text(reading.wallMilliseconds))\tin place of\t\(MachineClock.text(before))"
                )
            } catch OrderError.invalid(let problems) {
                throw CommandError(message: problems.map { "the \($0.field) \($0.message)" }.joined(separator: "; "))
            }
        }
    }
}
