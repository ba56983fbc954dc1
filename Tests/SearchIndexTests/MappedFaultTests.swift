import Foundation
import TestSupport
import Testing

@testable import SearchIndex

/// A mapped file that is cut short while it is read.
struct MappedFaultTests {
    private static func index(_ path: String) throws -> Index {
        var market = RandomMarket(random: SeededGenerator(seed: 3), vocabulary: 300)
        let index = try Index.create(at: path, schema: RandomMarket.schema, analyzer: SpaceAnalyzerFactory())
        try index.apply((0..<4_000).map { .put(market.document(key: Int64($0))) })
        try index.commit(checkpoint: 1)
        return index
    }

    private static func segment(of index: Index) throws -> String {
        let name = try #require(try FileSystem.names(in: index.path).first { $0.hasPrefix("segment-") })
        return index.path + "/" + name
    }

    @Test func touchingWhatIsGoneEndsTheProcessWithACodeOfItsOwn() async {
        await #expect(processExitsWith: .exitCode(74)) {
            let folder = try TemporaryFolder()
            let index = try Self.index(folder.path)
            #expect(MappedFaults.install())
            try FileHandle(forWritingTo: URL(fileURLWithPath: Self.segment(of: index))).truncate(atOffset: 0)
            var market = RandomMarket(random: SeededGenerator(seed: 3), vocabulary: 300)
            for _ in 0..<50 { _ = try index.snapshot().search(market.query()) }
        }
    }

    @Test func whatTheHandlerLeftKeepsTheIndexFromBeingOpened() throws {
        let folder = try TemporaryFolder()
        _ = try Self.index(folder.path)
        try folder.write(MappedFaults.markerName, "segment-1")
        let error = #expect(throws: IndexError.self) {
            try Index(opening: folder.path, schema: RandomMarket.schema, analyzer: SpaceAnalyzerFactory())
        }
        #expect(error?.isDamage == true)
    }

    @Test(arguments: [0, 1, 100, 65_536, -1, -100])
    func aFileOfAnotherLengthIsFoundWhenItIsOpened(_ bytes: Int) throws {
        let folder = try TemporaryFolder()
        let path = try Self.segment(of: Self.index(folder.path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        let size = try file.seekToEnd()
        try file.truncate(atOffset: bytes < 0 ? size - UInt64(-bytes) : bytes == 65_536 ? size + 65_536 : UInt64(bytes))
        try file.close()
        let error = #expect(throws: IndexError.self) {
            try Index(opening: folder.path, schema: RandomMarket.schema, analyzer: SpaceAnalyzerFactory())
        }
        #expect(error?.isDamage == true)
    }

    /// The table of mappings is larger than any index needs, and one that is full only costs the file's name.
    @Test func thousandsOfMappingsComeAndGo() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("file", "bytes")
        for _ in 0..<3 {
            let images = try (0..<3_000).map { _ in try FileImage(mapping: path) }
            #expect(try images.allSatisfy { unsafe try $0.unverified(0..<5).count == 5 })
        }
    }
}
