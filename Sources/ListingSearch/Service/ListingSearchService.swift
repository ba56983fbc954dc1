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
    private let pages: PageCache
    private let points: PointsInTime
    /// The state that was taken last.
    private let last = Locked<Moment?>(nil)

    /// - Parameters:
    ///   - threadCount: how many searches compute at once; nil takes one for each core, and two at least.
    ///   - pageCacheBytes: what pages may take that are kept as they were answered.
    ///   - pointBytes: what states of the market may take that later pages are cut from.
    public init(
        follower: ListingFollower, log: any ListingChangeLog, store: any ListingStore, lexicons: LexiconFolder,
        vocabularies: VocabularyKeeper, queries: QueryLog, rules: RuleFolder,
        sellers: any SellerRecords = NoSellerRecords(), threadCount: Int? = nil, pageCacheBytes: Int = 32 << 20,
        pointBytes: Int = 64 << 20, now: @escaping @Sendable () -> Int64
    ) {
        threads = WorkerThreads(
            label: "search", count: threadCount ?? max(2, ProcessInfo.processInfo.activeProcessorCount))
        self.sellers = sellers
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
        points = PointsInTime(byteLimit: pointBytes)
    }

    public func known(_ query: ListingQuery, asker: UInt64?) -> ListingPage? {
        let begin = ContinuousClock.now
        // What is explained is never kept, and what is marked has to be cut into words first.
        guard !query.explains, !query.highlights, let present = try? present(),
            let page = pages.known(query, on: present.ground)
        else { return nil }
        return handedOut(query, page, present, asker, since: begin)
    }

    public func search(_ query: ListingQuery, asker: UInt64?) async throws -> ListingPage {
        let begin = ContinuousClock.now
        let present = try present()
        if let page = try await laterPage(query, present) { return timed(page, since: begin) }
        let page = try await pages.page(query, on: present.ground) {
            try await watching {
                try await threads.prefer {
                    var page = try await present.answerer.page(query)
                    try Task.checkCancellation()
                    page.didYouMean = try present.answerer.alternative(to: query, page)
                    return page
                }
            }
        }
        return handedOut(query, page, present, asker, since: begin)
    }

    public var executor: any TaskExecutor { threads }

    /// The page from the state that the page before was cut from; nil where that is the present one, or is forgotten.
    private func laterPage(_ query: ListingQuery, _ present: Moment) async throws -> ListingPage? {
        guard let text = query.cursor else { return nil }
        let cursor = try ListingCursor(text, sort: query.sort)
        guard cursor.point != present.answerer.point, let point = points.point(cursor.point) else { return nil }
        do {
            let page = try await threads.prefer {
                try await LaterPage(then: point.answerer, now: present.answerer).page(query)
            }
            if page.nextCursor != nil { points.keep(point.answerer, point.ground) }
            return page
        } catch IndexError.cancelled {
            throw CancellationError()
        } catch let error as IndexError where error.isDamage {
            // Its files are damaged or gone; where the present ones are, the next search says so.
            points.forget(cursor.point)
            return nil
        }
    }

    /// What was found, and what has to be remembered of it.
    private func handedOut(
        _ query: ListingQuery, _ page: ListingPage, _ present: Moment, _ asker: UInt64?,
        since begin: ContinuousClock.Instant
    ) -> ListingPage {
        if query.cursor == nil { queries.add(query.text, page, asker: asker) }
        if page.nextCursor != nil { points.keep(present.answerer, present.ground) }
        return timed(page, since: begin)
    }

    private func timed(_ page: ListingPage, since begin: ContinuousClock.Instant) -> ListingPage {
        var page = page
        let took = begin.duration(to: .now).components
        page.tookMicroseconds = Int(took.seconds * 1_000_000 + took.attoseconds / 1_000_000_000_000)
        return page
    }

    /// The market at one moment, and what pages are kept under.
    private struct Moment: Sendable {
        var answerer: ListingAnswerer
        var ground: PageCache.Ground
    }

    /// The market as it is: the state that was taken last where nothing has changed since, else another one.
    private func present() throws -> Moment {
        // Counted before they are used: what changes meanwhile makes another ground too early, and nothing old is kept.
        let counted = [Int(vocabularies.sequence), vocabularies.blockedEdition, sellers.changeCount]
        let (rules, edition) = rules.reading()
        let live = try openIndex()
        let lexicon = lexicons.current()
        let snapshot = live.index.snapshot()
        let now = Self.rankingTime(now())
        let ground = PageCache.Ground(
            snapshot: snapshot, changes: counted + [edition, lexicon.edition], nowMilliseconds: now)
        if let known = last.withLock({ $0 }), known.ground.isSame(as: ground) { return known }
        let answerer = ListingAnswerer(
            snapshot: snapshot, documents: live.documents, lexicon: lexicon, analyzers: analyzers, named: named,
            store: store, vocabularies: vocabularies, rules: rules, profile: .standard(with: sellers.frozen()),
            nowMilliseconds: now, point: points.number())
        let (moment, before) = last.withLock { last -> (Moment, Moment?) in
            // Pages that are kept carry one number of a state.
            if let last, last.ground.isSame(as: ground) { return (last, nil) }
            let before = last
            let moment = Moment(answerer: answerer, ground: ground)
            last = moment
            return (moment, before)
        }
        // What the state before is the last to hold is freed without the lock.
        withExtendedLifetime(before) {}
        return moment
    }

    /// Forgets states of the market that nobody turns pages of, until the task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            await threads.prefer {
                self.points.dropIdle()
                // The last state would keep an old generation's files where nobody searches.
                _ = try? self.present()
            }
            try? await Task.sleep(for: .seconds(30))
        }
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
        return await threads.prefer { [analyzers] in
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
                pageCache: pages.usage, pointCache: points.usage, damages: follower.damageCount,
                reason: follower.condition.reason)
        }
        let snapshot = live.index.snapshot()
        let newest = max(sequence, log.knownSequence)
        return SearchStatus(
            isReady: sellers.areRead, documents: snapshot.documentCount, segments: snapshot.segmentCount,
            indexBytes: snapshot.byteCount, lagChanges: max(0, newest - sequence), indexedSequence: sequence,
            pageCache: pages.usage, pointCache: points.usage, damages: follower.damageCount)
    }

    /// Runs work on one of the threads that search.
    func onThread<Value: Sendable>(
        _ work: @escaping @Sendable (ListingSearchService) throws -> Value
    ) async throws -> Value {
        try await watching {
            try await threads.prefer {
                try Task.checkCancellation()
                return try work(self)
            }
        }
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
