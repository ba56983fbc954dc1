import Catalog
import SearchIndex
import TextAnalysis

/// Answers shoppers' queries from one state of everything that an answer rests on.
struct ListingAnswerer: Sendable {
    var snapshot: Snapshot
    let documents: ListingDocument
    var lexicon: Lexicon
    let analyzers: AnalyzerPool
    let named: NamedCategories
    let store: any ListingStore
    let vocabularies: VocabularyKeeper
    let rules: QueryRules
    var profile = RankingProfile.standard
    /// The time by which listings are ranked.
    let nowMilliseconds: Int64
    /// What cursors call this state (`PointsInTime`).
    var point: UInt64 = 0

    /// A stretch, and what was searched for it.
    struct Answer {
        var stretch: ListingStretch
        /// What an operator's rule puts before it, of what passes the filters.
        var pinned: [ListingStretch.Hit] = []
        var correction: String?
    }

    /// - Throws: `ListingSearchError` for what the shopper can mend, `IndexError` for what we must.
    func page(_ query: ListingQuery) async throws -> ListingPage {
        let start = try query.cursor.map { text throws(ListingSearchError) in
            let cursor = try ListingCursor(text, sort: query.sort)
            guard cursor.fingerprint == query.fingerprint else { throw .invalidCursor }
            return cursor
        }
        var query = query
        query.typedFingerprint = query.fingerprint
        if try await isLiteral(query, start) {
            query.text = QuerySyntax.literal(query.text)
            query.isLiteral = true
        }
        query.priceCurrency = try priceCurrency(query, start)
        var page = try await page(query, from: start)
        page.priceCurrency = query.priceCurrency
        page.searched = page.correction ?? (query.isLiteral ? query.text : nil)
        return page
    }

    private func page(_ query: ListingQuery, from start: ListingCursor?) async throws -> ListingPage {
        switch start?.place {
        case .behind(let after): return try await tailPage(query, start, after)
        case nil where query.sort != .relevance: return try await tailPage(query, nil, nil)
        case .head(let head): return try await headPage(query, start, head)
        case nil: return try await headPage(query, nil, nil)
        }
    }

    // MARK: What is answered

    /// What was typed is answered, or what was probably meant.
    func answer(
        _ query: ListingQuery, _ start: ListingCursor?, _ request: ListingStretch.Request
    ) async throws -> Answer {
        try Task.checkCancellation()
        if let start {
            guard let correction = start.correction else {
                return try await answer(query, try words(query.text), request)
            }
            return try await answer(query, correctedTo: correction, request)
        }
        let words = try words(query.text)
        guard query.corrects else { return try await answer(query, words, request) }
        // What was meant comes before what holds a part of what was typed.
        var strict = request
        strict.isRelaxed = false
        let complete = try await answer(query, words, strict)
        let count = complete.stretch.completeCount + complete.pinned.count
        if count >= query.limit { return complete }
        if count == 0, let corrected = try await corrected(query, request) { return corrected }
        if complete.stretch.isFull { return complete }
        var rest = request
        rest.complete = complete.stretch.complete
        return try await answer(query, words, rest)
    }

    /// The answer to the words, by the operator's rule for them.
    private func answer(
        _ query: ListingQuery, _ words: ShopperQuery, _ request: ListingStretch.Request
    ) async throws -> Answer {
        let rule = rule(query.text)
        var request = request
        request.without = rule.hidden
        guard query.sort == .relevance, !rule.pinned.isEmpty else {
            return Answer(stretch: try await stretch(query, words, request))
        }
        // What is pinned comes once, before all else.
        request.without += rule.pinned
        let pinned = try query.named(rule.pinned, snapshot, documents: documents, profile: profile)
        var answer = Answer(stretch: try await stretch(query, words, request), pinned: pinned.hits)
        answer.stretch.total.value += pinned.total.value
        for facet in answer.stretch.facets.keys {
            answer.stretch.facets[facet] = FacetBucket.merging(
                facet, answer.stretch.facets[facet] ?? [], pinned.facets[facet] ?? [])
        }
        return answer
    }

    /// The operator's rule for what was typed.
    func rule(_ text: String) -> QueryRules.Rule { analyzers.with(lexicon) { rules.rule(text, $0) } }

    func words(_ text: String) throws -> ShopperQuery {
        var words = try analyzers.with(lexicon) { analyzer in
            let spacing = WordSpacing(snapshot, analyzer: analyzer)
            let words = try ShopperQuery(text, analyzer: analyzer, lexicon: lexicon, spacing: spacing)
            if let error = spacing.error { throw error }
            return words
        }
        words.lift(named)
        return words
    }

    /// The answer to the words.
    private func stretch(
        _ query: ListingQuery, _ words: ShopperQuery, _ request: ListingStretch.Request
    ) async throws -> ListingStretch {
        guard words.phrases.isEmpty else { return try await phraseStretch(query, words, request) }
        return try query.stretch(request, words, snapshot, documents: documents, profile: profile)
    }

    /// The answer to what was probably meant; nil where that is not known.
    private func corrected(_ query: ListingQuery, _ request: ListingStretch.Request) async throws -> Answer? {
        guard !query.isBlank, QuerySyntax(query.text).pieces.allSatisfy({ $0.kind == .plain }) else { return nil }
        let found = try vocabularies.corrections(of: query.text, edition: lexicon.edition) { vocabulary in
            try analyzers.with(lexicon) { analyzer in
                try Corrector(snapshot: snapshot, vocabulary: vocabulary, analyzer: analyzer).corrections(
                    of: query.text, limit: 1)
            }
        }
        guard let correction = found.first else { return nil }
        let answer = try await answer(query, correctedTo: correction, request)
        return answer.stretch.hits.isEmpty && answer.pinned.isEmpty ? nil : answer
    }

    private func answer(
        _ query: ListingQuery, correctedTo correction: String, _ request: ListingStretch.Request
    ) async throws -> Answer {
        var corrected = query
        corrected.text = correction
        var answer = try await answer(corrected, try words(correction), request)
        answer.correction = correction
        return answer
    }

    /// Listings that are looked at for one stretch of a phrase.
    private static let phraseCandidates = 2_000

    /// The hits that do not hold phrases word for word.
    ///
    /// What has changed since the state that is searched is none of them, whatever it says now: the pages that are cut from
    /// a state have to be cut alike. `LaterPage` leaves out what does not match any more.
    private func lacking(_ phrases: [String], among hits: [ListingStretch.Hit]) async throws -> Set<Listing.ID> {
        let versions = Dictionary(hits.map { ($0.id, $0.version) }) { first, _ in first }
        let listings = try await store.offered(hits.map(\.id)).filter { versions[$0.listing.id] == $0.listing.version }
        return try without(phrases, among: listings)
    }

    /// Those of the listings that do not hold the phrases.
    func without(_ phrases: [String], among listings: [ShopListing]) throws -> Set<Listing.ID> {
        try analyzers.with(lexicon) { analyzer in
            let filter = PhraseFilter(phrases, analyzer: analyzer)
            var found: Set<Listing.ID> = []
            for listing in listings {
                // Descriptions are long, and cut into words here.
                try Task.checkCancellation()
                if !filter.holds(listing) { found.insert(listing.listing.id) }
            }
            return found
        }
    }

    /// A stretch of listings that hold phrases word for word: the engine's hits, a hundred at a time, less those that hold
    /// the words in another order. How many there are in all is not known then.
    private func phraseStretch(
        _ query: ListingQuery, _ words: ShopperQuery, _ request: ListingStretch.Request
    ) async throws -> ListingStretch {
        var next = request
        next.limit = ShopperQuery.widestPage
        var looked = 0
        var gathered: ListingStretch?
        while true {
            let found = try query.stretch(next, words, snapshot, documents: documents, profile: profile)
            let lacking = try await lacking(words.phrases, among: found.hits)
            looked += found.hits.count
            var all = gathered ?? found
            all.hits = (gathered?.hits ?? []) + found.hits.filter { !lacking.contains($0.id) }
            all.next = found.next
            gathered = all
            guard all.hits.count < request.limit, looked < Self.phraseCandidates, let after = found.next else {
                all.cut(to: request.limit, isAll: found.next == nil && request.after == nil)
                return all
            }
            next.after = after
            next.complete = nil
            next.isRelaxed = found.isRelaxed
        }
    }
}
