import Catalog
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// Who names a category gets its listings before those that only mention it.
struct NamedCategoryTests {
    private let folder: TemporaryFolder
    private let index: ListingIndex
    private let named: NamedCategories

    init() throws {
        folder = try TemporaryFolder()
        let categories = try CategoryTree(CategorySeed.categories)
        index = try ListingIndex.create(at: folder.path + "/index", categories: categories)
        named = NamedCategories(categories: categories)
    }

    private func list(_ entries: [(title: String, category: Category.ID)]) throws {
        let changes = entries.enumerated().map { place, entry in
            let content = ListingContent(
                title: entry.title, categoryID: entry.category, price: Money(amountMinor: 100, currency: .cny),
                region: "CN", shipsTo: ["CN"])
            return index.documents.change(
                ShopListing(
                    Listing(
                        id: Int64(place + 1), sellerID: 1, content: content, status: .active, version: 1,
                        createdAtMilliseconds: 1, updatedAtMilliseconds: 1), shopName: ""))
        }
        try index.index.apply(changes)
    }

    private func answer(_ text: String, explains: Bool = false, lifts: Bool = true) throws -> ListingStretch {
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        var words = try ShopperQuery(text, analyzer: analyzer, lexicon: try Lexicon(analyzer: analyzer))
        if lifts { words.lift(named) }
        return try ListingQuery(text: text, explains: explains).stretch(
            .init(limit: 20, enough: 10), words, index.index.snapshot(), documents: index.documents)
    }

    @Test func aLaptopComesBeforeABagForOne() throws {
        try list([
            ("Laptop bag for 17 inch laptop", 8038), ("Laptop stand for 17 inch", 8038),
            ("HP EliteBook 17 Notebook", 8011), ("Laptop bag", 8038), ("Laptop bag, black", 8038),
        ])
        #expect(try answer("laptop").hits.first?.id == 3)
        #expect(try answer("laptop 17").hits.first?.id == 3)
        #expect(try answer("laptop bag").hits.first?.id == 4)
    }

    /// The tree says 笔记本电脑; the table of synonyms knows what else laptops are called.
    @Test func anotherWordForACategoryNamesItToo() throws {
        try list([
            ("手提电脑 包", 8038), ("手提电脑 支架", 8038), ("手提电脑 Dell Precision 7560 金属 高分屏 商务 设计", 8011),
        ])
        #expect(try answer("手提电脑").hits.first?.id == 3)
        #expect(try answer("手提电脑 包").hits.first?.id == 1)
    }

    @Test func ofNamesWithinOneAnotherTheLongestCounts() throws {
        try list([("手机壳 手机壳 手机", 7010), ("手机壳", 7020)])
        #expect(try answer("手机壳").hits.first?.id == 2)
        #expect(try answer("手機殼").hits.first?.id == 2)
        #expect(try answer("手机").hits.first?.id == 1)
    }

    @Test func anExplanationSaysWhichCategoryWasNamed() throws {
        try list([("HP EliteBook", 8011)])
        let hit = try #require(try answer("laptop", explains: true).hits.first)
        #expect(hit.shares.contains { $0.text == "笔记本电脑 Laptops" && $0.score > 0 })
        #expect(abs(hit.shares.reduce(0) { $0 + $1.score } - hit.score) < 1e-6)
    }

    @Test func aNamedCategoryAddsNoMatches() throws {
        try list([("desk lamp", 8038), ("clip lamp", 8038), ("lamp", 8038), ("Dell Precision", 8011), ("lamp", 9080)])
        let page = try answer("laptop lamp")
        // What holds both words comes first, whatever its category.
        #expect(Set(page.hits.prefix(3).map(\.id)) == [1, 2, 3])
        #expect(page.isRelaxed && page.hits.contains { $0.id == 5 })
        #expect(Set(page.hits.map(\.id)) == Set(try answer("laptop lamp", lifts: false).hits.map(\.id)))
    }
}
