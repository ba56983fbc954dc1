import Catalog
import MarketplaceStore
import TestSupport
import Testing

@Suite struct `Random histories` {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `agree with a slow model, reopening now and then`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let market = try TemporaryStore()
        let sellers = [try await market.seller("a"), try await market.seller("b")]
        var store = market.store
        var model = ModelMarket()
        var follower = Follower()
        for step in 0..<250 {
            let time = Int64(step)
            if Int.random(in: 0..<10, using: &random) < 3 || model.listings.isEmpty {
                let content = Self.content(&random)
                let seller = try #require(sellers.randomElement(using: &random))
                let real = try await store.create(content, sellerID: seller, atMilliseconds: time)
                #expect(real == model.create(content, sellerID: seller, id: real.id, at: time), "seed \(seed)")
            } else {
                try await Self.change(store, &model, sellers, time, &random, seed)
            }
            if step % 20 == 0 { try follower.follow(store, limit: Int.random(in: 1...7, using: &random)) }
            if step % 90 == 89 {
                try store.close()
                store = try MarketplaceStore(path: market.path)
            }
        }
        #expect(try await store.sellersWithWrongTotals().isEmpty, "seed \(seed)")
        try follower.follow(store, limit: 5)
        #expect(
            follower.listings == Dictionary(uniqueKeysWithValues: model.listings.map { ($0.id, $0) }), "seed \(seed)")
        try Self.compare(store, model, shops: [sellers[0]: "a", sellers[1]: "b"], seed)
    }

    private static func change(
        _ store: MarketplaceStore, _ model: inout ModelMarket, _ sellers: [Int64], _ time: Int64,
        _ random: inout SeededGenerator, _ seed: UInt64
    ) async throws {
        let target = try #require(model.listings.randomElement(using: &random))
        let seller = Int.random(in: 0..<8, using: &random) == 0 ? sellers[0] : target.sellerID
        let version = target.version + (Int.random(in: 0..<8, using: &random) == 0 ? 1 : 0)
        let content = Bool.random(using: &random) ? content(&random) : nil
        let status = Bool.random(using: &random) ? ListingStatus.allCases.randomElement(using: &random) : nil
        let expected = model.update(
            target.id, sellerID: seller, expectedVersion: version, content: content, status: status, at: time)
        let real: Result<Listing, CatalogError>
        do {
            real = .success(
                try await store.update(
                    target.id, sellerID: seller, expectedVersion: version, content: content, status: status,
                    atMilliseconds: time))
        } catch let error as CatalogError {
            real = .failure(error)
        }
        #expect(real == expected, "seed \(seed)")
    }

    private static func compare(
        _ store: MarketplaceStore, _ model: ModelMarket, shops: [Int64: String], _ seed: UInt64
    ) throws {
        func offered(_ listings: [Listing]) throws -> [ShopListing] {
            try listings.map { ShopListing($0, shopName: try #require(shops[$0.sellerID])) }
        }
        var scanned: [ShopListing] = []
        let sequence = try store.scanOnSale(batchSize: 7, afterID: 0) { scanned += $0 }
        #expect(try scanned == offered(model.active), "seed \(seed)")
        #expect(try store.onSaleCount() == model.active.count, "seed \(seed)")
        for stride in 1...3 {
            var titles: [[String]] = []
            try store.scanTitlesOnSale(every: stride) { title, sellerID in titles.append([title, "\(sellerID)"]) }
            let expected = model.active.enumerated().filter { $0.offset % stride == 0 }
                .map { [$0.element.content.title, "\($0.element.sellerID)"] }
            #expect(titles == expected, "seed \(seed)")
        }
        let changes = try store.changes(after: 0, limit: 10_000)
        #expect(try changes.map(\.offered) == offered(model.lastChanges), "seed \(seed)")
        #expect(try sequence == store.lastSequence() && sequence == changes.last?.sequence, "seed \(seed)")
        #expect(Int64(model.changes.count) == sequence, "seed \(seed)")
        #expect(try store.integrityCheck().isEmpty, "seed \(seed)")
    }

    private static func content(_ random: inout SeededGenerator) -> ListingContent {
        let pieces = ["连衣裙", "a", "\n", "\t", "\\", "", "é", "👗", "n", "\r\n", "'"]
        func text() -> String {
            (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        var content = ListingContent.sample(
            text(), priceMinor: .random(in: ListingLimits.priceMinor, using: &random))
        content.shipsTo = (0..<Int.random(in: 0...3, using: &random)).map { _ in text() }
        content.attributes = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            ListingAttribute(
                name: text(), value: text())
        }
        content.condition = Condition.allCases.randomElement(using: &random) ?? .new
        return content
    }
}

/// Keeps a copy of all listings by the change log alone, as an index does.
struct Follower {
    var sequence: Int64 = 0
    var listings: [Listing.ID: Listing] = [:]

    mutating func follow(_ store: MarketplaceStore, limit: Int) throws {
        while true {
            let changes = try store.changes(after: sequence, limit: limit)
            for change in changes {
                #expect(change.sequence > sequence)
                sequence = change.sequence
                listings[change.listingID] = try #require(change.offered).listing
            }
            if changes.isEmpty { return }
        }
    }
}
