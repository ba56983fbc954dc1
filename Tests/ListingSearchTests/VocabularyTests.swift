import Catalog
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// What is suggested while somebody types, and what a misspelt query is taken for.
struct VocabularyTests {
    private let market: SmallMarket
    private let vocabulary: Vocabulary
    private let analyzer = ListingIndex.analyzer.makeAnalyzer()

    private static let titles = [
        "法式連衣裙 夏", "碎花连衣裙 女", "雪纺连衣裙", "古典音乐 CD", "流行音乐 专辑", "中国银行 纪念币", "重庆火锅底料",
        "HDMI cable 2m", "hdmi cable gold", "hdmi switch", "Bluetooth keyboard", "女鞋 绿色", "充电宝 快充", "手机壳 透明",
        "手机壳 iPhone15",
    ]

    init() throws {
        market = try SmallMarket(Self.titles)
        var builder = VocabularyBuilder(analyzer: analyzer)
        for title in Self.titles { builder.add(title, sellerID: 1) }
        vocabulary = builder.finish(categories: try CategoryTree([]))
    }

    private func suggestions(_ typed: String, limit: Int = 5) throws -> [String] {
        try vocabulary.suggestions(for: typed, limit: limit, market.index.index.snapshot(), analyzer).map(\.text)
    }

    private func corrections(_ text: String) throws -> [String] {
        try Corrector(snapshot: market.index.index.snapshot(), vocabulary: vocabulary, analyzer: analyzer)
            .corrections(of: text, limit: 3)
    }

    /// A title that was read stands for three here; two of the three listings are gone.
    @Test func aSuggestionSaysHowManyListingsThereAre() throws {
        var builder = VocabularyBuilder(analyzer: analyzer)
        for title in Self.titles { builder.add(title, sellerID: 1) }
        let sampled = builder.finish(categories: try CategoryTree([]), titlesEach: 3)
        func count(_ vocabulary: Vocabulary, _ text: String) throws -> Int? {
            try vocabulary.suggestions(for: text, limit: 20, market.index.index.snapshot(), analyzer)
                .first { $0.text == text }?.count
        }
        #expect(try count(vocabulary, "连衣裙") == 3)
        #expect(try count(sampled, "连衣裙") == 9)
        #expect(try count(sampled, "hdmi") == 3)
        try market.index.index.apply([.remove(key: 0), .remove(key: 1)])
        #expect(try count(sampled, "连衣裙") == 1)
    }

    @Test(arguments: [
        ("连", "连衣裙"), ("連衣", "连衣裙"), ("lianyiqun", "连衣裙"), ("lian yi qun", "连衣裙"), ("lianyi", "连衣裙"),
        ("lyq", "连衣裙"), ("LYQ", "连衣裙"), ("连yi", "连衣裙"), ("yinyue", "音乐"), ("yinhang", "银行"),
        ("chongqing", "重庆"), ("nvxie", "女鞋"), ("lvse", "绿色"), ("hd", "hdmi"), ("hdmi ca", "hdmi cable"),
        ("bluet", "bluetooth"),
        ("sjk", "手机壳"),
    ])
    func everyWayInLeadsToThePhrase(typed: String, wanted: String) throws {
        let found = try suggestions(typed)
        #expect(found.prefix(2).contains(wanted), "\(found)")
    }

    /// Letters outside of ASCII are equal by their bytes alone, so that no phrase has to be normalized to be counted.
    @Test func textsAreComparedByTheirBytes() {
        let texts = ["", "a", "ab", "手机", "手机壳", "caf\u{E9}", "cafe\u{301}"].map(BytewiseString.init)
        for (place, left) in texts.enumerated() {
            for (other, right) in texts.enumerated() {
                #expect((left == right) == (place == other))
                #expect((left < right) == (Array(left.text.utf8).lexicographicallyPrecedes(Array(right.text.utf8))))
            }
        }
        #expect(Set(texts + texts).count == texts.count)
        #expect(texts.filter(\.isWord).map(\.text) == ["a", "ab"])
    }

    @Test func suggestionsFindSomethingAndComeOnce() throws {
        for typed in ["l", "h", "手", "hdmi", "s", "yin"] {
            let found = try suggestions(typed, limit: 20)
            #expect(Set(found).count == found.count && !found.isEmpty)
            for text in found { #expect(try !market.complete(text).isEmpty, "\(text)") }
        }
        try market.index.index.apply((0..<3).map { .remove(key: $0) })
        #expect(try suggestions("连").isEmpty)
        #expect(try (suggestions("") + suggestions("。") + suggestions("zzz")).isEmpty)
    }

    @Test(arguments: [
        ("连衣群", "连衣裙"), ("雪访连衣裙", "雪纺连衣裙"), ("bluetoth", "bluetooth"), ("keybaord", "keyboard"),
        ("kyeboard bluetooth", "keyboard bluetooth"), ("lianyiqun", "连衣裙"), ("lyq", "连衣裙"), ("yinyue", "音乐"),
        ("重庆火国底料", "重庆火锅底料"), ("手基壳", "手机壳"), ("连农裙", "连衣裙"), ("女靴", "女鞋"), ("充电室", "充电宝"),
    ])
    func aMisspeltQueryIsTakenForWhatItWasMeantToBe(typed: String, wanted: String) throws {
        let found = try corrections(typed)
        #expect(found.first == wanted, "\(found)")
    }

    @Test func whatIsNearNothingStaysAsItIs() throws {
        for text in ["qqqqqq", "鑫鑫鑫", "", "!!", "123456", "zz"] { #expect(try corrections(text).isEmpty, "\(text)") }
    }

    @Test(arguments: [
        ("ab", "ab", 0), ("ab", "ba", 1), ("abcd", "abd", 1), ("abcd", "badc", 2), ("kitten", "sitting", 3),
    ])
    func distanceCountsEdits(left: String, right: String, distance: Int) {
        #expect(Spelling.distance(Array(left.utf8), Array(right.utf8), most: 3) == distance)
        #expect(Spelling.distance(Array(left.utf8), Array(right.utf8), most: distance - 1) == nil || distance == 0)
    }

    /// The bound of letters that differ must not leave out what is near: the slow way looks at every word.
    @Test(arguments: [UInt64(41), 42])
    func nothingNearIsOverlooked(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func word() -> String {
            String((0..<Int.random(in: 4...8, using: &random)).map { _ in "abcde".randomElement(using: &random)! })
        }
        let words = Set((0..<400).map { _ in word() })
        let spelling = Spelling(words.map { Vocabulary.Entry(text: $0, count: 1) })
        for _ in 0..<200 {
            let typed = word()
            let near = words.filter {
                $0 != typed
                    && Spelling.distance(Array(typed.utf8), Array($0.utf8), most: Spelling.errors) != nil
            }
            #expect(Set(spelling.corrections(of: typed, limit: .max)) == near, "seed \(seed) \(typed)")
        }
    }
}
