import Catalog
import Foundation
import MarketplaceStore
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// What an operator wants of single queries.
struct RuleTests {
    private func rules(_ text: String) throws -> QueryRules {
        try QueryRules(parsing: text, name: "queries.txt", analyzer: ListingIndex.analyzer.makeAnalyzer())
    }

    private func rule(_ query: String, _ rules: QueryRules) -> QueryRules.Rule {
        rules.rule(query, ListingIndex.analyzer.makeAnalyzer())
    }

    @Test func aQueryIsItsWordsHoweverTheyAreWritten() throws {
        let rules = try rules("pin: 连衣裙 Dress => 3, 1\nhide: 連衣裙 dresses => 9 # worn out\npin: hdmi -gold => 4\n")
        for query in ["连衣裙 dress", "連衣裙  DRESSES", "ｄｒｅｓｓ连衣裙"].prefix(2) {
            #expect(rule(query, rules) == QueryRules.Rule(pinned: [3, 1], hidden: [9]), "\(query)")
        }
        for query in ["dress 连衣裙", "连衣裙", "\"连衣裙 dress\"", "hdmi gold", "", "!"] {
            #expect(rule(query, rules) == QueryRules.Rule(), "\(query)")
        }
        #expect(rule("HDMI -gold", rules).pinned == [4])
        #expect(
            try rule("a1", self.rules("pin: a1 => 1, 2, 2\nhide: a1 => 2")) == QueryRules.Rule(pinned: [1], hidden: [2])
        )
    }

    @Test(arguments: [
        ("连衣裙 => 3", 1), ("\npin: => 3", 2), ("pin: 裙 =>", 1), ("pin: 裙 => 0", 1), ("pin: 裙 => x", 1),
        ("show: 裙 => 1", 1),
        ("pin: 裙 => \((1...21).map { "\($0)" }.joined(separator: ","))", 1),
    ])
    func aLineThatBreaksARuleIsNamed(text: String, line: Int) {
        let error = #expect(throws: LexiconError.self) { try self.rules(text) }
        #expect(error?.line == line)
    }

    @Test func linesAreAddedAndTakenOutAndTheRestStays() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/rules"
        func change(_ kind: QueryRules.Kind, _ query: String, _ ids: [Int64], removes: Bool = false) throws {
            try RuleFolder.change(path, .init(kind: kind, query: query, ids: ids), removes: removes)
        }
        try change(.pin, "连衣裙", [3, 1])
        let file = path + "/" + RuleFolder.fileName
        let text = try String(contentsOfFile: file, encoding: .utf8) + "# by hand\nhide: 袜子 => 8"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        try change(.hide, "連衣裙", [5])
        try change(.pin, "連衣裙", [3], removes: true)
        #expect(
            try String(contentsOfFile: file, encoding: .utf8)
                == "pin: 连衣裙 => 1\n# by hand\nhide: 袜子 => 8\nhide: 連衣裙 => 5\n")
        #expect(throws: LexiconError.self) { try change(.pin, "连衣裙", [3], removes: true) }
        #expect(throws: LexiconError.self) { try change(.pin, "!", [3]) }
        #expect(throws: LexiconError.self) { try change(.pin, "c# book", [3]) }
        #expect(try RuleFolder.read(path).lines.count == 3)
    }

    /// Over pages of any length: what is pinned and on sale and passes the filters comes first, what is hidden never, all
    /// else once; totals and facets count what is shown.
    @Test(arguments: [UInt64(21), 22, 23])
    func pagesKeepTheRules(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let market = try await StoredMarket()
        let words = ["连衣裙", "雪纺", "wool"]
        let listings = try await market.store.create(
            (0..<130).map { number in
                var content = market.content(
                    words.filter { _ in Bool.random(using: &random) }.joined(separator: " ") + " \(number)")
                content.condition = Condition.allCases.randomElement(using: &random)!
                return content
            }, sellerID: market.seller, atMilliseconds: 1)
        for listing in listings.prefix(10) {
            _ = try await market.store.update(
                listing.id, sellerID: market.seller, expectedVersion: 1, content: nil, status: .closed,
                atMilliseconds: 2)
        }
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let ids = (0..<12).map { _ in Int64.random(in: 1...140, using: &random) }
        let pinned = Array(Set(ids.prefix(6))).sorted { $0 % 7 < $1 % 7 }
        let hidden = Set(ids.dropFirst(6))
        let lists = [pinned, Array(hidden)].map { $0.map(String.init).joined(separator: ",") }
        let plain = market.search(follower, rules: RuleFolder(nil, logger: market.logger))
        for round in 0..<8 {
            let text = words.randomElement(using: &random)!
            var query = ListingQuery(
                text: text, conditions: round % 2 == 0 ? [] : [.new, .good], facets: [.condition, .price],
                corrects: false)
            let all = try await self.ids(query, plain, &random).ids
            try FileManager.default.createDirectory(
                atPath: market.folder.path + "/rules", withIntermediateDirectories: true)
            try Data("pin: \(text) => \(lists[0])\nhide: \(text) => \(lists[1])".utf8).write(
                to: URL(fileURLWithPath: market.folder.path + "/rules/queries.txt"), options: .atomic)
            // A service of its own has not looked at the file before.
            let rules = RuleFolder(market.folder.path + "/rules", logger: market.logger)
            let service = market.search(follower, rules: rules)
            let note: Comment = "seed \(seed) round \(round) \(text) \(lists)"
            let passing = Set(
                listings.dropFirst(10).filter {
                    query.conditions.isEmpty || query.conditions.contains($0.content.condition)
                }.map(\.id))
            let first = pinned.filter { passing.contains($0) && !hidden.contains($0) }
            let found = try await self.ids(query, service, &random)
            #expect(Array(found.ids.prefix(first.count)) == first, note)
            #expect(found.ids.count == Set(found.ids).count, note)
            #expect(Set(found.ids) == Set(all).union(first).subtracting(hidden), note)
            #expect(found.totals == [found.ids.count], note)
            #expect(found.facetSums == [found.ids.count], note)
            query.sort = .newest
            let newest = try await self.ids(query, service, &random)
            #expect(Set(newest.ids) == Set(all).subtracting(hidden), note)
            try FileManager.default.removeItem(atPath: market.folder.path + "/rules/queries.txt")
        }
    }

    private func ids(
        _ query: ListingQuery, _ service: ListingSearchService, _ random: inout SeededGenerator
    ) async throws -> (ids: [Int64], totals: Set<Int>, facetSums: Set<Int>) {
        var query = query
        var ids: [Int64] = []
        var totals: Set<Int> = []
        var sums: Set<Int> = []
        repeat {
            query.limit = Int.random(in: 1...30, using: &random)
            let page = try await service.search(query)
            ids += page.hits.map(\.id)
            totals.insert(page.total.value)
            for facet in [ListingFacet.condition, .price] {
                sums.insert(page.facets[facet]?.reduce(0) { $0 + $1.count } ?? 0)
            }
            query.cursor = page.nextCursor
        } while query.cursor != nil && ids.count < 1_000
        return (ids, totals, sums)
    }
}
