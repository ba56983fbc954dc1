import TestSupport
import Testing

@testable import SearchIndex

@Suite("Deletions of a segment")
struct DeletionsTests {
    @Test("each value holds what was deleted until then, and nothing changes in older ones", arguments: 1...6)
    func history(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let documentCount = [1, 63, 64, 16_384, 16_385, 70_000][seed - 1]
        var deleted: Set<UInt32> = []
        var history: [(deletions: Deletions?, deleted: Set<UInt32>)] = [(nil, [])]
        for _ in 0..<40 {
            let documents = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                UInt32.random(in: 0..<UInt32(documentCount), using: &random)
            }
            deleted.formUnion(documents)
            let next = Deletions.adding(documents, to: history.last?.deletions, documentCount: documentCount)
            history.append((next, deleted))
        }
        for (deletions, deleted) in history {
            let found = (0..<documentCount).filter { deletions?.contains($0) ?? false }
            #expect(Set(found.map(UInt32.init)) == deleted, "seed \(seed)")
            #expect(deletions?.deletedCount ?? 0 == deleted.count, "seed \(seed)")
        }
    }

    @Test("a deletion in a large segment costs the block that it is in")
    func sharing() throws {
        let first = try #require(Deletions.adding([5], to: nil, documentCount: 1_000_000))
        let second = try #require(Deletions.adding([6], to: first, documentCount: 1_000_000))
        #expect(second.byteCount(besides: first) < 4_096)
        #expect(second.byteCount(besides: nil) > 100_000)
        #expect(second.byteCount(besides: second) < 2_048)
    }
}
