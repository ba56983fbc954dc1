package import Catalog
package import SearchIndex

/// Searches a market's index as its server would, without one: for operators' commands.
package struct OperatorSearch: Sendable {
    let index: ListingIndex
    private var answerer: ListingAnswerer

    /// - Parameters:
    ///   - index: may be open for reading only; what a server has not committed yet is not in it.
    ///   - vocabularies: for corrections, made by then.
    ///   - sellers: level with the store by then.
    package init(
        index: ListingIndex, categories: CategoryTree, lexicon: Lexicon, store: any ListingStore,
        vocabularies: VocabularyKeeper, rules: RuleFolder, sellers: any SellerRecords, nowMilliseconds: Int64
    ) {
        self.index = index
        answerer = ListingAnswerer(
            snapshot: index.index.snapshot(), documents: index.documents, lexicon: lexicon, analyzers: AnalyzerPool(),
            named: NamedCategories(categories: categories), store: store, vocabularies: vocabularies,
            rules: rules.current(), profile: .standard(with: sellers),
            nowMilliseconds: ListingSearchService.rankingTime(nowMilliseconds))
    }

    /// The same over another state of the index, with other words.
    package func with(snapshot: Snapshot, lexicon: Lexicon) -> OperatorSearch {
        var other = self
        other.answerer.snapshot = snapshot
        other.answerer.lexicon = lexicon
        return other
    }

    /// The first hits of a query, as a shopper sees them.
    package func firstHits(_ text: String, limit: Int) async throws -> [Listing.ID] {
        try await answerer.page(ListingQuery(text: text, limit: limit)).hits.map(\.id)
    }
}
