import TestSupport
import Testing

@testable import SearchIndex

struct SnapshotTermsTests {
    private static let schema = Schema(fields: [TextField(name: "title", scoring: [TextField.Scoring()])])

    private func word(_ random: inout SeededGenerator) -> String {
        (Bool.random(using: &random) ? "a" : "b") + "\(Int.random(in: 0..<200, using: &random))"
    }

    @Test(arguments: [(UInt64(51), 1), (52, 2), (53, 7)])
    func whatBeginsWithAPrefixIsCountedOverAllSegments(seed: UInt64, segments: Int) throws {
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let index = try Index.create(at: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory())
        var counts: [String: Int] = [:]
        for segment in 0..<segments {
            try index.apply(
                (0..<40).map { number in
                    let words = Set((0..<6).map { _ in word(&random) })
                    for word in words { counts[word, default: 0] += 1 }
                    return .put(
                        IndexDocument(key: Int64(segment * 40 + number), texts: [words.joined(separator: " ")]))
                })
        }
        let snapshot = index.snapshot()
        #expect(snapshot.segmentCount == segments)
        for prefix in ["", "a", "a1", "b19", "c"] {
            let wanted = counts.filter { $0.key.hasPrefix(prefix) }
                .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for limit in [0, 1, 5, 1_000] {
                let found = try snapshot.terms(channel: 0, prefix: Array(prefix.utf8), limit: limit)
                let texts = found.map { String(decoding: $0.term, as: UTF8.self) }
                let note = "seed \(seed), prefix \(prefix), limit \(limit)"
                #expect(texts == wanted.prefix(limit).map(\.key), "\(note)")
                #expect(found.map(\.documentCount) == wanted.prefix(limit).map(\.value), "\(note)")
            }
        }
    }

    /// Blocks whose terms have the same first eight bytes are told apart by more than their heads.
    private func longWord(_ random: inout SeededGenerator) -> String {
        let stem = ["", "a", "sameeight", "sameeightandmore", "z"].randomElement(using: &random)!
        return stem + "\(Int.random(in: 0..<400, using: &random))"
    }

    @Test(arguments: [(UInt64(61), 1), (62, 3), (63, 6)])
    func manyTermsAreCountedAsEachByItself(seed: UInt64, segments: Int) throws {
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let index = try Index.create(at: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory())
        for segment in 0..<segments {
            try index.apply(
                (0..<60).map { number in
                    let text = (0..<12).map { _ in longWord(&random) }.joined(separator: " ")
                    return .put(IndexDocument(key: Int64(segment * 60 + number), texts: [text]))
                })
        }
        let snapshot = index.snapshot()
        for round in 0..<60 {
            var terms = (0..<Int.random(in: 0..<80, using: &random)).map { _ in Array(longWord(&random).utf8) }
            switch round % 3 {
            case 0: terms.sort { $0.lexicographicallyPrecedes($1) }
            case 1: terms.sort { $1.lexicographicallyPrecedes($0) }
            default: break
            }
            let each = try terms.map { try snapshot.documentCount(channel: 0, term: $0) }
            let together = try snapshot.documentCounts(channel: 0, terms: terms)
            #expect(together == each, "seed \(seed), round \(round)")
        }
        let all = try snapshot.terms(channel: 0, prefix: [], limit: 10_000)
        #expect(all.count > 500)
        #expect(try snapshot.documentCounts(channel: 0, terms: all.map(\.term)) == all.map(\.documentCount))
        #expect(try snapshot.documentCounts(channel: 1, terms: all.map(\.term)).allSatisfy { $0 == 0 })
    }
}
