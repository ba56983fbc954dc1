import Catalog
import Foundation
import Logging
import MarketplaceStore
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// A change of the words: seen before it is made, made, and taken up by the listings concerned alone.
struct WordRefreshTests {
    private static let titles = ["羽绒 绒服", "加厚 羽绒服 女 冬", "羽毛 绒布 服装", "降噪 耳机", "手机壳", "羽绒服"]

    private func write(_ words: String, _ market: StoredMarket) throws {
        let folder = market.folder.path + "/dictionary"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(words.utf8).write(
            to: URL(fileURLWithPath: folder + "/" + LexiconFolder.wordsName), options: .atomic)
    }

    private func lexicon(_ words: [String]) throws -> Lexicon {
        Lexicon(
            synonyms: try SynonymTable.builtIn(analyzer: ListingIndex.analyzer.makeAnalyzer()),
            words: try WordTable(words))
    }

    private func preview(_ market: StoredMarket, _ words: [String]) throws -> DictionaryPreview {
        let path = market.generations.generation(try #require(try market.generations.current()))
        let index = try ListingIndex(opening: path, categories: market.categories, forReading: true)
        let search = OperatorSearch(
            index: index, categories: market.categories, lexicon: try lexicon([]), store: market.store,
            vocabularies: market.vocabularies, rules: market.rules, sellers: NoSellerRecords(), nowMilliseconds: 1)
        return try DictionaryPreview(
            search, generation: path, lexicon: try lexicon(words), log: market.store, examples: 10)
    }

    /// Listings that hold a word of a channel, by an engine's own search.
    private func holding(_ word: String, _ follower: ListingFollower) throws -> Set<Int64> {
        let query = Query(terms: [Query.Term(Array(word.utf8), channel: 0, role: .required)], limit: 100)
        return Set(try #require(follower.live).index.snapshot().search(query).hits.map(\.key))
    }

    @Test func theListingsConcernedAreTakenInAgainAndNoOthers() async throws {
        let market = try await StoredMarket()
        let listings = try await market.store.create(
            Self.titles.map(market.content), sellerID: market.seller, atMilliseconds: 1)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        try follower.commit()
        #expect(try holding("羽绒服", follower).isEmpty)
        let seen = try preview(market, ["羽绒服"])
        #expect(seen.listings == 6 && seen.cutOtherwise == 2)
        #expect(seen.examples.map(\.id) == [listings[1].id, listings[5].id])
        #expect(seen.examples[0].after.contains("羽绒服") && !seen.examples[0].before.contains("羽绒服"))

        try write("羽绒服 # 冬\n", market)
        let before = try market.store.lastSequence()
        let refresh = WordRefresh(folder: market.generations, log: market.store)
        let outcome = try await refresh.run(words: try WordTable(["羽绒服"]))
        #expect(outcome.refreshed == 2 && outcome.listings == 6)
        #expect(
            try market.store.changes(after: before, limit: 100).map(\.listingID) == [listings[1].id, listings[5].id])
        try follower.step()
        #expect(try holding("羽绒服", follower) == [listings[1].id, listings[5].id])
        #expect(try await refresh.run(words: try WordTable(["羽绒服"])).refreshed == 0)
        #expect(try await refresh.run(words: try WordTable(["羽绒服"]), also: try WordTable(["降噪"])).refreshed == 1)

        // And back again; the index has stayed open, and opens anew.
        try write("", market)
        #expect(try await refresh.run(words: .none).refreshed == 2)
        try follower.step()
        #expect(try holding("羽绒服", follower).isEmpty)
        try follower.commit()
        #expect(try preview(market, []).cutOtherwise == 0)
    }

    @Test func aRebuildCutsByTheWordsAndRemembersThem() async throws {
        let market = try await StoredMarket()
        try write("羽绒服\n", market)
        market.lexicons.look()
        _ = try await market.store.create(
            Self.titles.map(market.content), sellerID: market.seller, atMilliseconds: 1)
        #expect(try market.rebuild().run { _ in } == 1)
        let follower = market.follower()
        try follower.open()
        #expect(try holding("羽绒服", follower).count == 2)
        #expect(try IndexedWords.read(market.generations.generation(1)).texts == ["羽绒服"])
        let refresh = WordRefresh(folder: market.generations, log: market.store)
        #expect(try await refresh.run(words: try WordTable(["羽绒服"])).refreshed == 0)
    }

    /// What the preview says of queries is what becomes of them.
    @Test(arguments: [UInt64(5), 6])
    func aPreviewComesTrue(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let parts = ["羽绒", "绒服", "羽绒服", "加厚", "耐克", "降噪", "耳机", "服"]
        func text(_ lengths: ClosedRange<Int>) -> String {
            (0..<Int.random(in: lengths, using: &random)).map { _ in parts.randomElement(using: &random)! }.joined()
        }
        let market = try await StoredMarket()
        _ = try await market.store.create(
            (0..<120).map { _ in market.content(text(1...5)) }, sellerID: market.seller, atMilliseconds: 1)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        try follower.commit()
        let seen = try preview(market, ["羽绒服", "降噪", "耐克"])
        let queries = Set((0..<30).map { _ in text(1...3) })
        let service = market.search(follower)
        var wanted: [String: [Int64]] = [:]
        for query in queries {
            let change = try await seen.change(of: query)
            let now = try await service.search(ListingQuery(text: query, limit: 10)).hits.map(\.id)
            #expect(change == nil || change?.before == now, "seed \(seed) \(query)")
            wanted[query] = change?.after ?? now
        }
        #expect(seen.cutOtherwise > 0)
        try write("羽绒服, 降噪\n耐克\n", market)
        _ = market.lexicons.analyzer.makeAnalyzer()
        _ = try await WordRefresh(folder: market.generations, log: market.store).run(
            words: market.lexicons.current().words)
        try follower.step()
        for query in queries {
            let now = try await service.search(ListingQuery(text: query, limit: 10)).hits.map(\.id)
            #expect(Set(now) == Set(wanted[query] ?? []) || now.count == 10, "seed \(seed) \(query)")
            // Equals go by place in the index, which a preview lays as the follower does.
            #expect(now == wanted[query], "seed \(seed) \(query)")
        }
    }

    @Test(arguments: [("羽绒服\nx", 2), ("# 冬\n\n羽 绒服", 3), ("羽绒服, 裙", 1)])
    func aLineThatIsNoWordIsNamed(text: String, line: Int) {
        let error = #expect(throws: LexiconError.self) { try WordTable(parsing: text, name: "words.txt") }
        #expect(error?.line == line && error?.file == "words.txt")
    }
}
