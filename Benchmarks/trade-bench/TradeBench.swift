import ArgumentParser
import Foundation
import MarketplaceClient
import MarketplaceWire

/// Trades with a running market from many connections at once, and checks that what was acknowledged has happened.
@main
struct TradeBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trade-bench", abstract: "Runs whole trades over HTTP: order, pay, ship, confirm, two ratings.",
        discussion: """
            Signs up buyers and sellers of its own. A request whose answer is lost is sent again under its key, so that the \
            server may be killed and started anew meanwhile. Prints one JSON object; exits with 1 where anything that was \
            acknowledged is missing or was done twice.
            """)

    @Option(help: "The market's address.")
    var server = "http://127.0.0.1:8080"
    @Option(help: "A file that the server writes its port into, read anew after every lost connection.")
    var portFile: String?
    @Option(help: "How many trade at the same time.")
    var connections = 64
    @Option(help: "How many trades altogether.")
    var trades = 2_000
    @Option(help: "Ends when this file is there, before all trades are done.")
    var until: String?
    @Option(
        help:
            "How many accounts sell. As many buy, and more where a buyer would wait for more payments than a market allows."
    )
    var accounts = 8
    @Option(help: "Measures how often a second this folder's disk can sync.")
    var disk: String?

    /// A market lets ten orders of a buyer wait to be paid.
    private static let connectionsOfBuyer = 8

    func validate() throws {
        guard (1...10_000).contains(connections), (1...10_000_000).contains(trades), (1...1_000).contains(accounts)
        else { throw ValidationError("--connections, --trades and --accounts are at least 1") }
    }

    func run() async throws {
        let market = Market(server: server, portFile: portFile)
        let buyers = max(accounts, (connections + Self.connectionsOfBuyer - 1) / Self.connectionsOfBuyer)
        let people = try await People.signUp(sellers: accounts, buyers: buyers, in: market)
        let counters = try await market.counters()
        let load = TradeLoad(market: market, people: people, total: trades, until: until)
        let took = try await ContinuousClock().measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<connections { group.addTask { try await load.run(worker: number) } }
                try await group.waitForAll()
            }
        }
        let after = try await market.counters()
        let missing = try await load.check()
        for line in missing { FileHandle.standardError.write(Data("MISSING \(line)\n".utf8)) }
        var report = load.report(seconds: took / .seconds(1))
        if let counters, let after, after.commits > counters.commits {
            report["writes_per_sync"] =
                Double(after.writes - counters.writes) / Double(after.commits - counters.commits)
        }
        if let disk { report["disk_syncs_per_second"] = try DiskProbe.syncsPerSecond(in: disk) }
        report["missing"] = Double(missing.count)
        print(String(decoding: try JSONEncoder.sorted.encode(report), as: UTF8.self))
        guard missing.isEmpty else { throw ExitCode(1) }
    }
}

extension JSONEncoder {
    fileprivate static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }
}
