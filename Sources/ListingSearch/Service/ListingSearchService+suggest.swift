import Catalog
package import SearchIndex
package import TextAnalysis

extension ListingSearchService {
    /// What was typed, carried on to what several people ask and to phrases that several sellers write, the most frequent of
    /// each first: by characters, by pinyin (lianyi, lian yi), by the first letters of pinyin (lyq), by letters. Everything
    /// suggested finds something.
    ///
    /// Half the places are for what is asked, as far as there is that much of either; it comes first.
    ///
    /// Cost: one look-up in each vocabulary, and one search a suggestion, for two listings where it is a title's phrase.
    public func suggest(_ prefix: String, limit: Int) async throws -> [ListingSuggestion] {
        let snapshot = try openIndex().index.snapshot()
        return try await onThread { service in
            try service.withAnalyzer { analyzer in
                ListingSuggestion.merged(
                    asked: try service.vocabularies.asked.suggestions(for: prefix, limit: limit, snapshot, analyzer),
                    titles: try service.vocabularies.current.suggestions(for: prefix, limit: limit, snapshot, analyzer),
                    limit: limit, analyzer)
            }
        }
    }
}

extension ListingSuggestion {
    /// What is asked, then the titles' phrases, each text once.
    static func merged(
        asked: [ListingSuggestion], titles: [ListingSuggestion], limit: Int, _ analyzer: any Analyzer
    ) -> [ListingSuggestion] {
        // Neither spaces nor the script make it another suggestion.
        func key(_ suggestion: ListingSuggestion) -> String {
            VocabularyBuilder.phrase(suggestion.text, analyzer).filter { $0 != " " }
        }
        let keyed = titles.map { (key: key($0), suggestion: $0) }
        // What is asked is counted up to a limit; titles know of more.
        let counts = Dictionary(keyed.map { ($0.key, $0.suggestion.count) }, uniquingKeysWith: max)
        var known: Set<String> = []
        let asked = asked.compactMap { suggestion -> ListingSuggestion? in
            let key = key(suggestion)
            guard known.insert(key).inserted else { return nil }
            return ListingSuggestion(text: suggestion.text, count: max(suggestion.count, counts[key] ?? 0))
        }
        let titles = keyed.filter { known.insert($0.key).inserted }.map(\.suggestion)
        let count = max((limit + 1) / 2, limit - titles.count)
        let first = asked.prefix(count)
        return Array(first + titles.prefix(limit - first.count))
    }
}

extension Vocabulary {
    /// Entries that are looked at for each suggestion wanted: some find nothing any more.
    private static let candidatesEach = 3

    package func suggestions(
        for prefix: String, limit: Int, _ snapshot: Snapshot, _ analyzer: any Analyzer
    ) throws -> [ListingSuggestion] {
        let typed = VocabularyBuilder.phrase(prefix, analyzer)
        guard !typed.isEmpty, limit > 0 else { return [] }
        var found: [ListingSuggestion] = []
        for place in completions(of: typed, limit: limit * Self.candidatesEach) where found.count < limit {
            let text = entries[place].shown ?? entries[place].text
            guard !blocked.blocks(text, analyzer) else { continue }
            let count = try count(text, entries[place], snapshot, analyzer)
            if count > 0 { found.append(ListingSuggestion(text: text, count: count)) }
        }
        return found
    }

    /// How many listings hold all the words: as the dictionary knows it of a single word; of several as many titles as had
    /// them when the vocabulary was made, where two listings hold them still. Counting all would take longer than finding.
    private func count(
        _ text: String, _ entry: Entry, _ snapshot: Snapshot, _ analyzer: any Analyzer
    ) throws -> Int {
        let required = try ShopperQuery(text, analyzer: analyzer).terms.filter { $0.role == .required }
        guard !required.isEmpty else { return 0 }
        let limit = titlesEach > 0 ? 1 : Self.counted
        let found = try snapshot.search(Query(terms: required, limit: 0, countLimit: limit))
        return found.isTotalExact ? found.total : max(limit + 1, Int(entry.count) * titlesEach)
    }

    /// So many are counted where the vocabulary counted something else than titles.
    private static let counted = 1_000
}
