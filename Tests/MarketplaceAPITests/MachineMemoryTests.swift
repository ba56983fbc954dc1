import Foundation
import MarketplaceAPI
import TestSupport
import Testing

@Suite("The machine's memory")
struct MachineMemoryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ text: String, _ path: String) throws {
        let url = URL(fileURLWithPath: folder.path + "/" + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    private func byteCount(_ membership: String) throws -> Int {
        try write(membership, "membership")
        return MachineMemory.byteCount(
            physical: 1_000, groups: folder.path + "/groups", membership: folder.path + "/membership")
    }

    @Test("it is what the machine has where nothing says less")
    func physical() throws {
        #expect(MachineMemory.byteCount() > 1 << 20)
        #expect(MachineMemory.byteCount(physical: 7, groups: "/nowhere", membership: "/nowhere") == 7)
        try write("max\n", "groups/memory.max")
        try write("2000\n", "groups/market/memory.max")
        #expect(try byteCount("0::/market\n") == 1_000)
        try write("500\n", "groups/cpu/memory.max")
        try write("500\n", "groups/memory/cpu/memory.limit_in_bytes")
        #expect(try byteCount("garbage\n1:cpu:/cpu\n") == 1_000)
    }

    @Test("a group of either version that allows less counts, and so does one around it")
    func groups() throws {
        try write("900\n", "groups/market/memory.max")
        try write("800\n", "groups/market/inner/memory.max")
        #expect(try byteCount("0::/market\n") == 900)
        #expect(try byteCount("0::/market/inner\n") == 800)
        #expect(try byteCount("0::/market/inner/deeper\n") == 800)
        try write("500\n", "groups/memory/box/memory.limit_in_bytes")
        #expect(try byteCount("4:memory:/box\n0::/market\n") == 500)
        try write("400\n", "groups/cpu,memory/box/memory.limit_in_bytes")
        #expect(try byteCount("4:cpu,memory:/box\n") == 400)
    }
}
