import Catalog
import SearchIndex
import TextAnalysis

extension ListingQuery {
    /// Matches are counted exactly up to here.
    static let countLimit = 1_000

    /// What every search brings along, before the columns of the profile.
    private static let carried = [ListingSchema.version, ListingSchema.seller]

    /// A stretch of the query's answer from a snapshot, all words wanted first.
    ///
    /// - Throws: `ListingSearchError` for what the shopper can mend, `IndexError` for what we must.
    func stretch(
        _ request: ListingStretch.Request, _ words: ShopperQuery, _ snapshot: Snapshot, documents: ListingDocument,
        profile: RankingProfile = .standard
    ) throws -> ListingStretch {
        // Words that are all punctuation match nothing, unlike no words at all.
        guard let filters = filters(documents), isBlank || !words.terms.isEmpty else { return ListingStretch() }
        let query = Query(
            filters: filters + (request.without.isEmpty ? [] : [.otherKeys(request.without)]),
            order: words.wantsSomething ? order(profile) : browsingOrder(profile), limit: request.limit,
            after: request.after,
            facets: request.wantsFacets ? facetRequests.map(\.request) : [], carries: Self.carried + profile.columns,
            countLimit: Self.countLimit, explained: isExplained ? .all : .none)
        let found = try words.search(
            snapshot, query: query, relaxed: request.isRelaxed, enough: request.enough, complete: request.complete)
        return stretch(found, request, words)
    }

    /// Listings of these numbers that pass the filters, in the order of the numbers.
    func named(
        _ ids: [Listing.ID], _ snapshot: Snapshot, documents: ListingDocument, profile: RankingProfile = .standard
    ) throws -> ListingStretch {
        guard !ids.isEmpty, let filters = filters(documents) else { return ListingStretch() }
        let query = Query(
            filters: filters + [.keys(ids)], limit: ids.count, facets: facetRequests.map(\.request),
            carries: Self.carried + profile.columns, countLimit: ids.count)
        let result = try snapshot.search(query)
        var stretch = ListingStretch()
        stretch.hits = result.hits.map { Self.hit($0, isComplete: true, shares: []) }
            .sorted { (ids.firstIndex(of: $0.id) ?? 0) < (ids.firstIndex(of: $1.id) ?? 0) }
        stretch.total = Total(value: result.total, relation: .exact)
        stretch.facets = facets(result)
        return stretch
    }

    /// By another order than relevance the words give nothing to a hit's place.
    private var isExplained: Bool { explains && sort == .relevance }

    private func stretch(
        _ found: ShopperQuery.Found, _ request: ListingStretch.Request, _ words: ShopperQuery
    ) -> ListingStretch {
        let result = found.result
        let complete = isExplained ? (words.terms, words.texts) : ([], [])
        let relaxed = isExplained ? (words.relaxed, words.relaxedTexts) : ([], [])
        var stretch = ListingStretch()
        stretch.hits = result.hits.enumerated().map { place, hit in
            let isComplete = place < found.completeCount || !found.isRelaxed
            let (terms, texts) = isComplete ? complete : relaxed
            let shares = isExplained ? hit.shares : []
            return Self.hit(
                hit, isComplete: isComplete,
                shares: shares.map {
                    ListingStretch.Share(term: terms[$0.term], text: texts[$0.term], score: $0.score)
                })
        }
        stretch.total = Total(value: result.total, relation: result.isTotalExact ? .exact : .atLeast)
        if request.wantsFacets { stretch.facets = facets(result) }
        stretch.isRelaxed = found.isRelaxed
        stretch.isFull = found.isFull
        stretch.complete = found.complete
        stretch.letGo = letGo(found, words)
        stretch.leftOut = words.leftOut
        stretch.next = stretch.hits.count < request.limit ? nil : stretch.hits.last.map(ListingStretch.after)
        return stretch
    }

    private static func hit(
        _ hit: SearchResult.Hit, isComplete: Bool, shares: [ListingStretch.Share]
    ) -> ListingStretch.Hit {
        ListingStretch.Hit(
            id: hit.key, version: hit.carried[0], sellerID: hit.carried[1], score: hit.score, value: hit.value,
            isBehind: hit.isBehind, isComplete: isComplete, columns: Array(hit.carried.dropFirst(carried.count)),
            shares: shares)
    }

    private func facets(_ result: SearchResult) -> [ListingFacet: [FacetBucket]] {
        var facets: [ListingFacet: [FacetBucket]] = [:]
        for (request, counted) in zip(facetRequests, result.facets) {
            facets[request.facet] = Self.buckets(request.facet, counted)
        }
        return facets
    }

    /// The words that the best of the listings that lack some lacks.
    private func letGo(_ found: ShopperQuery.Found, _ words: ShopperQuery) -> [String] {
        guard found.isRelaxed, found.result.hits.indices.contains(found.completeCount) else { return [] }
        return words.missing(Set(found.result.hits[found.completeCount].shares.map(\.term)))
    }
}
