import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

@Suite("Extracts of descriptions")
struct ListingExtractTests {
    private func extract(_ description: String, _ query: String) -> String {
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        return ListingHighlighter(query, analyzer: analyzer).extract(of: ListingExtract.searched(description))
    }

    @Test("a short description is its own extract, on one line")
    func whole() {
        #expect(extract("纯羊毛\n手工编织", "羊毛") == "纯羊毛 手工编织")
        #expect(extract("", "羊毛").isEmpty)
    }

    @Test("a long one is shown from its beginning where that has a match, or where nothing has one")
    func beginning() {
        let long = "羊毛" + String(repeating: "围巾", count: 200)
        let expected = long.prefix(ListingExtract.characters) + "…"
        #expect(extract(long, "羊毛") == String(expected))
        #expect(extract(long, "键盘") == String(expected))
    }

    @Test("and around the match where only what follows has one, in either language")
    func around() {
        let filler = String(repeating: "包邮正品 ", count: 80)
        let han = extract(filler + "红色连衣裙很好看" + filler, "連衣裙")
        #expect(han.contains("连衣裙") && han.hasPrefix("…") && han.hasSuffix("…"))
        let words = String(repeating: "free shipping ", count: 40)
        #expect(extract(words + "fits a 13-inch Laptop sleeve", "laptops").contains("Laptop"))
    }

    @Test("an extract is short, whole in its characters, and taken from the description", arguments: [UInt64(1), 2, 3])
    func bounds(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = ["连衣裙", "羊毛 ", "👨‍👩‍👧", "e\u{301}", "phone case ", "a", "。", "🇨🇳"]
        for _ in 0..<100 {
            let description = (0..<Int.random(in: 0...900, using: &random)).map { _ in
                pieces[Int.random(in: pieces.indices, using: &random)]
            }.joined()
            let searched = ListingExtract.searched(description)
            #expect(description.hasPrefix(searched), "seed \(seed)")
            #expect(searched.utf8.count <= ListingExtract.searchedBytes + 64, "seed \(seed)")
            let shown = extract(description, "羊毛")
            #expect(shown.count <= ListingExtract.characters + 2, "seed \(seed)")
            let inner = shown.trimmingPrefix("…").reversed().trimmingPrefix("…").reversed()
            #expect(description.contains(String(inner)), "seed \(seed)")
        }
    }
}
