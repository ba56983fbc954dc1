import Foundation
import MarketplaceWire
import NIOCore
import TestSupport
import Testing

@testable import MarketplaceAPI

/// The writer of search pages writes what the page's own encoding says.
struct SearchPageTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func aPageReadsBackAsItWas(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for round in 0..<50 {
            let listing = ListingSummary(Self.listing(&random))
            let hits = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                SearchHit(
                    listing: listing,
                    category: Bool.random(using: &random)
                        ? CategoryName(
                            id: 7, slug: "a-b", name: BilingualText(english: Self.text(&random), chinese: "袜子")) : nil,
                    extract: Self.text(&random),
                    sellerName: Bool.random(using: &random) ? Self.text(&random) : nil,
                    sellerRating: Bool.random(using: &random)
                        ? HitRatingResource(
                            level: 3, levelName: "3 hearts",
                            percentPositive: Bool.random(using: &random) ? 99.5 : nil, standing: 0.25, trades: 7)
                        : nil,
                    score: Double.random(in: 0...40, using: &random),
                    highlights: Bool.random(using: &random) ? ["title": Self.text(&random), "extract": "x"] : [:],
                    explanation: Bool.random(using: &random)
                        ? [SearchScorePart(kind: "word", term: Self.text(&random), score: 0.25)] : nil,
                    reason: Bool.random(using: &random)
                        ? BilingualText(english: Self.text(&random), chinese: Self.text(&random)) : nil)
            }
            let page = SearchResponse(
                hits: hits, total: SearchTotal(value: 7, relation: "at_least"),
                facets: [
                    "price": [SearchFacetBucket(key: "0-10", count: 3)],
                    "category": [Self.bucket(&random), Self.bucket(&random)], "region": [],
                ],
                attributeFacets: Bool.random(using: &random)
                    ? [
                        SearchAttributeFacet(
                            key: Self.text(&random), name: BilingualText(english: "x", chinese: Self.text(&random)),
                            buckets: [Self.bucket(&random)])
                    ] : [],
                priceCurrency: Bool.random(using: &random) ? "CNY" : nil,
                relaxed: Bool.random(using: &random), letGo: ["羊毛", "a\"b"],
                correction: Bool.random(using: &random) ? Self.text(&random) : nil,
                didYouMean: Bool.random(using: &random) ? Self.text(&random) : nil,
                nextCursor: Bool.random(using: &random) ? "abc" : nil, tookMicroseconds: 12)
            func lasting(_ hit: SearchHit) -> [UInt8] {
                var category = JSONWriter(byteCount: 0)
                if let name = hit.category { category.category(name) }
                var writer = JSONWriter(byteCount: 0)
                writer.lastingMembers(
                    hit.listing, category: hit.category == nil ? nil : category.bytes, sellerName: hit.sellerName)
                return writer.bytes
            }
            let written = SearchPageJSON(
                page,
                hits: hits.map {
                    SearchPageJSON.Hit(
                        lasting: lasting($0), extract: $0.extract, sellerRating: $0.sellerRating,
                        score: $0.score,
                        highlights: $0.highlights,
                        explanation: $0.explanation, reason: $0.reason)
                }
            ).buffer
            let read = try JSONDecoder().decode(SearchResponse.self, from: Data(written.readableBytesView))
            #expect(read == page, "seed \(seed) round \(round)")
        }
    }

    private static func bucket(_ random: inout SeededGenerator) -> SearchFacetBucket {
        let name = BilingualText(english: text(&random), chinese: text(&random))
        return SearchFacetBucket(
            key: text(&random), name: Bool.random(using: &random) ? name : nil,
            path: Bool.random(using: &random) ? [CategoryName(id: 1, slug: "a", name: name)] : nil, count: 3)
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        let alphabet = Array("aé連😀\"\\/\n\t\u{1}\u{7f}\u{2028}<>&".unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...12, using: &random) { text.append(alphabet.randomElement(using: &random)!) }
        return String(text)
    }

    private static func listing(_ random: inout SeededGenerator) -> ListingResource {
        ListingResource(
            id: 1, sellerID: 2, title: text(&random), description: text(&random), categoryID: 1010, condition: "new",
            priceMinor: 9_900, currency: "CNY", quantity: 1, region: "CN",
            shipsTo: (0..<Int.random(in: 0...3, using: &random)).map { _ in text(&random) }, shippingFeeMinor: 0,
            attributes: (0..<Int.random(in: 0...2, using: &random)).map { _ in
                AttributeResource(name: text(&random), value: text(&random))
            }, status: "active", version: 3,
            createdAt: Timestamp(milliseconds: Int64.random(in: 0...4_000_000_000_000, using: &random)),
            updatedAt: Timestamp(milliseconds: 2_000))
    }
}
