import TestSupport
import Testing

@testable import SearchIndex

struct DocumentOrderTests {
    @Test(arguments: UInt64(1)...20)
    func documentsAreLaidByFallingBasesAndThenByKey(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // Runs of rising keys, as threads make them, down to single ones.
        var keys: [Int64] = []
        let longest = Int.random(in: 1...200, using: &random)
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let run = (0..<Int.random(in: 1...longest, using: &random)).map { _ in
                Int64.random(in: -1_000_000...1_000_000, using: &random)
            }
            keys += run.sorted()
        }
        keys = keys.enumerated().map { $1 * 4_096 + Int64($0) }
        let bases = (0..<2).map { _ in keys.map { _ in UInt8.random(in: 0...4, using: &random) } }
        let order = try DocumentOrder.sorted(keys: keys, bases: bases)
        let model = keys.indices.sorted { left, right in
            for codes in bases where codes[left] != codes[right] { return codes[left] > codes[right] }
            return keys[left] < keys[right]
        }
        #expect(order == model.map { UInt32($0) }, "seed \(seed)")
    }

    @Test func twoDocumentsWithOneKeyHaveNoOrderWhereverTheyLie() {
        #expect(throws: IndexError.invalid(field: "key", reason: "-3 stands twice")) {
            try DocumentOrder.sorted(keys: [-3, 1, 5, -9, -3, 2], bases: [[0, 1, 2, 3, 4, 5]])
        }
    }
}
