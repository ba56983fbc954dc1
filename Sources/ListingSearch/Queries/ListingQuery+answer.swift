import Catalog
import SearchIndex
import TextAnalysis

extension ListingQuery {
    /// Matches are counted exactly up to here.
    static let countLimit = 1_000

    /// Answers the query from a snapshot, all words wanted first.
    ///
    /// - Throws: `ListingSearchError` for what the shopper can mend, `IndexError` for what we must.
    func answer(
        _ snapshot: Snapshot, documents: ListingDocument, named: NamedCategories, analyzer: any Analyzer
    ) throws -> (page: ListingPage, words: ShopperQuery) {
        var words = try ShopperQuery(text, analyzer: analyzer)
        words.lift(named)
        let start = try cursor.map { text throws(ListingSearchError) in try ListingCursor(text, sort: sort) }
        // Words that are all punctuation match nothing, unlike no words at all.
        guard let filters = filters(documents), isBlank || !words.terms.isEmpty else { return (.empty, words) }
        let query = Query(
            filters: filters, order: order, limit: limit, after: start?.after, facets: facetRequests.map(\.request),
            carries: ListingSchema.version, countLimit: Self.countLimit, explains: explains)
        return (page(try words.search(snapshot, query: query, relaxed: start?.isRelaxed), words: words), words)
    }

    private func page(_ found: ShopperQuery.Found, words: ShopperQuery) -> ListingPage {
        let result = found.result
        var facets: [ListingFacet: [FacetBucket]] = [:]
        for (request, counted) in zip(facetRequests, result.facets) {
            facets[request.facet] = Self.buckets(request.facet, counted)
        }
        let next =
            result.hits.count < limit
            ? nil
            : result.hits.last.map { hit in
                ListingCursor(
                    sort: sort, isRelaxed: found.isRelaxed,
                    after: Query.After(score: hit.score, value: hit.value, key: hit.key)
                ).encoded
            }
        return ListingPage(
            hits: result.hits.enumerated().map { place, hit in
                let texts = place < found.completeCount || !found.isRelaxed ? words.texts : words.relaxedTexts
                return ListingHit(
                    id: hit.key, version: hit.carried, score: hit.score,
                    explanation: hit.shares.map { ScorePart(term: texts[$0.term], score: $0.score) })
            },
            total: Total(value: result.total, relation: result.isTotalExact ? .exact : .atLeast), facets: facets,
            relaxed: found.isRelaxed, nextCursor: next, tookMicroseconds: 0)
    }
}

extension ListingPage {
    static let empty = ListingPage(
        hits: [], total: Total(value: 0, relation: .exact), facets: [:], relaxed: false, nextCursor: nil,
        tookMicroseconds: 0)
}
