import Foundation
import TestSupport
import Testing

@testable import SearchIndex

/// Building at once: within its memory, and nothing until it is finished.
struct BulkBuilderTests {
    /// Columns that fill the memory with few documents.
    private static let schema = Schema(
        fields: [TextField(name: "title", scoring: [TextField.Scoring()])],
        columns: (0..<64).map { Column(name: "c\($0)", kind: .integer) })

    private static func documents(_ keys: Range<Int64>) -> [IndexDocument] {
        keys.map { key in
            IndexDocument(
                key: key, texts: ["w\(key % 97) w\(key % 1_009) all"],
                values: (0..<64).map { .integer((key * 31) % ($0 + 1)) })
        }
    }

    private func builder(_ folder: TemporaryFolder, threads: Int, memory: Int) throws -> BulkBuilder {
        try BulkBuilder(
            at: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory(), threads: threads,
            memoryBytes: memory)
    }

    private func names(_ folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func whatDoesNotFitTheMemoryIsWrittenBeforeAndMergedIntoTheRest() throws {
        let snapshots = try [(1, 1 << 30), (1, 1 << 24), (2, 1 << 25)].map { threads, memory in
            let folder = try TemporaryFolder()
            let builder = try builder(folder, threads: threads, memory: memory)
            for start in stride(from: Int64(0), to: 60_000, by: 1_000) {
                try builder.add(Self.documents(start..<start + 1_000))
            }
            let pieces = try names(folder).count { $0.hasPrefix("segment-") }
            #expect(memory == 1 << 30 ? pieces == 0 : pieces > 0)
            try builder.finish(checkpoint: 7)
            #expect(try names(folder).filter { $0 != "write.lock" } == ["commit-1", "segment-0"])
            let report = IndexVerification.run(at: folder.path, level: .structure)
            #expect(report.errors.isEmpty, "\(report.errors)")
            let index = try Index(opening: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory())
            return (folder, index.snapshot())
        }
        for words in [["all"], ["w1", "w90"], ["all", "w500"], ["w3", "w1003", "w96"]] {
            var query = Query(terms: words.map { Query.Term(Array($0.utf8), role: .optional) }, limit: 200)
            query.carries = ["c63", "c17"]
            let first = try snapshots[0].1.search(query)
            #expect(!first.hits.isEmpty)
            for (_, snapshot) in snapshots.dropFirst() { #expect(try snapshot.search(query) == first, "\(words)") }
        }
    }

    @Test func aBuildThatWasInterruptedLeavesNoIndexAndNothingInTheWayOfTheNext() throws {
        let folder = try TemporaryFolder()
        do {
            let interrupted = try builder(folder, threads: 2, memory: 1 << 25)
            for start in stride(from: Int64(0), to: 60_000, by: 1_000) {
                try interrupted.add(Self.documents(start..<start + 1_000))
            }
        }
        #expect(throws: IndexError.self) {
            _ = try Index(opening: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory())
        }
        // Half a segment as a crash while it is written leaves it.
        try folder.write("segment-0", "SESAMSEG and no more")
        let next = try builder(folder, threads: 2, memory: 1 << 30)
        try next.add(Self.documents(0..<10))
        try next.finish(checkpoint: 3)
        let index = try Index(opening: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory())
        #expect(index.snapshot().documentCount == 10 && index.snapshot().checkpoint == 3)
        #expect(try names(folder).filter { $0 != "write.lock" } == ["commit-1", "segment-0"])
    }

    @Test func whatMakingABatchThrowsEndsTheBuild() throws {
        let folder = try TemporaryFolder()
        let builder = try builder(folder, threads: 2, memory: 1 << 30)
        try builder.add(Self.documents(0..<100))
        try builder.add(making: { throw CocoaError(.fileReadCorruptFile) })
        #expect(throws: CocoaError.self) { try builder.finish(checkpoint: 1) }
        #expect(try Manifest.commits(in: folder.path).isEmpty)
    }

    @Test(arguments: [1, 2])
    func aBuildThatIsFinishedIsNotTouchedByAnythingMore(threads: Int) throws {
        let folder = try TemporaryFolder()
        let builder = try builder(folder, threads: threads, memory: 1 << 30)
        try builder.add(Self.documents(0..<10))
        try builder.finish(checkpoint: 3)
        let ended = IndexError.invalid(field: "build", reason: "it has ended")
        #expect(throws: ended) { try builder.add(Self.documents(10..<20)) }
        #expect(throws: ended) { try builder.add(making: { Self.documents(10..<20) }) }
        #expect(throws: ended) { try builder.finish(checkpoint: 4) }
        let index = try Index(opening: folder.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory())
        #expect(index.snapshot().documentCount == 10 && index.snapshot().checkpoint == 3)
        #expect(throws: ended) { try builder.finish(checkpoint: 4) }
        #expect(try names(folder).filter { $0 != "write.lock" } == ["commit-1", "segment-0"])
    }

    @Test(arguments: [1, 2])
    func aBuildThatCouldNotBeWrittenIsNotFinishedEmptyBySayingSoAgain(threads: Int) throws {
        let folder = try TemporaryFolder()
        let builder = try builder(folder, threads: threads, memory: 1 << 30)
        try builder.add(Self.documents(0..<10))
        try folder.write("segment-0", "in the way")
        let error = try #require(throws: IndexError.self) { try builder.finish(checkpoint: 3) }
        try FileSystem.remove(folder.path + "/segment-0")
        #expect(throws: error) { try builder.add(Self.documents(10..<20)) }
        #expect(throws: error) { try builder.finish(checkpoint: 3) }
        #expect(try Manifest.commits(in: folder.path).isEmpty)
    }

    /// What comes between the two documents with one key, and behind them: nothing, or so much that it is written before.
    @Test(arguments: [1, 3], [(false, false), (true, false), (true, true)])
    func aKeyThatIsAddedTwiceEndsTheBuild(threads: Int, spills: (between: Bool, behind: Bool)) throws {
        let folder = try TemporaryFolder()
        var filler = Int64(100)
        func spill(_ builder: BulkBuilder) throws {
            let before = try names(folder)
            while try names(folder) == before {
                try builder.add([Self.large(filler)])
                filler += 1
            }
        }
        #expect(throws: IndexError.invalid(field: "key", reason: "7 stands twice")) {
            let builder = try titleBuilder(folder, threads: threads)
            // Titles of other lengths lie far apart in a segment.
            try builder.add([IndexDocument(key: 7, texts: ["one"]), IndexDocument(key: 8, texts: ["two words"])])
            if spills.between { try spill(builder) }
            try builder.add([IndexDocument(key: 7, texts: ["the same key once more"])])
            if spills.behind { try spill(builder) }
            try builder.finish(checkpoint: 1)
        }
        #expect(try Manifest.commits(in: folder.path).isEmpty)
        let next = try titleBuilder(folder, threads: threads)
        try next.add([IndexDocument(key: 7, texts: ["one"])])
        try next.finish(checkpoint: 1)
        #expect(try names(folder).filter { $0 != "write.lock" } == ["commit-1", "segment-0"])
        #expect(IndexVerification.run(at: folder.path, level: .structure).errors.isEmpty)
    }

    private func titleBuilder(_ folder: TemporaryFolder, threads: Int) throws -> BulkBuilder {
        try BulkBuilder(
            at: folder.path, schema: Schema(fields: [TextField(name: "title", scoring: [TextField.Scoring()])]),
            analyzer: SpaceAnalyzerFactory(), threads: threads, memoryBytes: threads << 24)
    }

    /// Long words that no other document has.
    private static func large(_ key: Int64) -> IndexDocument {
        let tail = String(repeating: "x", count: 480)
        return IndexDocument(key: key, texts: [(0..<1_000).map { "\(key)-\($0)-\(tail)" }.joined(separator: " ")])
    }
}
