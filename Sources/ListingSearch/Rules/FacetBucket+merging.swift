extension FacetBucket {
    /// Two counts of one facet as one, in the order that the facet has.
    static func merging(_ facet: ListingFacet, _ left: [FacetBucket], _ right: [FacetBucket]) -> [FacetBucket] {
        guard !right.isEmpty else { return left }
        var byKey: [String: FacetBucket] = [:]
        for bucket in left + right {
            byKey[bucket.key, default: FacetBucket(key: bucket.key, label: bucket.label, count: 0)].count +=
                bucket.count
        }
        let merged = Array(byKey.values)
        func low(_ bucket: FacetBucket) -> Int64 { Int64(bucket.key.prefix { $0 != "-" }) ?? 0 }
        return merged.sorted { first, second in
            if facet == .price { return low(first) < low(second) }
            return first.count != second.count ? first.count > second.count : first.key < second.key
        }
    }
}
