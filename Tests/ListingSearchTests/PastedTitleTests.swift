import Catalog
import Foundation
import MarketplaceStore
import SearchIndex
import TestSupport
import Testing

@testable import ListingSearch

/// Whoever pastes a listing's title finds that listing, whatever signs stand in it and however long it is.
struct PastedTitleTests {
    private static let titles = [
        "冰箱冷藏温度计 -20℃ 家用 -30度", "Dress - black -red trim", "机油 5W-30 -SN级 4L 全合成", "A -B -C",
        "保温杯 \"小熊\" -限量 500ml", "“大码” T恤 -男 -女 同款", "Cable USB-C -to- USB-A 2m", "红色 连衣裙 -夏",
        "连衣裙 红色 夏 真丝", "黑色 dress with red", "T恤 大码 女",
    ]

    @Test func titlesWithSignsFindTheirListing() async throws {
        let market = try await PastedMarket(Self.titles)
        for (title, id) in zip(Self.titles, market.ids) {
            #expect(try await market.first(title) == [id], "\(title)")
            #expect(try await market.first(title.uppercased() + " ") == [id], "\(title)")
        }
    }

    /// As long as no title has the text, a minus means what it says.
    @Test func aMinusLeavesOutWhereNoTitleHasIt() async throws {
        let market = try await PastedMarket(Self.titles)
        #expect(try await market.search("真丝 -夏").hits.isEmpty)
        let found = try await market.search("连衣裙 -真丝").hits.map(\.id)
        #expect(found.contains(market.ids[7]) && !found.contains(market.ids[8]))
        #expect(try await market.search("T恤 -同款").hits.map(\.id) == [market.ids[10]])
        let literal = try await market.search("红色 连衣裙 -夏")
        #expect(literal.hits.first?.id == market.ids[7] && literal.searched == "红色 连衣裙  夏")
        #expect(try await market.search("连衣裙").searched == nil)
    }

    /// The second page reads the text as the first did.
    @Test func pagesReadTheTextAlike() async throws {
        let market = try await PastedMarket((0..<30).map { "茶杯 -陶瓷 款\($0)" } + ["茶杯 陶瓷 套装"])
        var query = ListingQuery(text: "茶杯 -陶瓷", limit: 10)
        var found: [Int64] = []
        repeat {
            let page = try await market.service.search(query)
            found += page.hits.map(\.id)
            query.cursor = page.nextCursor
        } while query.cursor != nil
        #expect(found.count == 31 && Set(found).count == 31)
    }

    /// Of words that all listings have and few that one has, the few are looked for.
    @Test func theMostTellingWordsOfALongTextAreLookedFor() async throws {
        func words(_ first: String, _ count: Int) -> [String] {
            let letters = Array("bcdfghjk")
            return (0..<count).map { "\(first)\(letters[$0 / 8])o\(letters[$0 % 8])ak" }
        }
        let common = words("z", 60)
        var titles = (0..<5).map { _ in common.shuffled().joined(separator: " ") }
        let own = words("v", 20)
        titles.append((common.prefix(50) + own).shuffled().joined(separator: " "))
        let market = try await PastedMarket(titles)
        let text = (common + own).joined(separator: " ")
        let page = try await market.search(text)
        #expect(page.hits.first?.id == market.ids[5])
        #expect(page.leftOut.count == 16 && page.leftOut.allSatisfy(common.contains), "\(page.leftOut)")
        #expect(try await market.search(titles[0]).leftOut.isEmpty)
        let refused = (0..<65).map { "-x\($0)" }.joined(separator: " ")
        await #expect(throws: ListingSearchError.tooManyTerms(limit: 64)) { try await market.search("a " + refused) }
    }

    /// `SESAME_PASTED_TITLES` of them, 500 otherwise, those with a minus among them, in a market of ten times as many.
    @Test(.enabled(if: EvaluationData.hasTitles)) func realTitlesFindTheirListing() async throws {
        let count = ProcessInfo.processInfo.environment["SESAME_PASTED_TITLES"].flatMap(Int.init) ?? 500
        let seed: UInt64 = 20_261_201
        var random = SeededGenerator(seed: seed)
        let all = try (EvaluationData.titles() + EvaluationData.englishTitles()).filter { $0.count <= 500 }.shuffled(
            using: &random)
        var known: Set<String> = []
        let distinct: [String] = all.filter { known.insert($0).inserted }
        let signed = distinct.filter { $0.contains(" -") }.prefix(count / 5)
        let asked = Array(signed + distinct.filter { !$0.contains(" -") }.prefix(count - signed.count))
        let others = distinct.prefix(count * 4)
        known = []
        let titles = (asked + others).filter { known.insert($0).inserted }
        let market = try await PastedMarket(titles)
        var places: [Int?] = []
        for (place, title) in asked.enumerated() {
            places.append(try await market.search(title).hits.firstIndex { $0.id == market.ids[place] })
            if places[place] != 0 { print("\(places[place].map(String.init) ?? "-")\t\(title)") }
        }
        let first = places.count { $0 == 0 }
        let missing = places.count { $0 == nil }
        print("pasted: \(asked.count), \(signed.count) with a minus: \(first) first, \(missing) not found")
        #expect(!places.contains(nil), "seed \(seed)")
        #expect(Double(first) >= 0.99 * Double(asked.count), "seed \(seed)")
    }
}

/// A market of these titles in a store, and its search.
private struct PastedMarket {
    private let market: StoredMarket
    let service: ListingSearchService
    let ids: [Int64]

    init(_ titles: [String]) async throws {
        let market = try await StoredMarket()
        self.market = market
        var ids: [Int64] = []
        var rest = titles[...]
        while !rest.isEmpty {
            let batch = rest.prefix(1_000)
            rest = rest.dropFirst(batch.count)
            let listed = try await market.store.create(
                batch.map { market.content($0) }, sellerID: market.seller, atMilliseconds: 1)
            ids += listed.map(\.id)
        }
        self.ids = ids
        let follower = market.follower()
        try follower.open()
        try follower.step()
        service = market.search(follower)
    }

    func search(_ text: String) async throws -> ListingPage { try await service.search(ListingQuery(text: text)) }

    func first(_ text: String) async throws -> [Int64] { try await search(text).hits.prefix(1).map(\.id) }
}
