import TestSupport
import Testing
import TextAnalysis

@testable import SearchIndex

struct TermTableTests {
    /// Terms of one byte to thirty over few letters, so that many begin alike, end at eight bytes, or stand at the end of
    /// what can be read.
    @Test(arguments: UInt64(1)...8)
    func aTermHasOneNumberAndItsPlaceInTheOrder(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = TermTable()
        var model: [String: UInt32] = [:]
        for _ in 0..<400 {
            let terms = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                String((0..<Int.random(in: 1...30, using: &random)).map { _ in "ab好".randomElement(using: &random)! })
            }
            let wanted = terms.map { term in
                let number = model[term] ?? UInt32(model.count)
                model[term] = number
                return number
            }
            var numbers: [UInt32] = []
            table.number(Self.buffer(terms), channel: 0, into: &numbers)
            #expect(numbers == wanted, "seed \(seed)")
        }
        #expect(table.count == model.count)
        let order = model.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let sorted = table.sorted()
        withExtendedLifetime(sorted) {
            let view = unsafe sorted.view
            unsafe #expect(view.count == order.count)
            for (place, term) in order.enumerated() {
                unsafe #expect(Array(view[place]) == Array(term.utf8) && view.number(place) == Int(model[term]!))
            }
        }
    }

    private static func buffer(_ terms: [String]) -> TokenBuffer {
        var buffer = TokenBuffer()
        for term in terms {
            let start = UInt32(buffer.bytes.count)
            buffer.bytes += Array(term.utf8)
            let length = UInt32(buffer.bytes.count) - start
            buffer.records.append(
                TokenBuffer.Record(
                    termStart: start, termLength: length, sourceStart: start, sourceEnd: start + length, kind: .word))
        }
        return buffer
    }
}
