public import Catalog
import Locking
public import Logging
import SearchIndex
import TextAnalysis

/// Keeps a vocabulary of what sellers write in titles and one of what people ask, made anew in the background as the market
/// changes and shoppers ask.
///
/// They are in memory alone: making the first takes seconds for a million listings, and searches do not wait for it.
public final class VocabularyKeeper: Sendable {
    private struct Doubt: Hashable {
        var text: String
        /// Whether the query finds something as it is.
        var finds: Bool
        /// Of the lexicon that its words were cut by.
        var edition: Int
        /// Of the list of what is blocked.
        var blockedEdition: Int
    }

    private struct State: Sendable {
        var vocabulary = Vocabulary.empty
        var sequence: Int64 = -1
        /// What misspelt queries were taken for, since this vocabulary was made; empty: for nothing.
        var corrections: [Doubt: [String]] = [:]
        var asked = Vocabulary.empty
        /// Of the log of queries, and of the store, when `asked` was made.
        var added = -1
        var askedSequence: Int64 = -1
    }

    private let log: any ListingChangeLog
    private let categories: CategoryTree
    private let lexicons: LexiconFolder
    private let queries: QueryLog?
    private let blocked: BlockedSuggestions
    private let logger: Logger
    private let state = Locked(State())

    /// Of a larger market every second, third or so on title is read.
    private static let titlesRead = 300_000
    /// Making it takes a twentieth of a core at most.
    private static let rest = 20
    private static let shortestRest = Duration.seconds(2)

    /// - Parameter rulesFolder: Where an operator's list of what is never suggested may be.
    public init(
        log: any ListingChangeLog, categories: CategoryTree, lexicons: LexiconFolder, queries: QueryLog?,
        rulesFolder: String? = nil, logger: Logger
    ) {
        blocked = BlockedSuggestions(rulesFolder, logger: logger)
        self.queries = queries
        self.lexicons = lexicons
        self.log = log
        self.categories = categories
        self.logger = logger
    }

    /// Reads the operators' list of what is never suggested again, if it has changed. Blocks.
    public func look() { blocked.look() }

    var current: Vocabulary { blocking(state.withLock(\.vocabulary)) }

    private func blocking(_ vocabulary: Vocabulary) -> Vocabulary {
        var vocabulary = vocabulary
        vocabulary.blocked = blocked.reading().value
        return vocabulary
    }

    /// How often another list of what is blocked was found.
    var blockedEdition: Int { blocked.reading().edition }

    /// The store's last change when it was made; it is made anew only after another.
    var sequence: Int64 { state.withLock(\.sequence) }

    /// Of what several people ask.
    var asked: Vocabulary { blocking(state.withLock(\.asked)) }

    private static let correctionsKept = 20_000

    /// What a query was taken for before; else what the body says, which is kept until the vocabulary is made anew.
    func corrections(
        of text: String, edition: Int, _ body: (Vocabulary) throws -> [String]
    ) rethrows -> [String] {
        try kept(Doubt(text: text, finds: false, edition: edition, blockedEdition: blockedEdition), body)
    }

    /// The same of a query that finds something and may have been meant otherwise.
    func alternatives(
        to text: String, edition: Int, _ body: (Vocabulary) throws -> [String]
    ) rethrows -> [String] {
        try kept(Doubt(text: text, finds: true, edition: edition, blockedEdition: blockedEdition), body)
    }

    private func kept(_ doubt: Doubt, _ body: (Vocabulary) throws -> [String]) rethrows -> [String] {
        let (known, vocabulary, sequence) = state.withLock { ($0.corrections[doubt], $0.vocabulary, $0.sequence) }
        if let known { return known }
        let found = try body(blocking(vocabulary))
        state.withLock { state in
            // What another vocabulary would say is not known.
            guard state.sequence == sequence else { return }
            if state.corrections.count >= Self.correctionsKept { state.corrections = [:] }
            state.corrections[doubt] = found
        }
        return found
    }

    private static let askedKept = 2_000

    /// Makes the vocabularies anew whose sources changed.
    public func refresh() throws {
        try refreshTitles()
        refreshAsked()
    }

    private func refreshAsked() {
        guard let queries else { return }
        let added = queries.added
        let (vocabulary, sequence) = state.withLock { ($0.vocabulary, $0.sequence) }
        guard state.withLock({ $0.added != added || $0.askedSequence != sequence }) else { return }
        let asked = Vocabulary(
            asked: queries.shared(limit: Self.askedKept), words: vocabulary.words,
            analyzer: lexicons.analyzer.makeAnalyzer())
        state.withLock { state in
            state.asked = asked
            state.added = added
            state.askedSequence = sequence
        }
    }

    private func refreshTitles() throws {
        let sequence = try log.lastSequence()
        guard sequence != state.withLock(\.sequence) else { return }
        let begin = ContinuousClock.now
        let stride = max(1, (try log.onSaleCount() + Self.titlesRead - 1) / Self.titlesRead)
        var builder = VocabularyBuilder(analyzer: lexicons.analyzer.makeAnalyzer())
        try log.scanTitlesOnSale(every: stride) { title, sellerID in
            try Task.checkCancellation()
            builder.add(title, sellerID: sellerID)
        }
        let vocabulary = builder.finish(categories: categories, titlesEach: stride)
        state.withLock { state in
            state.vocabulary = vocabulary
            state.sequence = sequence
            state.corrections = [:]
        }
        logger.info(
            "vocabulary made",
            metadata: [
                "phrases": "\(vocabulary.entries.count)", "titles": "\(builder.titleCount)",
                "took": "\(begin.duration(to: .now))",
            ])
    }

    /// Keeps them level with the market until the task is cancelled.
    public func run() async {
        // Tables that are read at their first use; no shopper should wait for that.
        _ = RegionalWords.variants(of: "软件")
        _ = Pinyin.shared
        while !Task.isCancelled {
            let begin = ContinuousClock.now
            do { try refresh() } catch is CancellationError {} catch {
                logger.error("the vocabulary stays as it was", metadata: ["error": "\(error)"])
            }
            let took = begin.duration(to: .now)
            try? await Task.sleep(for: max(Self.shortestRest, took * Self.rest))
        }
    }
}
