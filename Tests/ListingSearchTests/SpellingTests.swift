import TestSupport
import Testing

@testable import ListingSearch

/// Which of several words near a misspelt one it is taken for.
struct SpellingTests {
    private func cost(_ typed: String, _ meant: String) -> Double {
        TypingSlips.cost(typed: Array(typed.utf8), meant: Array(meant.utf8))
    }

    @Test(arguments: [
        ("guitar", "gitar", "guxtar"),  // left out; another letter in its place
        ("table", "tabel", "tabke"),  // neighbours swapped
        ("coffee", "coffe", "coffeq"),  // left out of a double
        ("button", "buttton", "buttxon"),  // typed twice; another letter too many
        ("pencil", "pencel", "pencpl"),  // a vowel for a vowel
        ("film", "vilm", "gilm"),  // sounds alike
        ("hammer", "hanmer", "hawmer"),
        ("road", "rosd", "romd"),  // the key beside it
        ("lamp", "lajp", "lafp"),  // the key below it
        ("lamp", "lxmp", "xamp"),  // the first letter is trusted more
        ("lamp", "lmp", "amp"),
        ("lamp", "lapm", "almp"),
    ])
    func theLikelierSlipCostsLess(meant: String, likelier: String, other: String) {
        #expect(cost(meant, meant) == 0)
        #expect(cost(likelier, meant) < cost(other, meant))
    }

    private func corrections(_ typed: String, _ words: [(text: String, count: UInt32)]) -> [String] {
        Spelling(words.map { Vocabulary.Entry(text: $0.text, count: $0.count) }).corrections(of: typed, limit: .max)
    }

    @Test func theMoreFrequentOfTwoThatAreAsNearComesFirst() {
        #expect(corrections("labe", [("lamp", 90), ("lace", 90), ("lake", 9)]).prefix(1) == ["lace"])
        #expect(corrections("labe", [("lamp", 90), ("lace", 9), ("lake", 90)]).prefix(1) == ["lake"])
    }

    /// Of two as near and as frequent.
    @Test func whatReadsLikeAWordComesBeforeWhatReadsLikeACode() {
        let words = ["table", "cable", "tales", "tabs", "tablet", "stable", "able"].map { (text: $0, count: UInt32(5)) }
        #expect(corrections("tabl", words + [("tabq", 5), ("tavl", 5)]).first == "table")
        #expect(corrections("tbs", words + [("tbqs", 5)]).first == "tabs")
    }

    @Test func ofThreeLettersTwoMayBeMissingAndOneWrong() {
        let words: [(text: String, count: UInt32)] = [("guitar", 9), ("house", 9), ("lamp", 9), ("horse", 9)]
        #expect(Set(corrections("hse", words)) == ["house", "horse"])
        #expect(corrections("lmp", words) == ["lamp"])
        #expect(corrections("lxp", words).isEmpty && corrections("lp", words).isEmpty)
    }
}
