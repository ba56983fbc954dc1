import SearchIndex
import TextAnalysis

extension ListingAnswerer {
    /// What may have been meant instead of a query whose words find some listings, but no page of them.
    func alternative(to query: ListingQuery, _ page: ListingPage) throws -> String? {
        guard query.corrects, query.cursor == nil, page.correction == nil,
            page.total.value < query.limit || page.relaxed,
            !query.isBlank, QuerySyntax(query.text).pieces.allSatisfy({ $0.kind == .plain })
        else { return nil }
        return try vocabularies.alternatives(to: query.text, edition: lexicon.edition) { vocabulary in
            try analyzers.with(lexicon) { analyzer in
                try Corrector(snapshot: snapshot, vocabulary: vocabulary, analyzer: analyzer)
                    .alternatives(to: query.text, limit: 1)
            }
        }.first
    }
}
