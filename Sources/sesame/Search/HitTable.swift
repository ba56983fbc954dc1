import Catalog
import MarketplaceWire

/// Listings found, by rank.
enum HitTable {
    static func table(_ answer: SearchResponse) -> Table {
        var table = Table([
            .init(title: "#", isRightAligned: true), .init(title: "id", isRightAligned: true),
            .init(title: "title", isFlexible: true), .init(title: "price", isRightAligned: true),
            .init(title: "seller"), .init(title: "region"),
        ])
        for (place, hit) in answer.hits.enumerated() {
            let listing = hit.listing
            table.add([
                String(place + 1), String(listing.id), listing.title,
                PriceText.text(minor: listing.priceMinor, currency: listing.currency),
                hit.sellerName ?? String(listing.sellerID), listing.region,
            ])
        }
        return table
    }

    /// Two lines a hit: what each part gave to its score, and a sentence in the reader's language.
    static func explanations(_ answer: SearchResponse, isChinese: Bool) -> [String] {
        answer.hits.flatMap { hit in
            let parts = (hit.explanation ?? []).map { "\($0.term) \($0.score)" }
            let sentence = hit.reason.map { isChinese ? $0.chinese : $0.english } ?? ""
            return ["\(hit.listing.id): \(hit.score) = \(parts.joined(separator: " + "))", "  \(sentence)"]
        }
    }
}

/// How the matches spread over one facet.
enum FacetTable {
    static func table(_ facet: String, _ buckets: [SearchFacetBucket], names: CategoryNames) -> Table {
        var table = Table([.init(title: facet), .init(title: "listings", isRightAligned: true)])
        for bucket in buckets { table.add([label(facet, bucket.key, names), String(bucket.count)]) }
        return table
    }

    private static func label(_ facet: String, _ key: String, _ names: CategoryNames) -> String {
        switch facet {
        case "category": Int(key).flatMap { names.slug(of: $0) } ?? key
        case "price": priceRange(key)
        default: key
        }
    }

    /// `1000-5000` in minor units is `10.00 - 50.00`.
    private static func priceRange(_ key: String) -> String {
        let ends = key.split(separator: "-", omittingEmptySubsequences: false).map { part in
            Int64(part).map { Money(amountMinor: $0, currency: .cny).decimalText } ?? ""
        }
        return ends.count == 2 ? "\(ends[0]) - \(ends[1])" : key
    }
}
