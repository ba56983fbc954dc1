import Catalog
import MarketplaceStore
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// Words are found whichever way they are spaced.
struct WordSpacingTests {
    private func titles(_ count: Int, _ title: String) -> [String] { (0..<count).map { "\(title) \($0)" } }

    @Test func wordsTypedApartFindThemJoined() throws {
        let market = try SmallMarket(["Sony headphones", "keyboard for games", "phone holder", "head lamp"])
        #expect(try market.complete("head phones") == [0])
        #expect(try market.complete("Key  Board games") == [1])
    }

    @Test func aWordTypedAsOneFindsBothApart() throws {
        let market = try SmallMarket(titles(5, "power bank") + titles(5, "lamp") + ["bank note", "power drill"])
        #expect(try market.complete("powerbank").sorted() == [0, 1, 2, 3, 4])
    }

    @Test func whatIsAsTypedComesFirst() throws {
        let drives = titles(20, "hard drive") + ["harddrive"] + titles(100, "lamp")
        let found = try SmallMarket(drives).complete("harddrive")
        #expect(found.first == 20 && found.count == 1, "a word that one of 121 listings has is not rare")
        let phones = titles(20, "headphones") + ["head phones"]
        let apart = try SmallMarket(phones).complete("head phones")
        #expect(apart.first == 20 && apart.count == 21)
    }

    @Test(arguments: ["micro sd", "\"head phones\"", "head -phones", "head, phones"])
    func whatIsWrittenEitherWayOrMeantAsItStandsIsAsTyped(text: String) throws {
        let market = try SmallMarket(titles(20, "microsd") + titles(5, "micro sd") + titles(20, "headphones"))
        let found = try market.complete(text)
        #expect(found.allSatisfy { (20..<25).contains($0) })
        #expect(found.count == (text == "micro sd" ? 5 : 0))
    }

    /// As many hold both as by chance.
    @Test func wordsThatMeetByChanceAreNoWord() throws {
        let market = try SmallMarket(titles(20, "not red") + titles(20, "able lamp") + titles(4, "not able"))
        #expect(try market.complete("notable").isEmpty)
    }

    /// What is too long for a word, and too many words, are not looked at twice: whoever asks wants to keep us busy.
    @Test func lettersWithoutEndAreNoWords() throws {
        let (long, short) = (String(repeating: "a", count: 30), "bak")
        let market = try SmallMarket(titles(5, "\(long) \(short)") + titles(5, "zor bak"))
        #expect(try market.complete(long + short).isEmpty)
        #expect(try market.complete("zorbak").count == 5)
        let units = Array(repeating: "zorbak", count: WordSpacing.mostWords + 1).joined(separator: " ")
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        let spacing = WordSpacing(market.index.index.snapshot(), analyzer: analyzer)
        #expect(spacing.spans(in: QueryUnits(units, analyzer: analyzer), text: units, besides: []).isEmpty)
        #expect(spacing.spans(in: QueryUnits("zorbak", analyzer: analyzer), text: "zorbak", besides: []).count == 1)
    }

    @Test func aWordOfWhatWasTypedMakesAnotherNameMoreLikely() throws {
        let market = try SmallMarket(titles(10, "black smartwatch") + ["black watch smartwatch 9"] + titles(10, "lamp"))
        #expect(try market.complete("smart watch").first == 10)
    }

    @Test func theExplanationNamesWhatWasTyped() throws {
        let market = try SmallMarket(["Sony headphones"])
        let hit = try #require(try market.stretch("head phones", explains: true).hits.first)
        #expect(hit.shares.map(\.text) == ["head phones"] && hit.isComplete)
    }

    @Test func theOtherSpacingIsMarkedToo() async throws {
        let market = try await StoredMarket()
        _ = try await market.store.create(
            [market.content("Sony headphones")], sellerID: market.seller, atMilliseconds: 1)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let marked = try await market.search(follower).show(
            ["Sony headphones", "head", "lamp"].map { ListingTexts(title: $0, description: "", shopName: "") },
            query: "head phones", marks: ("<b>", "</b>"))
        #expect(marked.map(\.markedTitle) == ["Sony <b>headphones</b>", "<b>head</b>", nil])
    }

    private static let parts = ["zor", "bak", "lum", "tek"]

    /// Titles of a few words, joined or apart: what is found is what counting by hand says.
    @Test(arguments: [UInt64(51), 52, 53, 54])
    func spacingGoesByWhatMostListingsHave(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var otherwise = 0
        for _ in 0..<6 {
            let shareJoined = [0.02, 0.3, 0.9, 1].randomElement(using: &random)!
            let titles = (0..<60).map { _ in
                (0..<Int.random(in: 1...3, using: &random)).map { _ -> String in
                    let two = Self.parts.shuffled(using: &random).prefix(2)
                    let isJoined = Double.random(in: 0..<1, using: &random) < shareJoined
                    return two.joined(separator: isJoined ? "" : " ")
                }.joined(separator: ", ")
            }
            let market = try SmallMarket(titles)
            for (first, second) in zip(Self.parts, Self.parts.dropFirst()) {
                for text in ["\(first) \(second)", first + second] {
                    let (found, wanted) = (try market.complete(text).sorted(), Self.wanted(first, second, text, titles))
                    #expect(found == wanted.places, "seed \(seed) \(text)")
                    otherwise += wanted.isOtherwise ? 1 : 0
                }
            }
        }
        #expect(otherwise > 0, "seed \(seed)")
    }

    private static func wanted(
        _ first: String, _ second: String, _ text: String, _ titles: [String]
    ) -> (places: [Int], isOtherwise: Bool) {
        let words = titles.map { Set($0.split(whereSeparator: { !$0.isLetter }).map(String.init)) }
        let joined = words.indices.filter { words[$0].contains(first + second) }
        let apart = words.indices.filter { words[$0].isSuperset(of: [first, second]) }
        let isOtherwise: Bool
        if text.contains(" ") {
            isOtherwise = !joined.isEmpty && 16 * apart.count < joined.count
        } else {
            let both = [first, second].map { word in words.count { $0.contains(word) } }
            isOtherwise = joined.isEmpty && apart.count >= 4 && apart.count * titles.count >= both[0] * both[1]
        }
        let typed = text.contains(" ") ? apart : joined
        return (isOtherwise ? Set(joined + apart).sorted() : typed, isOtherwise)
    }
}
