import Catalog
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// What a description begins with says what the thing is.
struct OpeningTests {
    private func found(_ text: String, _ listings: [(title: String, description: String)]) throws -> [Int64] {
        let folder = try TemporaryFolder()
        let index = try ListingIndex.create(
            at: folder.path + "/index", categories: try CategoryTree(CategorySeed.categories))
        try index.index.apply(
            listings.enumerated().map { place, listing in
                let content = ListingContent(
                    title: listing.title, description: listing.description, categoryID: 9080,
                    price: Money(amountMinor: 100, currency: .cny), region: "CN", shipsTo: ["CN"])
                return index.documents.change(
                    ShopListing(
                        Listing(
                            id: Int64(place), sellerID: 1, content: content, status: .active, version: 1,
                            createdAtMilliseconds: 1, updatedAtMilliseconds: 1), shopName: ""))
            })
        let words = try ShopperQuery(text, analyzer: ListingIndex.analyzer.makeAnalyzer())
        return try ListingQuery(text: text, limit: 20).stretch(
            .init(limit: 20, enough: 10), words, index.index.snapshot(), documents: index.documents
        ).hits.map(\.id)
    }

    private static let filling = String(repeating: "made of steel and wood by hand in a small town ", count: 4)

    @Test func aWordAtTheBeginningComesBeforeOneFurtherOn() throws {
        let late = ("Norden 40", Self.filling + "for a tripod")
        let early = ("Norden 40", "A tripod " + Self.filling + "for a")
        #expect(try found("tripod", [late, early]) == [1, 0])
        #expect(try found("tripod", [early, late]) == [0, 1])
    }

    @Test func aTitleComesBeforeADescription() throws {
        let described = ("Norden 40", "tripod " + Self.filling + String(repeating: "tripod ", count: 3))
        let titled = ("Norden 40 folding tripod of steel in black and grey with a bag", "")
        #expect(try found("tripod", [described, titled]) == [1, 0])
    }

    /// Words count by their share: a long description that has every word somewhere is no match for one about the thing.
    @Test func aLongListOfEverythingComesBehindAShortDescription() throws {
        let everything = ("Norden 40", Self.filling + "tripod " + String(repeating: Self.filling, count: 5) + "tripod")
        let short = ("Norden 40", String(Self.filling.prefix(94)) + "tripod")
        #expect(try found("tripod", [everything, short]) == [1, 0])
    }

    @Test(arguments: [
        ("", ""), ("Short.", "Short."), (String(repeating: "四", count: 90), String(repeating: "四", count: 80)),
        (String(repeating: "four ", count: 20), String(repeating: "four ", count: 15) + "four"),
        (String(repeating: "a", count: 80), String(repeating: "a", count: 80)),
        (String(repeating: "a", count: 79) + " b c", String(repeating: "a", count: 79)),
        (String(repeating: "a", count: 80) + " b", String(repeating: "a", count: 80)),
    ])
    func theOpeningIsCutBetweenWords(_ description: String, _ opening: String) {
        #expect(ListingDocument.opening(description) == opening)
    }

    @Test func everyOpeningIsWholeWordsOfTheBeginning() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let words = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                String((0..<Int.random(in: 1...9, using: &random)).map { _ in "ab四é👍🏽".randomElement(using: &random)! })
            }
            let description = words.joined(separator: Bool.random(using: &random) ? " " : "\n")
            let opening = ListingDocument.opening(description)
            let note = "seed \(seed): \(description)"
            #expect(opening.unicodeScalars.count <= 80 && description.hasPrefix(opening), "\(note)")
            let kept = opening.split(whereSeparator: \.isWhitespace).map(String.init)
            #expect(kept == Array(words.prefix(kept.count)), "\(note)")
            let next = words.dropFirst(kept.count).first
            let length = opening.unicodeScalars.count + (opening.isEmpty ? 0 : 1) + (next?.unicodeScalars.count ?? 0)
            #expect(next == nil || length > 80, "\(note)")
        }
    }
}
