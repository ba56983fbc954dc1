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
