import TestSupport
import Testing

@testable import SearchIndex

/// Terms that only rank: what others find comes in the order of all terms' scores, and nothing else comes.
struct RankingTermTests {
    private static let schema = Schema(fields: [TextField(name: "title", scoring: [TextField.Scoring()])])
    private static let documentCount = 3_000

    private static func market(_ random: inout SeededGenerator) throws -> (TemporaryFolder, Snapshot) {
        let folder = try TemporaryFolder()
        let builder = try BulkBuilder(at: folder.path, schema: schema, analyzer: SpaceAnalyzerFactory(), threads: 2)
        try builder.add(
            (0..<documentCount).map { key in IndexDocument(key: Int64(key), texts: [words(1...30, &random)]) })
        try builder.finish(checkpoint: 1)
        let index = try Index(opening: folder.path, schema: schema, analyzer: SpaceAnalyzerFactory())
        try index.apply((0..<50).map { .remove(key: Int64($0 * 11)) })
        try index.apply((0..<200).map { .put(IndexDocument(key: Int64($0 * 7), texts: [words(1...30, &random)])) })
        return (folder, index.snapshot())
    }

    /// Words of which some are frequent, now and then one twice.
    private static func words(_ count: ClosedRange<Int>, _ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: count, using: &random)).map { _ in
            let draw = Double.random(in: 0..<1, using: &random)
            return "w\(Int(400 * draw * draw))"
        }.joined(separator: " ")
    }

    private static func query(_ random: inout SeededGenerator) -> Query {
        let words = Set(Self.words(1...9, &random).split(separator: " ").map(String.init)).sorted()
        let terms = words.map { word in
            Query.Term(
                Array(word.utf8), role: Bool.random(using: &random) ? .optional : .ranking,
                weight: Float.random(in: 0.1...2, using: &random))
        }
        return Query(
            terms: terms, limit: Int.random(in: 1...30, using: &random),
            leastShare: Bool.random(using: &random) ? 0 : Float.random(in: 0...0.5, using: &random),
            leastShareOfBest: Bool.random(using: &random) ? 0 : Float.random(in: 0...1, using: &random))
    }

    /// Every document that holds any of the terms, best first, and the terms that it holds.
    private static func union(_ query: Query, _ snapshot: Snapshot) throws -> [SearchResult.Hit] {
        var all = query
        for place in all.terms.indices { all.terms[place].role = .optional }
        (all.limit, all.explained, all.isExhaustive) = (Query.maximumLimit, .all, true)
        all.leastShareOfBest = 0
        return try snapshot.search(all).hits
    }

    @Test(arguments: [UInt64(41), 42, 43])
    func theyOrderWhatOthersFindAndFindNothing(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (_, snapshot) = try Self.market(&random)
        for _ in 0..<20 {
            var query = Self.query(&random)
            let matching = try Self.union(query, snapshot).filter { hit in
                hit.shares.contains { query.terms[$0.term].role == .optional }
            }
            let least = Double(query.leastShareOfBest) * (matching.first?.score ?? 0)
            let wanted = matching.filter { $0.score >= least }
            let found = try snapshot.search(query)
            #expect(found.hits.map(\.key) == wanted.prefix(query.limit).map(\.key), "seed \(seed) \(query)")
            #expect(found.hits.map(\.score) == wanted.prefix(query.limit).map(\.score), "seed \(seed) \(query)")
            query.isExhaustive = true
            #expect(try snapshot.search(query) == found, "seed \(seed) \(query)")
        }
    }

    /// A common term that reaches no share by itself is turned into one that ranks, unless no other finds anything.
    @Test(arguments: [UInt64(51), 52])
    func commonTermsThatSayLittleOnlyRank(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (_, snapshot) = try Self.market(&random)
        var turned = 0
        for _ in 0..<200 {
            var query = Self.query(&random)
            query.leastShare = Float.random(in: 0.05...0.4, using: &random)
            query.commonCount = Int.random(in: 0...500, using: &random)
            var plain = query
            plain.commonCount = .max
            let holding = try query.terms.map { try snapshot.documentCount(channel: 0, term: $0.bytes) }
            let worths = zip(query.terms, holding).map { term, holding in
                Double(term.weight) * QueryPlan.idf(documents: Double(snapshot.documentSpan), holding: Double(holding))
            }
            let least = worths.reduce(0, +) * Double(query.leastShare)
            let matching = query.terms.indices.filter { query.terms[$0].role == .optional && holding[$0] > 0 }
            let telling = matching.filter { holding[$0] <= query.commonCount || worths[$0] >= least }
            if !telling.isEmpty {
                for place in matching where !telling.contains(place) {
                    plain.terms[place].role = .ranking
                    turned += 1
                }
            }
            let found = try snapshot.search(query)
            #expect(try snapshot.search(plain) == found, "seed \(seed) \(query)")
            query.isExhaustive = true
            #expect(try snapshot.search(query) == found, "seed \(seed) \(query)")
        }
        #expect(turned > 50)
    }

    @Test func byThemselvesTheyFindNothing() throws {
        var random = SeededGenerator(seed: 61)
        let (_, snapshot) = try Self.market(&random)
        let terms = [Query.Term(Array("w1".utf8), role: .ranking)]
        let found = try snapshot.search(Query(terms: terms, countLimit: 10))
        #expect(found.hits.isEmpty && found.total == 0 && found.isTotalExact)
    }
}
