public import Catalog
import Locking
import SearchIndex
import TextAnalysis

/// Answers shoppers from the generation that the follower keeps.
public final class ListingSearchService: ListingSearching {
    private let follower: ListingFollower
    private let log: any ListingChangeLog
    let store: any ListingStore
    private let analyzers = AnalyzerPool()
    private let named: NamedCategories
    private let lexicons: LexiconFolder
    let vocabularies: VocabularyKeeper
    private let queries: QueryLog

    public init(
        follower: ListingFollower, log: any ListingChangeLog, store: any ListingStore, lexicons: LexiconFolder,
        vocabularies: VocabularyKeeper, queries: QueryLog
    ) {
        self.vocabularies = vocabularies
        self.queries = queries
        self.follower = follower
        self.lexicons = lexicons
        self.log = log
        self.store = store
        named = NamedCategories(categories: follower.categories)
    }

    public func search(_ query: ListingQuery) async throws -> ListingPage {
        let begin = ContinuousClock.now
        let live = try openIndex()
        let snapshot = live.index.snapshot()
        let start = try query.cursor.map { text throws(ListingSearchError) in
            try ListingCursor(text, sort: query.sort)
        }
        var page = start?.isCorrected == true ? try await correctedPage(query, live, snapshot) : nil
        if page == nil {
            // What was meant comes before what holds a part of what was typed.
            let mayBeWrong = start == nil && query.corrects
            let words = try words(query.text)
            page = try await self.page(query, words, live, snapshot, relaxes: !mayBeWrong)
            if mayBeWrong, let found = page, found.completeCount < query.limit {
                let corrected = found.completeCount == 0 ? try await correctedPage(query, live, snapshot) : nil
                page = if let corrected { corrected } else { try await self.page(query, words, live, snapshot) }
            }
        }
        guard var page else { return .empty }
        if start == nil { queries.add(query.text, page) }
        let took = begin.duration(to: .now).components
        page.tookMicroseconds = Int(took.seconds * 1_000_000 + took.attoseconds / 1_000_000_000_000)
        return page
    }

    private func words(_ text: String) throws -> ShopperQuery {
        let lexicon = lexicons.current()
        var words = try analyzers.with { try ShopperQuery(text, analyzer: $0, lexicon: lexicon) }
        words.lift(named)
        return words
    }

    /// The answer to the words.
    private func page(
        _ query: ListingQuery, _ words: ShopperQuery, _ live: ListingIndex, _ snapshot: Snapshot, relaxes: Bool = true
    ) async throws -> ListingPage {
        guard words.phrases.isEmpty else { return try await phrasePage(query, words, snapshot, live.documents) }
        return try query.answer(words, snapshot, documents: live.documents, relaxes: relaxes)
    }

    /// The answer to what was probably meant; nil where that is not known.
    private func correctedPage(
        _ query: ListingQuery, _ live: ListingIndex, _ snapshot: Snapshot
    ) async throws -> ListingPage? {
        guard !query.isBlank, QuerySyntax(query.text).pieces.allSatisfy({ $0.kind == .plain }) else { return nil }
        let found = try vocabularies.corrections(of: query.text) { vocabulary in
            try analyzers.with { analyzer in
                try Corrector(snapshot: snapshot, vocabulary: vocabulary, analyzer: analyzer).corrections(
                    of: query.text, limit: 1)
            }
        }
        guard let correction = found.first else { return nil }
        var corrected = query
        corrected.text = correction
        corrected.isCorrected = true
        var page = try await page(corrected, try words(correction), live, snapshot)
        page.correction = correction
        return page.hits.isEmpty ? nil : page
    }

    /// Listings that are looked at for one page of a phrase.
    private static let phraseCandidates = 2_000

    /// A page of listings that hold phrases word for word: the engine's hits, a hundred at a time, less those that hold
    /// the words in another order. How many there are in all is not known then.
    private func phrasePage(
        _ query: ListingQuery, _ words: ShopperQuery, _ snapshot: Snapshot, _ documents: ListingDocument
    ) async throws -> ListingPage {
        var next = query
        next.limit = ShopperQuery.widestPage
        var looked = 0
        var page: ListingPage?
        while true {
            let found = try next.answer(words, snapshot, documents: documents)
            let listings = try await store.listings(found.hits.map(\.id))
            let kept = analyzers.with { analyzer -> Set<Listing.ID> in
                let filter = PhraseFilter(words.phrases, analyzer: analyzer)
                return Set(listings.filter { filter.holds($0.content) }.map(\.id))
            }
            looked += found.hits.count
            var gathered = page ?? found
            gathered.hits = (page?.hits ?? []) + found.hits.filter { kept.contains($0.id) }
            gathered.nextCursor = found.nextCursor
            page = gathered
            guard gathered.hits.count < query.limit, looked < Self.phraseCandidates, let cursor = found.nextCursor
            else {
                return query.cut(gathered, isAll: found.nextCursor == nil)
            }
            next.cursor = cursor
        }
    }

    public func highlight(_ text: String, query: String, open: String, close: String) -> String? {
        let lexicon = lexicons.current()
        return analyzers.with { analyzer in
            ListingHighlighter(analyzer: analyzer, lexicon: lexicon).highlight(
                text, query: query, open: open, close: close)
        }
    }

    public func status() -> SearchStatus {
        let sequence = follower.sequence
        guard let live = follower.live else {
            return SearchStatus(
                isReady: false, documents: 0, segments: 0, indexBytes: 0, lagChanges: 0, indexedSequence: 0)
        }
        let snapshot = live.index.snapshot()
        let newest = (try? log.lastSequence()) ?? sequence
        return SearchStatus(
            isReady: true, documents: snapshot.documentCount, segments: snapshot.segmentCount,
            indexBytes: snapshot.byteCount, lagChanges: max(0, newest - sequence), indexedSequence: sequence)
    }

    func openIndex() throws -> ListingIndex {
        guard let live = follower.live else { throw ListingSearchError.unavailable("the index is not open yet") }
        return live
    }

    func withAnalyzer<Result>(_ body: (any Analyzer) throws -> Result) rethrows -> Result {
        try analyzers.with(body)
    }
}

/// Analysers that wait for the next query, since making one costs more than most queries.
final class AnalyzerPool: Sendable {
    /// An analyser serves one thread at a time; the pool hands it from one to the next.
    private struct Idle: @unchecked Sendable {
        // Safe: it is taken out under the lock before anyone uses it.
        var analyzers: [any Analyzer] = []
    }

    private let idle = Locked(Idle())
    private static let kept = 16

    func with<Result>(_ body: (any Analyzer) throws -> Result) rethrows -> Result {
        let taken = idle.withLock { pool -> Handed? in pool.analyzers.popLast().map(Handed.init) }
        let analyzer = taken?.analyzer ?? ListingIndex.analyzer.makeAnalyzer()
        let handed = Handed(analyzer: analyzer)
        defer { idle.withLock { if $0.analyzers.count < Self.kept { $0.analyzers.append(handed.analyzer) } } }
        return try body(analyzer)
    }

    private struct Handed: @unchecked Sendable {
        // Safe: see `Idle`.
        var analyzer: any Analyzer
    }
}
