import Accounts
import ArgumentParser
import Catalog
import DemoMarket
import MarketplaceStore

struct DemoMarketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-market", abstract: "Loads an invented market into an empty store.",
        discussion:
            "The same seed gives the same listings. Nobody can log in as its sellers: their passwords are thrown away.")

    @OptionGroup var market: MarketOptions
    @Option(help: "How many listings.")
    var count = 20_000
    @Option(help: "Another seed, another market.")
    var seed: UInt64 = 1

    private static let batchCount = 5_000

    func validate() throws {
        guard (1...100_000_000).contains(count) else {
            throw ValidationError("--count is 1 to 100000000, not \(count)")
        }
    }

    func run() async throws {
        let store = try market.folder().openStore(creating: true)
        guard try store.activeCount() == 0 else { throw CommandError(message: "the store holds listings already") }
        let categories = try CategoryTree(await store.categories())
        let demo = DemoMarket(seed: seed, categories: categories)
        let sellers = try await makeSellers(store)
        var start = 0
        while start < count {
            let end = min(count, start + Self.batchCount * sellers.count / 50)
            try await load(demo, start..<end, sellers, store)
            start = end
            Messages.progress("\(start) of \(count) listings")
        }
        Messages.endProgress()
        print("\(count) listings of \(sellers.count) sellers")
    }

    /// Accounts that nobody has the password of: its hash is of random bytes that are not kept.
    private func makeSellers(_ store: MarketplaceStore) async throws -> [Account.ID] {
        var sellers: [Account.ID] = []
        for number in 0..<DemoSellers.count {
            let account = try await store.createAccount(
                username: DemoSellers.username(number), displayName: DemoSellers.displayName(number),
                passwordHash: "unusable", atMilliseconds: systemMilliseconds())
            sellers.append(account.id)
        }
        return sellers
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
