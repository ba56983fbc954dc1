import DiskSpace
import Foundation
import TestSupport
import Testing

@testable import SearchIndex

/// A disk without room: an error that says so, nothing half written left behind, and the same work done later.
struct FullDiskTests {
    private static let schema = RandomMarket.schema

    private func index(on disk: SmallDisk, commits: Int, each: Int = 2_500) throws -> Index {
        var market = RandomMarket(random: SeededGenerator(seed: 5), vocabulary: 400)
        let index = try Index.create(
            at: disk.path + "/index", schema: Self.schema, analyzer: SpaceAnalyzerFactory())
        for round in 0..<commits {
            try index.apply((0..<each).map { .put(market.document(key: Int64(round * each + $0))) })
            try index.commit(checkpoint: Int64(round + 1))
        }
        return index
    }

    private func files(_ index: Index) throws -> Set<String> { Set(try FileSystem.names(in: index.path)) }

    @Test func aCommitWithoutRoomLeavesTheCommitBeforeAndNoFile() throws {
        guard let disk = SmallDisk.ifPossible(mebibytes: 16) else { return }
        let index = try index(on: disk, commits: 2)
        let before = try files(index)
        var market = RandomMarket(random: SeededGenerator(seed: 6), vocabulary: 400)
        let more = (0..<3_000).map { Index.Change.put(market.document(key: Int64(90_000 + $0))) }
        try index.apply(more + (0..<50).map { .remove(key: Int64($0)) })
        // Full at once, full in the middle of the segment, full when the deletions or the commit are written.
        for rest in [0, 4_096, 16 << 10, 48 << 10] {
            try disk.fill(leaving: rest)
            let error = #expect(throws: IndexError.self, "\(rest) bytes left") { try index.commit(checkpoint: 3) }
            #expect(error?.isDiskFull == true && error?.isDamage == false)
            #expect(try files(index) == before, "\(rest) bytes left")
            #expect(index.snapshot().documentCount == 5_000 + 3_000 - 50)
            try disk.empty()
        }
        try index.commit(checkpoint: 3)
        let again = try Index(
            opening: index.path, schema: Self.schema, analyzer: SpaceAnalyzerFactory(), forReading: true)
        #expect(again.snapshot().documentCount == 7_950 && again.snapshot().checkpoint == 3)
    }

    @Test func aMergeLooksForRoomFirstAndIsDoneOnceThereIsSome() throws {
        guard let disk = SmallDisk.ifPossible(mebibytes: 32) else { return }
        let index = try index(on: disk, commits: 8)
        let before = try files(index)
        let space = try #require(DiskSpace(at: index.path))
        try disk.fill(leaving: space.reserveBytes + 4_096)
        #expect(throws: IndexError.self) { try index.mergeOnce() }
        #expect(space.hasRoom(for: index.snapshot().byteCount))
        #expect(try files(index) == before)
        try disk.empty()
        #expect(try index.mergeOnce())
        try index.commit(checkpoint: 9)
        #expect(index.snapshot().segmentCount == 1 && index.snapshot().documentCount == 20_000)
    }

    @Test func aBuildOrAnAssemblyWithoutRoomSaysSo() throws {
        guard let disk = SmallDisk.ifPossible(mebibytes: 16) else { return }
        var market = RandomMarket(random: SeededGenerator(seed: 8), vocabulary: 400)
        func build(_ part: Int) throws {
            let builder = try BulkBuilder(
                at: disk.path + "/part-\(part)", schema: Self.schema, analyzer: SpaceAnalyzerFactory(), threads: 2,
                memoryBytes: 64 << 20)
            try builder.add((0..<4_000).map { market.document(key: Int64(part * 4_000 + $0)) })
            try builder.finish(checkpoint: 1)
        }
        try build(0)
        try build(1)
        try disk.fill(leaving: 32 << 10)
        let unbuilt = #expect(throws: IndexError.self) { try build(2) }
        #expect(unbuilt?.isDiskFull == true)
        let parts = (0..<2).map { disk.path + "/part-\($0)" }
        let unassembled = #expect(throws: IndexError.self) {
            try Index.assemble(
                parts, at: disk.path + "/whole", schema: Self.schema, analyzer: SpaceAnalyzerFactory(), checkpoint: 1)
        }
        #expect(unassembled?.isDiskFull == true)
        try disk.empty()
        try FileSystem.removeFolder(disk.path + "/whole")
        try Index.assemble(
            parts, at: disk.path + "/whole", schema: Self.schema, analyzer: SpaceAnalyzerFactory(), checkpoint: 1,
            source: "here")
        let whole = try Index(
            opening: disk.path + "/whole", schema: Self.schema, analyzer: SpaceAnalyzerFactory(), forReading: true)
        #expect(whole.snapshot().documentCount == 8_000 && whole.source == "here")
    }

    @Test(arguments: [
        // total, free, needed, whether there is room: all in MiB.
        (64, 64, 50, true), (64, 64, 58, false), (1_000, 200, 100, true), (1_000, 200, 101, false),
        (10_000, 1_000, 500, true), (10_000, 1_000, 501, false), (1_000_000, 3_000, 952, true),
        (1_000_000, 3_000, 953, false), (100, 5, 0, false), (100, 10, 0, true),
    ])
    func theReserveGrowsWithTheDisk(_ total: Int, _ free: Int, _ needed: Int, _ hasRoom: Bool) {
        let space = DiskSpace(freeBytes: free << 20, totalBytes: total << 20)
        #expect(space.hasRoom(for: needed << 20) == hasRoom, "reserve \(space.reserveBytes >> 20)")
    }

    @Test func roomIsLookedForWhereAFileWillBe() throws {
        let folder = try TemporaryFolder()
        #expect(DiskSpace(at: folder.path + "/not/there/yet") != nil)
        let error = #expect(throws: InsufficientSpace.self) {
            try DiskSpace.require(Int.max / 2, at: folder.path + "/not/there/yet")
        }
        #expect(error?.description.contains("MiB are needed") == true)
    }
}
