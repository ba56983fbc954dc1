import Foundation
import TestSupport
import Testing

@testable import SearchIndex

/// Files that are cut, flipped or swapped: an error with the path, or the right answer where the damage was not met;
/// never a crash and never a wrong answer.
struct DamageTests {
    private static let schema = RandomMarket.schema

    /// An index with several segments, deletions and two commits' worth of files; and what it answers.
    private final class Original {
        let folder: TemporaryFolder
        let older: TemporaryFolder
        let queries: [Query]
        let answers: [SearchResult]

        init(seed: UInt64) throws {
            folder = try TemporaryFolder()
            older = try TemporaryFolder()
            var market = RandomMarket(random: SeededGenerator(seed: seed), vocabulary: 60)
            let index = try Index.create(at: folder.path, schema: schema, analyzer: SpaceAnalyzerFactory())
            for round in 0..<4 {
                try index.apply((0..<600).map { .put(market.document(key: Int64(round * 500 + $0))) })
                try index.apply((0..<50).map { .remove(key: Int64(round * 500 + $0 * 3)) })
                try index.commit(checkpoint: Int64(round))
                if round == 2 { try Self.copy(folder.path, older.path) }
            }
            queries = (0..<12).map { _ in market.query() }
            let snapshot = index.snapshot()
            answers = try queries.map { try snapshot.search($0) }
        }

        static func copy(_ from: String, _ to: String) throws {
            for name in try FileManager.default.contentsOfDirectory(atPath: from) where name != "write.lock" {
                try FileManager.default.copyItem(atPath: from + "/" + name, toPath: to + "/" + name)
            }
        }
    }

    @Test func aThousandDamagedIndexesNeverAnswerWrongly() throws {
        let original = try Original(seed: 7)
        var random = SeededGenerator(seed: 20_261_120)
        var refused = 0
        for number in 0..<1_000 {
            let copy = try TemporaryFolder()
            try Original.copy(original.folder.path, copy.path)
            let damage = try Self.damage(copy.path, original, &random)
            let found = Self.errorOfAnswering(copy.path, original, "case \(number): \(damage)")
            if let found {
                refused += 1
                #expect(Self.names(found, copy.path), "case \(number): \(damage): \(found)")
            }
            // Checking everything finds what answering a few queries may not have touched.
            let report = IndexVerification.run(at: copy.path, level: .structure)
            #expect(!report.errors.isEmpty, "case \(number): \(damage)")
        }
        #expect(refused > 300)
    }

    /// Changes one file in one way and says how.
    private static func damage(
        _ path: String, _ original: Original, _ random: inout SeededGenerator
    ) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        let name = names.randomElement(using: &random)!
        let url = URL(fileURLWithPath: path + "/" + name)
        var bytes = Array(try Data(contentsOf: url))
        let kind = Int.random(in: 0..<4, using: &random)
        switch kind {
        case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        case 1, 2:
            for _ in 0..<(kind == 1 ? 1 : 8) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        default:
            // Another file of the same kind in its place, of this index or of its past.
            let prefix = name.prefix { $0 != "-" }
            let others = try [path, original.older.path].flatMap { folder in
                try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(prefix) }
                    .sorted().map { folder + "/" + $0 }
            }
            let other = try others.map { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) }.filter { $0 != bytes }
                .randomElement(using: &random)
            bytes = other ?? []
        }
        try Data(bytes).write(to: url)
        return "\(name), kind \(kind)"
    }

    private static func errorOfAnswering(_ path: String, _ original: Original, _ note: String) -> IndexError? {
        do throws(IndexError) {
            let index = try Index(opening: path, schema: schema, analyzer: SpaceAnalyzerFactory(), forReading: true)
            let snapshot = index.snapshot()
            for (query, answer) in zip(original.queries, original.answers) {
                let result = try snapshot.search(query)
                #expect(result == answer, "\(note)")
            }
            return nil
        } catch {
            return error
        }
    }

    private static func names(_ error: IndexError, _ path: String) -> Bool {
        switch error {
        case .corrupt(let found, _, _), .tooNew(let found, _, _), .tooOld(let found, _, _), .missing(let found),
            .mismatch(let found, _, _, _), .system(let found, _, _):
            found.hasPrefix(path)
        case .locked, .invalid, .noRoom, .cancelled: false
        }
    }

    @Test func aVersionOfTheFutureIsToldFromDamage() throws {
        let folder = try TemporaryFolder()
        _ = try Index.create(at: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory())
        let path = folder.path + "/commit-1"
        var text = try String(contentsOfFile: path, encoding: .utf8)
        text = text.replacingOccurrences(of: "sesame-index 2 ", with: "sesame-index 9 ")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: IndexError.tooNew(path: path, version: 9, newestKnown: 2)) {
            _ = try Index(opening: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory(), forReading: true)
        }
    }

    @Test func anotherAnalyzerOrSchemaIsAMismatch() throws {
        let folder = try TemporaryFolder()
        _ = try Index.create(at: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory())
        #expect(throws: IndexError.self) {
            _ = try Index(
                opening: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory(signature: "space-2"),
                forReading: true)
        }
        var schema = Self.schema
        schema.saturation = 2
        // What differs is told, and nothing else.
        let mismatch = IndexError.mismatch(
            path: folder.path, what: "schema", found: "saturation \(Self.schema.saturation)", expected: "saturation 2.0"
        )
        #expect(throws: mismatch) {
            _ = try Index(opening: folder.path, schema: schema, analyzer: SpaceAnalyzerFactory(), forReading: true)
        }
    }
}
