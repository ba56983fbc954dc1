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
    private let rules: RuleFolder
    /// Milliseconds since 1970, for ranking.
    private let now: @Sendable () -> Int64
    private let sellers: any SellerRecords
    private let profile: RankingProfile
    private let pages: PageCache

    /// - Parameter pageCacheBytes: what pages may take that are kept as they were answered.
    public init(
        follower: ListingFollower, log: any ListingChangeLog, store: any ListingStore, lexicons: LexiconFolder,
        vocabularies: VocabularyKeeper, queries: QueryLog, rules: RuleFolder,
        sellers: any SellerRecords = NoSellerRecords(), pageCacheBytes: Int = 32 << 20,
        now: @escaping @Sendable () -> Int64
    ) {
        self.sellers = sellers
        profile = .standard(with: sellers)
        self.rules = rules
        self.now = now
        self.vocabularies = vocabularies
        self.queries = queries
        self.follower = follower
        self.lexicons = lexicons
        self.log = log
        self.store = store
        named = NamedCategories(categories: follower.categories)
        pages = PageCache(byteLimit: pageCacheBytes)
    }

    public func search(_ query: ListingQuery, asker: UInt64?) async throws -> ListingPage {
        let begin = ContinuousClock.now
        // Counted before they are used: what changes meanwhile makes another ground too early, and nothing old is kept.
        let counted = [Int(vocabularies.sequence), vocabularies.blockedEdition, sellers.changeCount]
        let (rules, edition) = rules.reading()
        let answerer = try answerer(rules)
        let ground = PageCache.Ground(
            snapshot: answerer.snapshot, changes: counted + [edition, answerer.lexicon.edition],
            nowMilliseconds: answerer.nowMilliseconds)
        var page = try await pages.page(query, on: ground) {
            var page = try await answerer.page(query)
            page.didYouMean = try answerer.alternative(to: query, page)
            return page
        }
        if query.cursor == nil { queries.add(query.text, page, asker: asker) }
        let took = begin.duration(to: .now).components
        page.tookMicroseconds = Int(took.seconds * 1_000_000 + took.attoseconds / 1_000_000_000_000)
        return page
    }

    private func answerer(_ rules: QueryRules) throws -> ListingAnswerer {
        let live = try openIndex()
        return ListingAnswerer(
            snapshot: live.index.snapshot(), documents: live.documents, lexicon: lexicons.current(),
            analyzers: analyzers, named: named, store: store, vocabularies: vocabularies, rules: rules,
            profile: profile, nowMilliseconds: Self.rankingTime(now()))
    }

    /// Listings are ranked as of the end of the hour: nothing that ages by days is another by then, what is newer is still
    /// newer, and what was answered within the hour is answered again.
    static func rankingTime(_ milliseconds: Int64) -> Int64 { (milliseconds / hour + 1) * hour }

    private static let hour: Int64 = 3_600_000

    public func highlight(_ texts: [String], query: String, open: String, close: String) -> [String?] {
        let lexicon = lexicons.current()
        let snapshot = follower.live?.index.snapshot()
        return analyzers.with(lexicon) { analyzer in
            let highlighter = ListingHighlighter(
                query, analyzer: analyzer, lexicon: lexicon,
                spacing: snapshot.map { WordSpacing($0, analyzer: analyzer) })
            return texts.map { highlighter.highlight($0, open: open, close: close) }
        }
    }

    public func status() -> SearchStatus {
        let sequence = follower.sequence
        guard let live = follower.live else {
            return SearchStatus(
                isReady: false, documents: 0, segments: 0, indexBytes: 0, lagChanges: 0, indexedSequence: 0,
                pageCache: pages.usage)
        }
        let snapshot = live.index.snapshot()
        let newest = (try? log.lastSequence()) ?? sequence
        return SearchStatus(
            isReady: sellers.areRead, documents: snapshot.documentCount, segments: snapshot.segmentCount,
            indexBytes: snapshot.byteCount, lagChanges: max(0, newest - sequence), indexedSequence: sequence,
            pageCache: pages.usage)
    }

    func openIndex() throws -> ListingIndex {
        guard let live = follower.live else { throw ListingSearchError.unavailable("the index is not open yet") }
        return live
    }

    func withAnalyzer<Result>(_ body: (any Analyzer) throws -> Result) rethrows -> Result {
        try analyzers.with(lexicons.current(), body)
    }
}

/// Analysers that wait for the next query, since making one costs more than most queries.
final class AnalyzerPool: Sendable {
    /// An analyser serves one thread at a time; the pool hands it from one to the next.
    private struct Idle: @unchecked Sendable {
        // Safe: it is taken out under the lock before anyone uses it.
        var analyzers: [any Analyzer] = []
        /// What they keep whole.
        var words = WordTable.none
    }

    private let idle = Locked(Idle())
    private static let kept = 16

    /// Calls the body with an analyser that keeps the lexicon's words whole.
    func with<Result>(_ lexicon: Lexicon, _ body: (any Analyzer) throws -> Result) rethrows -> Result {
        let taken = idle.withLock { pool -> Handed? in
            if pool.words !== lexicon.words { pool = Idle(words: lexicon.words) }
            return pool.analyzers.popLast().map(Handed.init)
        }
        let analyzer = taken?.analyzer ?? lexicon.analyzer.makeAnalyzer()
        let handed = Handed(analyzer: analyzer)
        defer {
            idle.withLock { pool in
                guard pool.words === lexicon.words, pool.analyzers.count < Self.kept else { return }
                pool.analyzers.append(handed.analyzer)
            }
        }
        return try body(analyzer)
    }

    private struct Handed: @unchecked Sendable {
        // Safe: see `Idle`.
        var analyzer: any Analyzer
    }
}
