import Accounts
import Catalog
import MarketplaceStore
import SearchIndex
import Testing

@testable import ListingSearch

/// What an operator's commands see is what the server answers.
struct OperatorSearchTests {
    private struct Records: SellerRecords {
        var records: [Int64: SellerRecord]

        func record(of sellerID: Int64) -> SellerRecord? { records[sellerID] }
        var changeCount: Int { 1 }
        var areRead: Bool { true }
        func frozen() -> any SellerRecords { self }
    }

    @Test func itRanksByWhatIsKnownOfSellersAsTheServerDoes() async throws {
        let market = try await StoredMarket()
        let other = try await market.store.createAccount(
            username: "other", displayName: "Other", passwordHash: "none", atMilliseconds: 1
        ).id
        for seller in [market.seller, other] {
            _ = try await market.store.create(
                [market.content("连衣裙")], sellerID: seller, atMilliseconds: 1)
        }
        let follower = market.follower()
        try follower.open()
        try follower.step()
        var orders: Set<[Int64]> = []
        for trusted in [market.seller, other] {
            let records = Records(records: [trusted: SellerRecord(standing: 0.9, saleCount: 400)])
            let answered = try await market.search(follower, sellers: records)
                .search(ListingQuery(text: "连衣裙")).hits.map(\.id)
            let search = OperatorSearch(
                index: try #require(follower.live), categories: market.categories,
                lexicon: market.lexicons.current(), store: market.store, vocabularies: market.vocabularies,
                rules: market.rules, sellers: records, nowMilliseconds: 1)
            #expect(try await search.firstHits("连衣裙", limit: 10) == answered)
            orders.insert(answered)
        }
        #expect(orders.count == 2, "the records decide nothing")
    }
}
