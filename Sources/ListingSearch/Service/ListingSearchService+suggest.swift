import Catalog
package import SearchIndex
package import TextAnalysis

extension ListingSearchService {
    /// What was typed, carried on to phrases of the market's titles, the most frequent first: by characters, by pinyin
    /// (lianyi, lian yi), by the first letters of pinyin (lyq), by letters. Everything suggested finds something.
    ///
    /// Cost: one look-up in the vocabulary, and one count a suggestion.
    public func suggest(_ prefix: String, limit: Int) async throws -> [ListingSuggestion] {
        let snapshot = try openIndex().index.snapshot()
        let vocabulary = vocabularies.current
        return try withAnalyzer { try vocabulary.suggestions(for: prefix, limit: limit, snapshot, $0) }
    }
}

extension Vocabulary {
    /// Entries that are looked at for each suggestion wanted: some find nothing any more.
    private static let candidatesEach = 3
    private static let counted = 100

    package func suggestions(
        for prefix: String, limit: Int, _ snapshot: Snapshot, _ analyzer: any Analyzer
    ) throws -> [ListingSuggestion] {
        let typed = VocabularyBuilder.phrase(prefix, analyzer)
        guard !typed.isEmpty, limit > 0 else { return [] }
        var found: [ListingSuggestion] = []
        for place in completions(of: typed, limit: limit * Self.candidatesEach) where found.count < limit {
            let text = entries[place].text
            let count = try Self.count(text, snapshot, analyzer)
            if count > 0 { found.append(ListingSuggestion(text: text, count: count)) }
        }
        return found
    }

    /// How many listings hold all the words, counted so far as a shopper cares.
    private static func count(_ text: String, _ snapshot: Snapshot, _ analyzer: any Analyzer) throws -> Int {
        let required = try ShopperQuery(text, analyzer: analyzer).terms.filter { $0.role == .required }
        guard !required.isEmpty else { return 0 }
        return try snapshot.search(Query(terms: required, limit: 0, countLimit: counted)).total
    }
}
