import Catalog
import Foundation
import ListingSearch
import MarketplaceWire

/// What categories, conditions, places and attributes are called in both languages.
struct FacetNames: Sendable {
    /// By category: from the top of the tree down to it.
    private let paths: [Category.ID: [CategoryName]]
    /// By category: its name as JSON, for hits.
    private let written: [Category.ID: [UInt8]]

    init(_ categories: [Category]) {
        var paths: [Category.ID: [CategoryName]] = [:]
        for category in categories {
            // Parents come before children.
            let above = category.parentID.flatMap { paths[$0] } ?? []
            let name = BilingualText(english: category.nameEnglish, chinese: category.nameChinese)
            paths[category.id] = above + [CategoryName(id: category.id, slug: category.slug, name: name)]
        }
        self.paths = paths
        written = paths.compactMapValues { path in
            guard let name = path.last else { return nil }
            var writer = JSONWriter(byteCount: 128)
            writer.category(name)
            return writer.bytes
        }
    }

    func json(of category: Category.ID) -> [UInt8]? { written[category] }

    func bucket(_ facet: ListingFacet, _ bucket: FacetBucket) -> SearchFacetBucket {
        var named = SearchFacetBucket(key: bucket.key, count: bucket.count)
        switch facet {
        case .category:
            named.path = Int(bucket.key).flatMap { paths[$0] }
            named.name = named.path?.last?.name
        case .condition:
            named.name = Condition(rawValue: bucket.key).map {
                BilingualText(english: $0.nameEnglish, chinese: $0.nameChinese)
            }
        case .region: named.name = Self.place(bucket.key)
        case .attributes: named.name = bucket.label.map { BilingualText(english: $0, chinese: $0) }
        case .price, .currency: break
        }
        return named
    }

    /// The buckets of attributes, those of one name together.
    func attributes(_ buckets: [FacetBucket]) -> [SearchAttributeFacet] {
        var facets: [SearchAttributeFacet] = []
        for bucket in buckets {
            guard let attribute = AttributeValue(key: bucket.key) else { continue }
            if facets.last?.key != attribute.name {
                let known = AttributeName.known(attribute.name)
                let name = BilingualText(
                    english: known?.english ?? attribute.name, chinese: known?.chinese ?? attribute.name)
                facets.append(SearchAttributeFacet(key: attribute.name, name: name, buckets: []))
            }
            facets[facets.count - 1].buckets.append(self.bucket(.attributes, bucket))
        }
        return facets
    }

    /// A country as CLDR names it; a part of one is its country with the code, since CLDR's names of parts are in no library
    /// that is here.
    private static func place(_ code: String) -> BilingualText? {
        let country = RegionCode.country(of: code)
        guard let english = english.localizedString(forRegionCode: country),
            let chinese = chinese.localizedString(forRegionCode: country)
        else { return nil }
        guard !RegionCode.isCountry(code) else { return BilingualText(english: english, chinese: chinese) }
        return BilingualText(english: "\(english) (\(code))", chinese: "\(chinese)（\(code)）")
    }

    private static let english = Locale(identifier: "en")
    private static let chinese = Locale(identifier: "zh-Hans")
}
