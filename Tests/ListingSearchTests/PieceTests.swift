import Catalog
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// Every piece of a title finds its listing: recall by construction, on real titles.
struct PieceTests {
    private static let seed: UInt64 = 2_026
    private static let sampled = 2_000
    private static let groups = 20

    @Test(.enabled(if: EvaluationData.hasTitles), arguments: 0..<groups)
    func everyPieceOfOneToSixHanCharactersFindsItsListing(group: Int) throws {
        var random = SeededGenerator(seed: Self.seed)
        let titles = try EvaluationData.titles().shuffled(using: &random).prefix(Self.sampled)
        let own = titles.enumerated().filter { $0.offset % Self.groups == group }.map(\.element)
        let folder = try TemporaryFolder()
        let categories = try CategoryTree(CategorySeed.categories)
        let index = try ListingIndex.create(at: folder.path + "/index", categories: categories)
        let listings = own.enumerated().map { Self.listing(Int64($0 + 1), title: $1) }
        try index.index.apply(listings.map { index.documents.change(ShopListing($0, shopName: "")) })
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        let snapshot = index.index.snapshot()
        var found: [String: Set<Int64>] = [:]
        for listing in listings {
            for piece in Self.pieces(listing.content.title) {
                if found[piece] == nil {
                    let words = try ShopperQuery(piece, analyzer: analyzer)
                    let result = try snapshot.search(Query(terms: words.terms, limit: own.count))
                    found[piece] = Set(result.hits.map(\.key))
                }
                #expect(
                    found[piece]?.contains(listing.id) == true,
                    "seed \(Self.seed): \(piece) in \(listing.content.title)")
            }
        }
        #expect(found.count > 1_000)
    }

    private static func listing(_ id: Int64, title: String) -> Listing {
        let content = ListingContent(
            title: title, categoryID: 1010, price: Money(amountMinor: 100, currency: .cny), region: "CN",
            shipsTo: ["CN"])
        return Listing(
            id: id, sellerID: 1, content: content, status: .active, version: 1, createdAtMilliseconds: id,
            updatedAtMilliseconds: id)
    }

    /// All pieces of one to six characters of the runs of Han characters.
    private static func pieces(_ title: String) -> Set<String> {
        var pieces: Set<String> = []
        for run in title.split(whereSeparator: { !$0.unicodeScalars.allSatisfy(isHan) }) {
            let characters = Array(run)
            for start in characters.indices {
                for end in start + 1...min(start + 6, characters.count) {
                    pieces.insert(String(characters[start..<end]))
                }
            }
        }
        return pieces
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        (0x4E00...0x9FFF).contains(scalar.value) || (0x3400...0x4DBF).contains(scalar.value)
    }
}
