import TestSupport
import Testing

@testable import SearchIndex

struct BaseCodesTests {
    /// Of a few long runs, of many short ones, and of both.
    @Test(arguments: [UInt64(61), 62, 63, 64], [1...3, 1...90, 40...4_000])
    func everyDocumentHasTheCodeOfItsRun(seed: UInt64, lengths: ClosedRange<Int>) {
        var random = SeededGenerator(seed: seed)
        for count in [0, 1, 63, 64, 65, 128, Int.random(in: 200...20_000, using: &random)] {
            var codes: [UInt8] = []
            while codes.count < count {
                let code = UInt8.random(in: .min ... .max, using: &random)
                let length = Int.random(in: lengths, using: &random)
                codes += repeatElement(code, count: min(length, count - codes.count))
            }
            let bases = BaseCodes(BaseCodes.runs(of: codes), documentCount: count)
            withExtendedLifetime(bases) {
                #expect(bases.view.count == count)
                #expect((0..<count).map { bases.view[$0] } == codes, "seed \(seed), \(count) documents")
            }
        }
    }
}
