import TestSupport
import Testing

@testable import TextAnalysis

struct AnalyzerPropertyTests {
    private static func tokens(_ bytes: [UInt8], _ analyzer: any Analyzer) -> TokenBuffer {
        var buffer = TokenBuffer()
        unsafe bytes.withUnsafeBufferPointer { unsafe analyzer.analyze($0, into: &buffer) }
        return buffer
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func anyBytesAreTakenAndOffsetsStayInBounds(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let reused = StandardAnalyzerFactory().makeAnalyzer()
        for round in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let buffer = Self.tokens(bytes, reused)
            for record in buffer.records {
                #expect(
                    record.sourceStart < record.sourceEnd && Int(record.sourceEnd) <= bytes.count,
                    "seed \(seed) round \(round)")
                #expect(
                    record.termLength > 0 && Int(record.termLength) <= TermLimit.bytes, "seed \(seed) round \(round)")
            }
        }
    }

    @Test(arguments: [UInt64(6), 7])
    func placesAreAtCharactersBoundaries(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("aB1.-_'’ﬁ㎖İßé\u{301}\u{323}\u{ad}\u{200b}\u{fe0f}連衣𠮷々コー가กे😀🅰™㍿Å".unicodeScalars)
        let reused = StandardAnalyzerFactory().makeAnalyzer()
        for round in 0..<3_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...20, using: &random) { text.append(alphabet.randomElement(using: &random)!) }
            let bytes = Array(String(text).utf8)
            let buffer = Self.tokens(bytes, reused)
            let fresh = Self.tokens(bytes, StandardAnalyzerFactory().makeAnalyzer())
            #expect(buffer.records == fresh.records && buffer.bytes == fresh.bytes, "seed \(seed) round \(round)")
            for record in buffer.records {
                for place in [Int(record.sourceStart), Int(record.sourceEnd)] {
                    #expect(
                        place == bytes.count || bytes[place] & 0xC0 != 0x80,
                        "seed \(seed) round \(round) \(String(text))")
                }
            }
        }
    }

    @Test(arguments: [UInt64(4), 5])
    func aPieceOfHanTextHasNoTermThatTheWholeLacks(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("连衣裙女夏季新款連髮头发手机壳大学清华南京市长江桥𠮷龘")
        let analyzer = StandardAnalyzerFactory().makeAnalyzer()
        for round in 0..<500 {
            let text = (0..<Int.random(in: 1...30, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
            let whole = Self.tokens(Array(String(text).utf8), analyzer)
            let grams = Set(whole.records.filter { $0.kind.channel == 1 }.map { whole.term($0) })
            let start = Int.random(in: 0..<text.count, using: &random)
            let piece = text[start..<min(text.count, start + Int.random(in: 1...6, using: &random))]
            let part = Self.tokens(Array(String(piece).utf8), analyzer)
            for record in part.records where record.kind.channel == 1 {
                #expect(
                    grams.contains(part.term(record)), "seed \(seed) round \(round) \(String(text)) \(String(piece))")
            }
        }
    }

    @Test func aReusedAnalyzerSaysWhatAFreshOneSays() {
        let reused = StandardAnalyzerFactory().makeAnalyzer()
        for text in ["连衣裙", "iPhone15", "", "é", "A\u{301}B", "清华大学 Type-C"] {
            let fresh = Self.tokens(Array(text.utf8), StandardAnalyzerFactory().makeAnalyzer())
            let again = Self.tokens(Array(text.utf8), reused)
            #expect(fresh.records == again.records && fresh.bytes == again.bytes)
        }
    }
}
