import TestSupport
import Testing

@testable import SearchIndex

/// Lists of many blocks, where skipping happens: the fast way finds what scoring everything finds.
struct PruningTests {
    @Test(arguments: [UInt64(11), 12, 13, 14])
    func skippingNeverChangesTheAnswer(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var market = RandomMarket(random: SeededGenerator(seed: seed), vocabulary: 300)
        let builder = try BulkBuilder(
            at: folder.path, schema: RandomMarket.schema, analyzer: SpaceAnalyzerFactory(), threads: 2)
        for batch in 0..<12 { try builder.add((0..<1_000).map { market.document(key: Int64(batch * 1_000 + $0)) }) }
        try builder.finish(checkpoint: 1)
        let index = try Index(opening: folder.path, schema: RandomMarket.schema, analyzer: SpaceAnalyzerFactory())
        try check(index.snapshot(), &market, seed)
        // With deletions and a second segment, the promises of the dictionary no longer hold by themselves.
        try index.apply((0..<3_000).map { .put(market.document(key: Int64($0 * 5))) })
        try check(index.snapshot(), &market, seed)
    }

    /// Titles of one field, whose average length is measured: lists have levels and few exceptions.
    @Test(arguments: [UInt64(21), 22, 23])
    func levelByLevelNothingChangesEither(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: seed)
        let schema = Schema(fields: [TextField(name: "title", scoring: [TextField.Scoring()])])
        let builder = try BulkBuilder(
            at: folder.path, schema: schema, analyzer: SpaceAnalyzerFactory(), threads: 2)
        let titles = (0..<20_000).map { _ in Self.words(1...30, &random) }
        for (key, title) in titles.enumerated() { try builder.add([IndexDocument(key: Int64(key), texts: [title])]) }
        try builder.finish(checkpoint: 1)
        let index = try Index(opening: folder.path, schema: schema, analyzer: SpaceAnalyzerFactory())
        try index.apply((0..<100).map { .remove(key: Int64($0 * 7)) })
        let snapshot = index.snapshot()
        var leveled = 0
        for round in 0..<400 {
            let words = Set(Self.words(1...5, &random).split(separator: " ").map(String.init)).sorted()
            let required = Int.random(in: 0...words.count, using: &random)
            let terms = words.enumerated().map { place, word in
                Query.Term(Array(word.utf8), role: round % 2 == 0 || place >= required ? .optional : .required)
            }
            var query = Query(terms: terms, limit: Int.random(in: 1...30, using: &random))
            leveled += try Self.isLeveled(query, snapshot) ? 1 : 0
            let fast = try snapshot.search(query)
            query.isExhaustive = true
            #expect(try snapshot.search(query).hits == fast.hits, "seed \(seed) \(query)")
        }
        #expect(leveled > 300)
    }

    /// Threads, batches and memory decide in which pieces documents are inverted, and must not be seen in an answer.
    @Test(arguments: [UInt64(31), 32])
    func anIndexAnswersTheSameHoweverItWasBuilt(seed: UInt64) throws {
        var market = RandomMarket(random: SeededGenerator(seed: seed), vocabulary: 200)
        let documents = (0..<4_000).map { market.document(key: Int64($0)) }
        let snapshots = try [(1, 4_000), (3, 100), (2, 333)].map { threads, batch in
            let folder = try TemporaryFolder()
            let builder = try BulkBuilder(
                at: folder.path, schema: RandomMarket.schema, analyzer: SpaceAnalyzerFactory(), threads: threads)
            for start in stride(from: 0, to: documents.count, by: batch) {
                try builder.add(Array(documents[start..<min(start + batch, documents.count)]))
            }
            try builder.finish(checkpoint: 1)
            let index = try Index(opening: folder.path, schema: RandomMarket.schema, analyzer: SpaceAnalyzerFactory())
            return (folder, index.snapshot())
        }
        for _ in 0..<150 {
            let query = market.query()
            let first = try snapshots[0].1.search(query)
            for (_, snapshot) in snapshots.dropFirst() {
                #expect(try snapshot.search(query) == first, "seed \(seed) \(query)")
            }
        }
    }

    private static func isLeveled(_ query: Query, _ snapshot: Snapshot) throws -> Bool {
        return try SearchScratch.with { scratch in
            let plan = try QueryPlan(query, snapshot, scratch: scratch)
            let part = try PartSearch(plan, number: 0, part: snapshot.parts[0], filters: [], scratch: scratch)
            return LevelSearch(part) != nil
        }
    }

    /// Words of which some are frequent, now and then one twice.
    private static func words(_ count: ClosedRange<Int>, _ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: count, using: &random)).map { _ in
            let rank = Double.random(in: 0..<1, using: &random)
            return "w\(Int(400 * rank * rank))"
        }.joined(separator: " ")
    }

    private func check(_ snapshot: Snapshot, _ market: inout RandomMarket, _ seed: UInt64) throws {
        for _ in 0..<150 {
            var query = market.query()
            query.order = .relevance
            query.countLimit = 0
            query.facets = []
            let fast = try snapshot.search(query)
            query.isExhaustive = true
            let slow = try snapshot.search(query)
            #expect(fast.hits == slow.hits, "seed \(seed) \(query)")
            guard let last = fast.hits.last else { continue }
            query.after = Query.After(score: last.score, value: last.value, key: last.key)
            let slowPage = try snapshot.search(query)
            query.isExhaustive = false
            #expect(try snapshot.search(query).hits == slowPage.hits, "seed \(seed) \(query)")
        }
    }
}
