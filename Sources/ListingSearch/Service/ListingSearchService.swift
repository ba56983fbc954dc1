public import Catalog
import Foundation
import Locking
import Scheduling
import SearchIndex
import TextAnalysis

/// Answers shoppers from the generation that the follower keeps.
public final class ListingSearchService: ListingSearching {
    private let follower: ListingFollower
    private let log: any ListingChangeLog
    /// Searches compute for long and read mapped files, which may wait for the disk.
    private let threads: WorkerThreads
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

    /// - Parameters:
    ///   - threadCount: how many searches compute at once; nil takes one for each core, and two at least.
    ///   - pageCacheBytes: what pages may take that are kept as they were answered.
    public init(
        follower: ListingFollower, log: any ListingChangeLog, store: any ListingStore, lexicons: LexiconFolder,
        vocabularies: VocabularyKeeper, queries: QueryLog, rules: RuleFolder,
        sellers: any SellerRecords = NoSellerRecords(), threadCount: Int? = nil, pageCacheBytes: Int = 32 << 20,
        now: @escaping @Sendable () -> Int64
    ) {
        threads = WorkerThreads(
            label: "search", count: threadCount ?? max(2, ProcessInfo.processInfo.activeProcessorCount))
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

    public func known(_ query: ListingQuery, asker: UInt64?) -> ListingPage? {
        let begin = ContinuousClock.now
        // What is explained is never kept, and what is marked has to be cut into words first.
        guard !query.explains, !query.highlights, let (_, ground) = try? state(),
            let page = pages.known(query, on: ground)
        else { return nil }
        return counted(query, page, asker, since: begin)
    }

    public func search(_ query: ListingQuery, asker: UInt64?) async throws -> ListingPage {
        let begin = ContinuousClock.now
        let (answerer, ground) = try state()
        let page = try await pages.page(query, on: ground) {
            try await watching {
                try await threads.prefer {
                    var page = try await answerer.page(query)
                    try Task.checkCancellation()
                    page.didYouMean = try answerer.alternative(to: query, page)
                    return page
                }
            }
        }
        return counted(query, page, asker, since: begin)
    }

    private func counted(
        _ query: ListingQuery, _ page: ListingPage, _ asker: UInt64?, since begin: ContinuousClock.Instant
    ) -> ListingPage {
        var page = page
        if query.cursor == nil { queries.add(query.text, page, asker: asker) }
        let took = begin.duration(to: .now).components
        page.tookMicroseconds = Int(took.seconds * 1_000_000 + took.attoseconds / 1_000_000_000_000)
        return page
    }

    /// What an answer rests on now, and what it is kept under.
    private func state() throws -> (ListingAnswerer, PageCache.Ground) {
        // Counted before they are used: what changes meanwhile makes another ground too early, and nothing old is kept.
        let counted = [Int(vocabularies.sequence), vocabularies.blockedEdition, sellers.changeCount]
        let (rules, edition) = rules.reading()
        let answerer = try answerer(rules)
        let ground = PageCache.Ground(
            snapshot: answerer.snapshot, changes: counted + [edition, answerer.lexicon.edition],
            nowMilliseconds: answerer.nowMilliseconds)
        return (answerer, ground)
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

    public func show(
        _ texts: [ListingTexts], query: String, marks: (open: String, close: String)?
    ) async throws -> [ShownTexts] {
        let lexicon = lexicons.current()
        let snapshot = follower.live?.index.snapshot()
        return try await threads.run { [analyzers] in
            analyzers.with(lexicon) { analyzer in
                let highlighter = ListingHighlighter(
                    query, analyzer: analyzer, lexicon: lexicon,
                    spacing: snapshot.map { WordSpacing($0, analyzer: analyzer) })
                return texts.map { Self.shown($0, highlighter, marks) }
            }
        }
    }

    private static func shown(
        _ texts: ListingTexts, _ highlighter: ListingHighlighter, _ marks: (open: String, close: String)?
    ) -> ShownTexts {
        let extract = highlighter.extract(of: texts.description)
        guard let (open, close) = marks else { return ShownTexts(extract: extract) }
        return ShownTexts(
            extract: extract, markedTitle: highlighter.highlight(texts.title, open: open, close: close),
            markedExtract: highlighter.highlight(extract, open: open, close: close),
            markedShopName: highlighter.highlight(texts.shopName, open: open, close: close))
    }

    public func status() -> SearchStatus {
        let sequence = follower.sequence
        guard let live = follower.live else {
            return SearchStatus(
                isReady: false, documents: 0, segments: 0, indexBytes: 0, lagChanges: 0, indexedSequence: 0,
                pageCache: pages.usage, damages: follower.damageCount, reason: follower.condition.reason)
        }
        let snapshot = live.index.snapshot()
        let newest = max(sequence, log.knownSequence)
        return SearchStatus(
            isReady: sellers.areRead, documents: snapshot.documentCount, segments: snapshot.segmentCount,
            indexBytes: snapshot.byteCount, lagChanges: max(0, newest - sequence), indexedSequence: sequence,
            pageCache: pages.usage, damages: follower.damageCount)
    }

    /// Runs work on one of the threads that search.
    func onThread<Value: Sendable>(
        _ work: @escaping @Sendable (ListingSearchService) throws -> Value
    ) async throws -> Value {
        try await watching { try await threads.run { try work(self) } }
    }

    /// Runs a search. Where it meets damage, nobody is answered from that generation again.
    private func watching<Value>(_ search: () async throws -> Value) async throws -> Value {
        do { return try await follower.watching(search) } catch IndexError.cancelled { throw CancellationError() }
    }

    func openIndex() throws -> ListingIndex {
        guard let live = follower.live else {
            throw ListingSearchError.unavailable((follower.condition.reason ?? IndexCondition.opening.reason) ?? "")
        }
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
