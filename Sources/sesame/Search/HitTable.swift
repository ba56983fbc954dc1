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
    static func tables(_ answer: SearchResponse, isChinese: Bool) -> [Table] {
        let currency = answer.priceCurrency.flatMap(Currency.init(code:)) ?? .cny
        let facets = answer.facets.sorted { $0.key < $1.key }.map { facet, buckets in
            table(facet, buckets) { label($0, isPrice: facet == "price", currency, isChinese) }
        }
        let attributes = answer.attributeFacets.map { facet in
            table(facet.name.text(isChinese), facet.buckets) { label($0, isPrice: false, currency, isChinese) }
        }
        return facets + attributes
    }

    private static func table(
        _ title: String, _ buckets: [SearchFacetBucket], label: (SearchFacetBucket) -> String
    ) -> Table {
        var table = Table([.init(title: title), .init(title: "listings", isRightAligned: true)])
        for bucket in buckets { table.add([label(bucket), String(bucket.count)]) }
        return table
    }

    /// A name, with what to ask for where that is another.
    private static func label(
        _ bucket: SearchFacetBucket, isPrice: Bool, _ currency: Currency, _ isChinese: Bool
    ) -> String {
        if isPrice { return priceRange(bucket.key, currency) }
        guard let name = bucket.name?.text(isChinese) else { return bucket.key }
        return "\(name) (\(bucket.path?.last?.slug ?? bucket.key))"
    }

    /// `1000-4999` in minor units is `10.00 - 49.99`.
    private static func priceRange(_ key: String, _ currency: Currency) -> String {
        let ends = key.split(separator: "-", omittingEmptySubsequences: false).map { part in
            Int64(part).map { Money(amountMinor: $0, currency: currency).decimalText } ?? ""
        }
        return ends.count == 2 ? "\(ends[0]) - \(ends[1])" : key
    }
}

extension BilingualText {
    fileprivate func text(_ isChinese: Bool) -> String { isChinese ? chinese : english }
}
