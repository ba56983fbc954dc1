import Accounts
import Catalog
import MarketplaceStore
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// A shop's name finds its listings, and lets them stand together where it is asked for.
struct ShopNameTests {
    @Test func aNameFindsItsListingsBehindTitlesThatSayIt() throws {
        let longest = (0..<249).map { _ in "x" }.joined(separator: " ") + " anker"
        let market = try SmallMarket(
            ["充电器 65W", "Anker 充电器", longest, "数据线"], shops: [0: "Anker", 3: "anker Anker ANKER"])
        let found = try market.complete("anker")
        #expect(Set(found) == [0, 1, 2, 3])
        #expect(found.prefix(2) == [1, 2])
        #expect(try market.complete("anker 充电器") == [1, 0])
    }

    @Test func charactersOfATitleCountMoreThanThoseOfAName() throws {
        let longest = String(repeating: "长", count: 497) + "茵曼"
        let market = try SmallMarket(["毛衣", longest, "毛衣"], shops: [0: "茵", 2: "茵曼"])
        #expect(try market.complete("茵").first == 1)
        #expect(try market.complete("茵曼") == [1, 2])
    }

    @Test(arguments: [
        ("River market 104", "River market 104", true), ("river MARKET 104 scarf", "River market 104", true),
        ("成都小鋪15號 围巾", "成都小铺15号", true), ("\"River market\" 104", "River market 104", true),
        ("market river", "River market 104", true), ("小铺", "成都小铺15号", true),
        ("scarf river market", "River market 104", false), ("river scarf market 104", "River market 104", false),
        ("scarf -\"River market 104\"", "River market 104", false), ("river", "!!!", false), ("", "River", false),
        ("scarf -river", "River", false), ("-river", "River", true),
    ])
    func aNameIsAskedForWhereAllOfItOrNothingElseIsTyped(query: String, name: String, isNamed: Bool) {
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        #expect((ShopNameQuery(query, analyzer: analyzer).naming(name) != nil) == isNamed)
    }

    /// Shops by name with so many listings each of one title.
    private static func market(_ shops: [(name: String, title: String, count: Int)]) async throws -> StoredMarket {
        let market = try await StoredMarket()
        for (number, shop) in shops.enumerated() {
            let account = try await market.store.createAccount(
                username: "shop-\(number)", displayName: shop.name, passwordHash: "none", atMilliseconds: 1)
            let contents = (0..<shop.count).map { market.content("\(shop.title) \($0)") }
            _ = try await market.store.create(contents, sellerID: account.id, atMilliseconds: 1)
        }
        return market
    }

    private static func follow(_ market: StoredMarket) throws -> ListingFollower {
        let follower = market.follower()
        try follower.open()
        try follower.step()
        return follower
    }

    /// Of each of the first ten hits, the shop's name.
    private func shops(_ service: ListingSearchService, _ market: StoredMarket, _ text: String) async throws -> [String]
    {
        let page = try await service.search(ListingQuery(text: text, corrects: false, limit: 10))
        let listings = try await market.store.listings(page.hits.map(\.id))
        let names = try await market.store.shopNames(of: listings.map(\.sellerID))
        return page.hits.compactMap { hit in listings.first { $0.id == hit.id }.flatMap { names[$0.sellerID] } }
    }

    @Test func whoIsAskedForByNameFillsThePageBeforeAndAfterARebuild() async throws {
        let copied = "新款 冬季 加厚 男女 情侣 礼物"
        let market = try await Self.market([
            ("River market 104", "羊毛围巾", 12), ("成都小铺15号", "成都小铺15号 羊毛围巾", 12), ("River market 7", "羊毛围巾", 12),
            ("River trading 9", "羊毛围巾", 12), ("杭州优品3号", "羊毛围巾", 12), ("Jade house 5", "Jade 羊毛围巾", 12),
            ("Copy A", "羊毛围巾 仿 成都小铺15号 \(copied)", 3), ("Copy B", "羊毛围巾 仿 Jade house 5 \(copied)", 3),
        ])
        let follower = try Self.follow(market)
        let service = market.search(follower)
        for round in 0..<2 {
            for (query, shop) in [
                ("成都小铺15号", "成都小铺15号"), ("羊毛围巾 成都小鋪15號", "成都小铺15号"), ("Jade", "Jade house 5"),
            ] {
                let found = try await shops(service, market, query)
                #expect(found == Array(repeating: shop, count: 10), "\(query) round \(round)")
            }
            // River says three shops, and wool none.
            for (query, shopCount) in [("羊毛围巾", 5), ("river", 3), ("river market", 2)] {
                let found = try await shops(service, market, query)
                let counts = found.prefix(2 * shopCount).reduce(into: [:]) { $0[$1, default: 0] += 1 }
                #expect(
                    Set(found).count == shopCount && counts.values.allSatisfy { $0 == 2 },
                    "\(query) round \(round): \(found)")
            }
            _ = try market.rebuild(partListings: 10).run { _ in }
            try follower.step()
        }
        #expect(try market.generations.current() == 3)
    }

    @Test func aShopNamedAsGoodsIsNotAskedForByWhoWantsThem() async throws {
        let market = try await Self.market([
            ("连衣裙", "连衣裙", 30), ("A", "连衣裙", 20), ("B", "连衣裙", 20), ("C", "连衣裙", 20), ("D", "连衣裙", 20),
        ])
        let service = market.search(try Self.follow(market))
        let found = try await shops(service, market, "连衣裙")
        #expect(found.count { $0 == "连衣裙" } == 2, "\(found)")
    }

    @Test func aPhraseMayBeAShopsName() async throws {
        let market = try await Self.market([("River market 104", "围巾", 3), ("market River 104", "围巾", 3)])
        let service = market.search(try Self.follow(market))
        let found = try await shops(service, market, "\"river market\" 围巾")
        #expect(found == Array(repeating: "River market 104", count: 3))
    }

    @Test func aWordKeptWholeConcernsShopsNames() throws {
        let cuts = ListingCuts(from: .none, to: try WordTable(["茵曼家"]))
        let content = ListingContent(
            title: "围巾", categoryID: 3030, price: Money(amountMinor: 100, currency: .cny), region: "CN", shipsTo: ["CN"]
        )
        let listing = Listing(
            id: 1, sellerID: 1, content: content, status: .active, version: 1, createdAtMilliseconds: 1,
            updatedAtMilliseconds: 1)
        #expect(cuts.difference(ShopListing(listing, shopName: "茵曼家旗舰店")) != nil)
        #expect(cuts.difference(ShopListing(listing, shopName: "茵曼")) == nil)
    }

    private static let words = ["红", "连衣裙", "wool", "scarf"]

    /// Names and titles of the same few words: whatever is asked, it is found where it stands, in title or name.
    @Test(arguments: [UInt64(41), 42, 43])
    func whatHoldsAllWordsInTitleOrNameIsFound(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func text() -> String {
            Self.words.filter { _ in Bool.random(using: &random) }.shuffled(using: &random).joined(separator: " ")
        }
        let titles = (0..<40).map { "\(text()) \($0)" }
        let shops = Dictionary(uniqueKeysWithValues: titles.indices.map { ($0, text()) })
        let market = try SmallMarket(titles, shops: shops)
        for query in [["红"], ["wool"], ["连衣裙", "scarf"], ["wool", "scarf", "红"]] {
            let wanted = titles.indices.filter { place in
                query.allSatisfy { "\(titles[place]) \(shops[place] ?? "")".contains($0) }
            }
            let page = try market.stretch(query.joined(separator: " "), limit: 100)
            let complete = page.hits.prefix(page.completeCount).map { Int($0.id) }
            #expect(complete.sorted() == wanted, "seed \(seed) \(query)")
            // One word: whoever has it in the title stands before who has it only in the name.
            guard query.count == 1 else { continue }
            let inTitle = complete.map { titles[$0].contains(query[0]) }
            #expect(inTitle == inTitle.sorted { $0 && !$1 }, "seed \(seed) \(query)")
        }
    }
}
