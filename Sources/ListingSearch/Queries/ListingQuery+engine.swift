import Catalog
import SearchIndex

extension ListingQuery {
    /// Prices are counted in these steps, in minor units: from each to below the next.
    static let priceBounds: [Int64] = [1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000]
    static let facetLimit = 50

    /// The filters, or nil where nothing can match: a category that does not exist.
    func filters(_ documents: ListingDocument) -> [Filter]? {
        var filters: [Filter] = []
        if let categoryID {
            guard let path = documents.path(of: categoryID) else { return nil }
            filters.append(.keywordPrefix(ListingSchema.category, anyOf: [path]))
        }
        if minPriceMinor != nil || maxPriceMinor != nil {
            let low = minPriceMinor ?? 0
            let high = maxPriceMinor ?? .max
            guard low <= high else { return nil }
            filters.append(.integer(ListingSchema.price, low...high))
        }
        // Prices in different currencies are no numbers that can be compared.
        let ofCurrency = currency ?? (minPriceMinor == nil && maxPriceMinor == nil ? nil : priceCurrency)
        if let ofCurrency { filters.append(Self.filter(ofCurrency)) }
        for (_, values) in Dictionary(grouping: attributes, by: \.name).sorted(by: { $0.key < $1.key }) {
            filters.append(.keywordPrefix(ListingSchema.attributes, anyOf: values.map(\.prefix).sorted()))
        }
        if !conditions.isEmpty {
            filters.append(.keyword(ListingSchema.condition, anyOf: conditions.map(\.rawValue).sorted()))
        }
        if let region {
            // A part's code begins with its country's two letters. But ES-BI is no part of ES-B.
            filters.append(
                RegionCode.isCountry(region)
                    ? .keywordPrefix(ListingSchema.region, anyOf: [region])
                    : .keyword(ListingSchema.region, anyOf: [region]))
        }
        if let shipsTo { filters.append(.keyword(ListingSchema.shipsTo, anyOf: Self.around(shipsTo))) }
        if let sellerID { filters.append(.integer(ListingSchema.seller, sellerID...sellerID)) }
        return filters
    }

    private static func filter(_ currency: Currency) -> Filter {
        .keyword(ListingSchema.currency, anyOf: [currency.code])
    }

    /// Whether prices are compared, so that they have to be of one currency.
    var comparesPrices: Bool {
        minPriceMinor != nil || maxPriceMinor != nil || facets.contains(.price)
            || sort == .priceAscending || sort == .priceDescending
    }

    private static func around(_ place: String) -> [String] {
        [place] + (place.split(separator: "-").first.map { [String($0)] } ?? []) + ["worldwide"]
    }

    var isBlank: Bool { !text.contains { !$0.isWhitespace } }

    /// Without words nothing is more relevant than what is new.
    func browsingOrder(_ profile: RankingProfile) -> Query.Order {
        sort == .relevance ? .column(ListingSchema.created, ascending: false) : order(profile)
    }

    func order(_ profile: RankingProfile) -> Query.Order {
        switch sort {
        case .relevance: .relevance
        // What has its price in another currency comes behind: it matches, too.
        case .priceAscending:
            .column(ListingSchema.price, ascending: true, leading: priceCurrency.map(Self.filter))
        case .priceDescending:
            .column(ListingSchema.price, ascending: false, leading: priceCurrency.map(Self.filter))
        case .newest: .column(ListingSchema.created, ascending: false)
        case .sellerRating: .column(ListingSchema.seller, ascending: false, meaning: profile.standings)
        case .sales: .column(ListingSchema.seller, ascending: false, meaning: profile.sales)
        }
    }

    var facetRequests: [(facet: ListingFacet, request: FacetRequest)] {
        ListingFacet.allCases.filter(facets.contains).map { facet in
            switch facet {
            case .category: (facet, .keyword(ListingSchema.category, limit: Int(Int32.max)))
            case .condition: (facet, .keyword(ListingSchema.condition, limit: Self.facetLimit))
            case .price:
                (
                    facet,
                    .ranges(ListingSchema.price, bounds: Self.priceBounds, among: priceCurrency.map(Self.filter))
                )
            case .region: (facet, .keyword(ListingSchema.region, limit: Self.facetLimit))
            case .currency: (facet, .keyword(ListingSchema.currency, limit: Self.facetLimit))
            case .attributes: (facet, .keyword(ListingSchema.attributes, limit: AttributeCounts.mostStrings))
            }
        }
    }

    /// The engine's counts as the shopper's buckets.
    static func buckets(_ facet: ListingFacet, _ counted: [SearchResult.Bucket]) -> [FacetBucket] {
        switch facet {
        case .condition, .region, .currency: counted.map { FacetBucket(key: $0.value, count: $0.count) }
        case .price: priceBuckets(counted)
        case .category: categoryBuckets(counted)
        case .attributes: AttributeCounts.buckets(counted)
        }
    }

    private static func priceBuckets(_ counted: [SearchResult.Bucket]) -> [FacetBucket] {
        counted.enumerated().filter { $0.element.count > 0 }.map { place, bucket in
            let low = place == 0 ? 0 : priceBounds[place - 1]
            let high = place < priceBounds.count ? "\(priceBounds[place] - 1)" : ""
            return FacetBucket(key: "\(low)-\(high)", count: bucket.count)
        }
    }

    /// A category counts what is in it and below it.
    private static func categoryBuckets(_ counted: [SearchResult.Bucket]) -> [FacetBucket] {
        var counts: [Substring: Int] = [:]
        for bucket in counted {
            for id in bucket.value.split(separator: "/") { counts[id, default: 0] += bucket.count }
        }
        let sorted = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        return sorted.prefix(facetLimit).map { FacetBucket(key: String($0.key), count: $0.value) }
    }
}
