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
        _ words: ShopperQuery, _ snapshot: Snapshot, documents: ListingDocument, relaxes: Bool = true
    ) throws -> ListingPage {
        let start = try cursor.map { text throws(ListingSearchError) in try ListingCursor(text, sort: sort) }
        // Words that are all punctuation match nothing, unlike no words at all.
        guard let filters = filters(documents), isBlank || !words.terms.isEmpty else { return .empty }
        let query = Query(
            filters: filters, order: words.wantsSomething ? order : browsingOrder, limit: limit, after: start?.after,
            facets: facetRequests.map(\.request), carries: ListingSchema.version, countLimit: Self.countLimit,
            explains: explains)
        return page(try words.search(snapshot, query: query, relaxed: relaxes ? start?.isRelaxed : false), words: words)
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
                cursor(behind: hit.key, score: hit.score, value: hit.value, isRelaxed: found.isRelaxed)
            }
        return ListingPage(
            hits: result.hits.enumerated().map { place, hit in
                let isComplete = place < found.completeCount || !found.isRelaxed
                return ListingHit(
                    id: hit.key, version: hit.carried, score: hit.score, value: hit.value,
                    explanation: explains ? parts(hit, isComplete ? words.texts : words.relaxedTexts) : [])
            },
            total: Total(value: result.total, relation: result.isTotalExact ? .exact : .atLeast), facets: facets,
            relaxed: found.isRelaxed, letGo: letGo(found, words), completeCount: found.completeCount, nextCursor: next,
            tookMicroseconds: 0)
    }

    private func parts(_ hit: SearchResult.Hit, _ texts: [String]) -> [ScorePart] {
        hit.shares.map { ScorePart(term: texts[$0.term], score: $0.score) }
    }

    /// The words that the best of the listings that lack some lacks.
    private func letGo(_ found: ShopperQuery.Found, _ words: ShopperQuery) -> [String] {
        guard found.isRelaxed, found.result.hits.indices.contains(found.completeCount) else { return [] }
        return words.missing(Set(found.result.hits[found.completeCount].shares.map(\.term)))
    }

    private func cursor(behind key: Int64, score: Double, value: Int64, isRelaxed: Bool) -> String {
        ListingCursor(
            sort: sort, isRelaxed: isRelaxed, isCorrected: isCorrected,
            after: Query.After(score: score, value: value, key: key)
        ).encoded
    }
}

extension ListingPage {
    static let empty = ListingPage(
        hits: [], total: Total(value: 0, relation: .exact), facets: [:], relaxed: false, letGo: [], nextCursor: nil,
        tookMicroseconds: 0)
}

extension ListingQuery {
    /// What is left of a page whose hits were sifted: no more hits than were asked for, and a cursor behind the last.
    ///
    /// - Parameter isAll: whether everything that the engine found was sifted.
    func cut(_ page: ListingPage, isAll: Bool) -> ListingPage {
        var page = page
        let isLast = isAll && page.hits.count <= limit
        page.total = Total(value: page.hits.count, relation: isAll && cursor == nil ? .exact : .atLeast)
        page.hits = Array(page.hits.prefix(limit))
        if isLast {
            page.nextCursor = nil
        } else if let last = page.hits.last {
            page.nextCursor = cursor(behind: last.id, score: last.score, value: last.value, isRelaxed: page.relaxed)
        }
        return page
    }
}
