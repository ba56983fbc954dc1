import Catalog
import SearchIndex

/// A page that is cut from an earlier state of the market, without what is gone or does not match any more.
///
/// Listings that match all the time come exactly once over all pages: the places are those of the earlier state, in which
/// nothing moves. What was listed since is not shown; the next search has it.
struct LaterPage {
    var then: ListingAnswerer
    var now: ListingAnswerer

    /// A page is filled up from the ones behind it where hits are gone; after so many it may be short, with a cursor.
    private static let mostRounds = 8
    /// Looking for phrases reads listings: a page with many that are gone is short.
    private static let mostRoundsOfPhrases = 1

    func page(_ query: ListingQuery) async throws -> ListingPage {
        var page = try await then.page(query)
        page.hits = try await present(page.hits, query, page)
        let hasPhrase = QuerySyntax(page.searched ?? query.text).pieces.contains { $0.kind == .phrase }
        let mostRounds = hasPhrase ? Self.mostRoundsOfPhrases : Self.mostRounds
        var rounds = 0
        while page.hits.count < query.limit, let cursor = page.nextCursor, rounds < mostRounds {
            var rest = query
            rest.facets = []
            rest.cursor = cursor
            rest.limit = query.limit - page.hits.count
            let next = try await then.page(rest)
            page.hits += try await present(next.hits, query, next)
            page.nextCursor = next.nextCursor
            rounds += 1
        }
        return page
    }

    /// The hits that still match, each in its present version.
    private func present(
        _ hits: [ListingHit], _ query: ListingQuery, _ page: ListingPage
    ) async throws -> [ListingHit] {
        let text = page.searched ?? query.text
        var query = query
        query.priceCurrency = page.priceCurrency
        var versions: [Listing.ID: Int64] = [:]
        for hit in hits {
            versions[hit.id] = try now.snapshot.integer(key: hit.id, column: ListingSchema.version)
        }
        let changed = hits.filter { hit in versions[hit.id].map { $0 != hit.version } ?? false }.map(\.id)
        let matching = try await now.matching(changed, query, text, isRelaxed: page.relaxed)
        let hidden = now.rule(text).hidden
        return hits.compactMap { hit in
            guard let version = versions[hit.id], version == hit.version || matching.contains(hit.id),
                !hidden.contains(hit.id)
            else { return nil }
            var hit = hit
            hit.version = version
            return hit
        }
    }
}

extension ListingAnswerer {
    /// Those of a few listings that match a query.
    ///
    /// - Parameter isRelaxed: whether a listing may lack words.
    func matching(
        _ ids: [Listing.ID], _ query: ListingQuery, _ text: String, isRelaxed: Bool
    ) async throws -> Set<Listing.ID> {
        guard !ids.isEmpty, let filters = query.filters(documents) else { return [] }
        let words = try words(text)
        // What is pinned comes whatever its words are.
        let pinned = Set(rule(text).pinned)
        var found = Set(try query.named(ids.filter(pinned.contains), snapshot, documents: documents).hits.map(\.id))
        for terms in isRelaxed ? [words.terms, words.relaxed] : [words.terms] {
            guard query.isBlank || !terms.isEmpty else { continue }
            let search = Query(
                terms: terms, filters: filters + [.keys(ids)], limit: ids.count, countLimit: ids.count,
                leastShare: terms == words.terms ? 0 : ShopperQuery.leastShare)
            found.formUnion(try snapshot.search(search).hits.map(\.key))
        }
        if !words.phrases.isEmpty {
            let changed = found.subtracting(pinned)
            found.subtract(try without(words.phrases, among: try await store.offered(changed.sorted())))
        }
        return found
    }
}
