import Catalog
import SearchIndex
import TestSupport
import TextAnalysis

@testable import ListingSearch

/// An index of a few titles, and a shopper.
struct SmallMarket {
    private let folder: TemporaryFolder
    let index: ListingIndex
    let lexicon: Lexicon

    /// - Parameter shops: the names of shops by their titles' places; the others have none.
    init(_ titles: [String], shops: [Int: String] = [:], synonyms: String = "") throws {
        folder = try TemporaryFolder()
        let categories = try CategoryTree(CategorySeed.categories)
        index = try ListingIndex.create(at: folder.path + "/index", categories: categories)
        lexicon = try Lexicon(synonyms: synonyms, analyzer: ListingIndex.analyzer.makeAnalyzer())
        let documents = index.documents
        try index.index.apply(
            titles.enumerated().map { place, title in
                let content = ListingContent(
                    title: title, categoryID: 9080, price: Money(amountMinor: 100, currency: .cny), region: "CN",
                    shipsTo: ["CN"])
                return documents.change(
                    ShopListing(
                        Listing(
                            id: Int64(place), sellerID: 1, content: content, status: .active, version: 1,
                            createdAtMilliseconds: 1, updatedAtMilliseconds: 1), shopName: shops[place] ?? ""))
            })
    }

    private func words(_ text: String) throws -> ShopperQuery {
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        return try ShopperQuery(
            text, analyzer: analyzer, lexicon: lexicon,
            spacing: WordSpacing(index.index.snapshot(), analyzer: analyzer))
    }

    func stretch(_ text: String, limit: Int = 20, explains: Bool = false) throws -> ListingStretch {
        let words = try words(text)
        return try ListingQuery(text: text, explains: explains, limit: limit).stretch(
            .init(limit: limit, enough: limit / 2), words, index.index.snapshot(), documents: index.documents)
    }

    /// The places of the titles that hold all of the words, best first.
    func complete(_ text: String) throws -> [Int] {
        let found = try words(text).search(index.index.snapshot(), query: Query(limit: 100))
        return found.result.hits.prefix(found.completeCount).map { Int($0.key) }
    }
}
