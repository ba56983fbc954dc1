import ArgumentParser
import Foundation
import Ledger
import MarketplaceStore

struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Looks at the market's books.", subcommands: [VerifyCommand.self])

    struct VerifyCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Proves that the books sum to nought and that every order's money is where its state says.",
            discussion: """
                Goes over every line, order and payment, as they are at this moment; a server may be running. Exits with 1 \
                where anything is wrong. The hash that it prints stands for all lines up to the newest: kept elsewhere, it \
                shows later, with --contains, that none was changed.
                """)

        @OptionGroup var market: MarketOptions
        @Option(help: "What the payment provider has decided, a line each: reference, state, amount, currency.")
        var providerLog: String?

        @Option(help: "A line's number and hash kept from before, as 812:ab34…: it has to be in the chain still.")
        var contains: String?

        func run() throws {
            let store = try market.folder().openStore(creating: false)
            let audit = try store.auditTrade(kept: try contains.map(Self.head))
            var faults = audit.faults
            if let providerLog { faults += try store.reconcile(with: Self.read(providerLog)) }
            for fault in faults { print("WRONG \(fault)") }
            guard faults.isEmpty else {
                throw CommandError(message: "\(faults.count) things are wrong in the books")
            }
            print(
                "ok    \(audit.lineCount) lines, \(audit.orderCount) orders; the newest line is "
                    + "\(audit.lineCount):\(hexadecimal(audit.head))"
            )
            if providerLog != nil { print("ok    the provider agrees") }
        }

        private static func head(_ text: String) throws -> LedgerHead {
            let parts = text.split(separator: ":")
            guard parts.count == 2, let sequence = Int64(parts[0]), sequence > 0,
                let hash = bytes(hexadecimal: parts[1])
            else { throw ValidationError("--contains is a line's number, a colon and its hash in hexadecimal") }
            return LedgerHead(sequence: sequence, hash: hash)
        }

        /// Of a reference the last line holds.
        private static func read(_ path: String) throws -> [String: (state: String, amountMinor: Int64)] {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            var states: [String: (state: String, amountMinor: Int64)] = [:]
            for (number, line) in text.split(separator: "\n").enumerated() {
                let parts = line.split(separator: " ")
                guard parts.count == 4, let amount = Int64(parts[2]) else {
                    throw CommandError(message: "\(path), line \(number + 1): not reference, state, amount, currency")
                }
                states[String(parts[0])] = (String(parts[1]), amount)
            }
            return states
        }
    }
}
