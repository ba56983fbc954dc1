import SearchIndex

/// How many matches have each value of an attribute, from the index's strings.
enum AttributeCounts {
    /// The most frequent strings are looked at.
    static let mostStrings = 2_000
    private static let mostNames = 12
    private static let mostValues = 20

    /// A bucket for each value in all its writings, named as most write it; the most frequent first.
    static func buckets(_ counted: [SearchResult.Bucket]) -> [FacetBucket] {
        var byKey: [String: FacetBucket] = [:]
        for string in counted {
            guard let (attribute, text) = AttributeValue.read(string.value) else { continue }
            // The most frequent writing comes first.
            byKey[attribute.key, default: FacetBucket(key: attribute.key, label: text, count: 0)].count += string.count
        }
        return byKey.values.sorted { $0.count != $1.count ? $0.count > $1.count : $0.key < $1.key }
    }

    /// What is shown of them: the names that most matches have, each with its most frequent values.
    static func shown(_ buckets: [FacetBucket]) -> [FacetBucket] {
        let byName = Dictionary(grouping: buckets) { $0.key.prefix { $0 != AttributeValue.keySeparator } }
        let names = byName.map { name, values in (name: name, count: values.reduce(0) { $0 + $1.count }) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.name < $1.name }
        return names.prefix(mostNames).flatMap { (byName[$0.name] ?? []).prefix(mostValues) }
    }
}
