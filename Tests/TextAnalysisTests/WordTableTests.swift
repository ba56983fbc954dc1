import TestSupport
import Testing

@testable import TextAnalysis

/// Words that are kept whole, whatever the dictionary says.
struct WordTableTests {
    private func records(_ text: String, _ words: WordTable) -> [(kind: TokenKind, term: String, start: UInt32)] {
        var text = text
        var buffer = TokenBuffer()
        let analyzer = StandardAnalyzerFactory(words: words).makeAnalyzer()
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        return buffer.records.map { ($0.kind, buffer.term($0), $0.sourceStart) }
    }

    private func words(_ text: String, _ words: WordTable) -> [String] {
        records(text, words).filter { $0.kind == .hanWord }.map(\.term)
    }

    @Test(arguments: ["羽绒服", "耐克", "降噪"])
    func whatTheDictionaryCutsIsKeptWhole(word: String) throws {
        #expect(!words("加厚\(word)女", .none).contains(word))
        #expect(words("加厚\(word)女", try WordTable([word])) == ["加厚", word])
    }

    @Test func bothScriptsAndTheLongestFromTheLeft() throws {
        let table = try WordTable(["羽絨服", "羽绒", "服女"])
        #expect(words("羽絨服女", table) == ["羽绒服"])
        #expect(words("羽绒服女", table) == ["羽绒服"])
        #expect(words("羽绒女", table) == ["羽绒"])
        #expect(table.texts == ["服女", "羽绒", "羽绒服"])
    }

    @Test(arguments: ["裙", "", "羽绒 服", "iphone", "羽绒3", "かな", "𠀀𠀁", String(repeating: "长", count: 17)])
    func whatIsNoWordIsRefused(text: String) {
        let error = #expect(throws: WordTableError.self) { try WordTable(["羽绒服", text]) }
        #expect(error?.word == text)
    }

    /// Characters and pairs are what they are without the words; words of the table stand where the first longest one from
    /// the left does; what is left is cut as a text of its own.
    @Test(arguments: [UInt64(1), 2, 3])
    func aTextIsCutAroundTheWords(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("羽绒服加厚女装手机壳耐克")
        func text(_ lengths: ClosedRange<Int>) -> String {
            String((0..<Int.random(in: lengths, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
        }
        for round in 0..<200 {
            let list = (0..<Int.random(in: 1...6, using: &random)).map { _ in text(2...4) }
            let table = try WordTable(list)
            let source = text(1...14)
            let note: Comment = "seed \(seed) round \(round) \(source) \(list)"
            let grams = { (table: WordTable) in records(source, table).filter { $0.kind != .hanWord }.map(\.term) }
            #expect(grams(table) == grams(.none), note)
            var wanted: [String] = []
            var rest = Substring(source)
            var before = ""
            while !rest.isEmpty {
                if let word = list.filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
                    wanted += words(before, .none) + [word]
                    before = ""
                    rest = rest.dropFirst(word.count)
                } else {
                    before.append(rest.removeFirst())
                }
            }
            #expect(words(source, table) == wanted + words(before, .none), note)
        }
    }
}
