import Accounts
import ArgumentParser
import Catalog
import DemoMarket
import DiskSpace
import Foundation
import MarketplaceStore

struct DemoMarketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-market", abstract: "Loads an invented market into an empty store.",
        discussion:
            "The same seed gives the same listings. Nobody can log in as its sellers: their passwords are thrown away.")

    @OptionGroup var market: MarketOptions
    @Option(help: "How many listings.")
    var count = 20_000
    @Option(help: "How many trades it has behind it, with ratings.")
    var trades = 0
    @Option(help: "Writes here what a payment provider would know of those trades.")
    var providerLog: String?
    @Option(help: "Another seed, another market.")
    var seed: UInt64 = 1

    private static let batchCount = 5_000
    /// About, in the store.
    private static let bytesPerListing = 400
    private static let bytesPerTrade = 6_000

    func validate() throws {
        guard (1...100_000_000).contains(count) else {
            throw ValidationError("--count is 1 to 100000000, not \(count)")
        }
        guard (0...10_000_000).contains(trades) else {
            throw ValidationError("--trades is 0 to 10000000, not \(trades)")
        }
    }

    func run() async throws {
        let store = try market.folder().openStore(creating: true)
        guard try store.onSaleCount() == 0 else { throw CommandError(message: "the store holds listings already") }
        try DiskSpace.require(count * Self.bytesPerListing + trades * Self.bytesPerTrade, at: store.path)
        let categories = try CategoryTree(await store.categories())
        let demo = DemoMarket(seed: seed, categories: categories)
        let sellers = try await makeAccounts(
            DemoSellers.count, DemoSellers.username, DemoSellers.displayName, store)
        var start = 0
        while start < count {
            let end = min(count, start + Self.batchCount * sellers.count / 50)
            try await load(demo, start..<end, sellers, store)
            start = end
            Messages.progress("\(start) of \(count) listings")
        }
        Messages.endProgress()
        print("\(count) listings of \(sellers.count) sellers")
        if trades > 0 { try await trade(store) }
    }

    private func trade(_ store: MarketplaceStore) async throws {
        let buyers = try await makeAccounts(
            DemoTrades.buyerCount, DemoBuyers.username, DemoBuyers.displayName, store)
        let loader = DemoTradeLoader(
            store: store, trades: DemoTrades(seed: seed, listingCount: count), count: trades, buyers: buyers,
            now: systemMilliseconds())
        let lines = try await loader.run()
        if let providerLog {
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(
                to: URL(fileURLWithPath: providerLog), options: .atomic)
        }
        print("\(trades) trades by \(buyers.count) buyers")
    }

    /// Accounts that nobody has the password of: its hash is of random bytes that are not kept.
    private func makeAccounts(
        _ count: Int, _ username: (Int) -> String, _ displayName: (Int) -> String, _ store: MarketplaceStore
    ) async throws -> [Account.ID] {
        var accounts: [Account.ID] = []
        for number in 0..<count {
            let account = try await store.createAccount(
                username: username(number), displayName: displayName(number), passwordHash: "unusable",
                atMilliseconds: systemMilliseconds())
            accounts.append(account.id)
        }
        return accounts
    }

    /// One transaction a seller of the stretch.
    private func load(
        _ demo: DemoMarket, _ range: Range<Int>, _ sellers: [Account.ID], _ store: MarketplaceStore
    ) async throws {
        var bySeller = [[ListingContent]](repeating: [], count: sellers.count)
        for number in range {
            let (content, seller) = demo.listing(number)
            bySeller[seller].append(content)
        }
        for (seller, contents) in bySeller.enumerated() where !contents.isEmpty {
            _ = try await store.create(contents, sellerID: sellers[seller], atMilliseconds: systemMilliseconds())
        }
    }
}
