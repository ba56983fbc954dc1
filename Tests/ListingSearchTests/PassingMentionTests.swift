import Accounts
import Catalog
import MarketplaceStore
import TestSupport
import Testing

@testable import ListingSearch

/// Where a listing stands that holds all words, but only by the way.
struct PassingMentionTests {
    private func found(
        _ text: String, _ listings: [(title: String, description: String)], shop: String = "Seller"
    ) async throws -> [Int64] {
        let market = try await StoredMarket()
        let other = try await market.store.createAccount(
            username: "other", displayName: shop, passwordHash: "none", atMilliseconds: 1)
        var ids: [Listing.ID] = []
        for (place, listing) in listings.enumerated() {
            var content = market.content(listing.title)
            content.description = listing.description
            ids += try await market.store.create(
                [content], sellerID: place == 0 ? other.id : market.seller, atMilliseconds: 1
            ).map(\.id)
        }
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let page = try await market.search(follower).search(ListingQuery(text: text, corrects: false))
        return page.hits.map { Int64(ids.firstIndex(of: $0.id) ?? -1) }
    }

    private static let filling = String(repeating: "with paper, ink and much more in the box ", count: 3)
    private static let mentions =
        filling + "external tray, cd labels and drive, " + String(repeating: filling, count: 4)

    /// Of many listings on cds: what the word says of one is little.
    @Test func aListingThatLacksAWordComesBeforeOneThatMentionsAll() async throws {
        let listings = [("Printer 40", Self.mentions), ("External drive", ""), ("External cd drive", "")]
        let others = (0..<10).map { ("cd \($0)", "") }
        #expect(try await found("external cd drive", listings + others).prefix(3) == [2, 1, 0])
    }

    @Test func whatHoldsAllWordsInShortComesBeforeWhatLacksOne() async throws {
        let found = try await found(
            "external cd drive", [("External unit", "a drive for any cd"), ("External drive", "")])
        #expect(found == [0, 1])
    }

    @Test func aShopThatIsAskedForComesBeforeTitlesThatLackAWordOfItsName() async throws {
        let titles = [("lamp 40", ""), ("blue river", ""), ("blue lamp", ""), ("river", "")]
        #expect(try await found("blue river market", titles, shop: "Blue river market").first == 0)
        #expect(try await found("blue river", [titles[0], titles[2], titles[3]], shop: "Blue river").first == 0)
    }

    /// Han text is found by pairs and ranked by characters: what holds all stands before what lacks a pair, wherever it
    /// holds them.
    @Test func ofHanTextAllCharactersComeFirst() async throws {
        let description = String(repeating: "说明文字介绍产品", count: 12) + "棉麻桌布" + String(repeating: "更多内容", count: 20)
        let found = try await found("棉麻桌布", [("家居用品", description), ("棉麻 布 桌 罩", ""), ("棉麻 桌布", "")])
        #expect(found.first != 1 && Array(found.prefix(2)).contains(0))
    }
}
