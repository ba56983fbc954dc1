public import Catalog
import Foundation
import Locking
public import Logging
public import Scheduling
import SearchIndex
import TextAnalysis

/// Keeps the live generation level with the store, and swaps it when the pointer moves.
///
/// One thread of control reads the change log and applies it: a listing is searched as soon as that batch is in. Merges
/// run beside it. Commits come after so many changes or so much time; what was not committed is read from the log again
/// after a restart.
public final class ListingFollower: Sendable {
    private struct State: Sendable {
        var live: ListingIndex?
        var generation = 0
        var sequence: Int64 = 0
        var uncommitted = 0
        var lastCommit = ContinuousClock.now
        var failure: String?
    }

    let folder: GenerationFolder
    let categories: CategoryTree
    private let lexicons: LexiconFolder
    private let log: any ListingChangeLog
    private let logger: Logger
    private let state = Locked(State())
    /// Beats while the log is followed.
    public let heartbeat = Heartbeat("the follower of the listings")
    /// Merging writes whole segments: searches go first.
    private let merger = WorkerThreads(label: "index.merge", count: 1, niceness: 5)

    private static let batchLimit = 1_000
    private static let commitChanges = 20_000
    private static let commitInterval = Duration.seconds(15)
    /// How long the log is waited for before the pointer is looked at again.
    private static let waitMilliseconds = 500

    /// - Parameter lexicons: whose words are kept whole in the listings that are taken in.
    public init(
        folder: GenerationFolder, log: any ListingChangeLog, categories: CategoryTree, lexicons: LexiconFolder,
        logger: Logger
    ) {
        self.folder = folder
        self.lexicons = lexicons
        self.log = log
        self.categories = categories
        self.logger = logger
    }

    /// Opens the live generation, or makes the first one, empty. Nothing is read of the store yet.
    public func open() throws {
        warmUp()
        if let number = try folder.current() { return try open(number) }
        let number = try folder.nextNumber()
        let index = try ListingIndex.create(
            at: folder.generation(number), categories: categories, analyzer: lexicons.analyzer)
        try IndexedWords.write(lexicons.current().words, folder.generation(number))
        try folder.swap(to: number)
        install(index, number, reached: index.index.snapshot().checkpoint)
    }

    /// The first analysis of a process reads ICU's tables; no shopper should wait for that.
    private func warmUp() {
        _ = try? ShopperQuery("連衣裙 iPhone15", analyzer: ListingIndex.analyzer.makeAnalyzer())
    }

    /// Opens a generation, brings it level with the store, and only then answers from it.
    private func open(_ number: Int, catchesUp: Bool = false) throws {
        let index = try ListingIndex(
            opening: folder.generation(number), categories: categories, analyzer: lexicons.analyzer)
        var reached = index.index.snapshot().checkpoint
        while catchesUp, !Task.isCancelled {
            let next = try index.follow(log, after: reached, limit: Self.batchLimit)
            heartbeat.beat()
            if next == reached { break }
            reached = next
        }
        install(index, number, reached: reached)
    }

    private func install(_ index: ListingIndex, _ number: Int, reached: Int64) {
        let checkpoint = index.index.snapshot().checkpoint
        state.withLock {
            $0.live = index
            $0.generation = number
            $0.sequence = reached
            $0.uncommitted = Int(reached - checkpoint)
            $0.lastCommit = .now
        }
        logger.info("generation is live", metadata: ["generation": "\(number)", "sequence": "\(reached)"])
    }

    /// The generation that searches are answered from; nil before `open`.
    public var live: ListingIndex? { state.withLock { $0.live } }

    /// The number of the last change that searches see.
    public var sequence: Int64 { state.withLock { $0.sequence } }

    /// What keeps the index from following, if anything does.
    public var failure: String? { state.withLock { $0.failure } }

    // MARK: Following

    /// Follows until the task is cancelled, then commits. Reads and writes files on the executor that it is run on.
    public func run() async {
        let merging = Task.detached(executorPreference: merger) { await self.mergeWhileRunning() }
        while !Task.isCancelled {
            heartbeat.beat()
            do {
                try step()
                state.withLock { $0.failure = nil }
            } catch {
                // The store is the truth: whatever went wrong is tried again from the same place.
                state.withLock { $0.failure = "\(error)" }
                logger.error("the index does not follow", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .milliseconds(Self.waitMilliseconds))
            }
            await log.waitForChange(after: sequence, timeoutMilliseconds: Self.waitMilliseconds)
        }
        do { try commit() } catch { logger.error("the last commit failed", metadata: ["error": "\(error)"]) }
        merging.cancel()
        await merging.value
    }

    /// Takes in everything that the log holds, and commits and swaps where it is time.
    public func step() throws {
        // A generation that cannot be taken must not keep the live one from following.
        let swapping = Result { try swapIfPointed() }
        while !Task.isCancelled, try followOnce() {}
        let isDue = state.withLock {
            $0.uncommitted >= Self.commitChanges
                || $0.uncommitted > 0 && $0.lastCommit.duration(to: .now) >= Self.commitInterval
        }
        if isDue { try commit() }
        try swapping.get()
    }

    private func followOnce() throws -> Bool {
        guard let live else { return false }
        let before = sequence
        let reached = try live.follow(log, after: before, limit: Self.batchLimit)
        heartbeat.beat()
        guard reached > before else { return false }
        let isCommitDue = state.withLock {
            $0.sequence = reached
            $0.uncommitted += Int(reached - before)
            return $0.uncommitted >= Self.commitChanges
        }
        if isCommitDue { try commit() }
        return true
    }

    public func commit() throws {
        let (live, sequence, uncommitted) = state.withLock { ($0.live, $0.sequence, $0.uncommitted) }
        guard let live, uncommitted > 0 else { return }
        try live.index.commit(checkpoint: sequence)
        state.withLock {
            $0.uncommitted = 0
            $0.lastCommit = .now
        }
    }

    // MARK: Swapping and merging

    private func swapIfPointed() throws {
        let generation = state.withLock { $0.generation }
        guard let pointed = try folder.current(), pointed != generation else { return }
        do {
            try commit()
        } catch {
            // Its last commit stands, and the log tells the rest again.
            logger.error("the old generation was not committed", metadata: ["error": "\(error)"])
        }
        try open(pointed, catchesUp: true)
    }

    private func mergeWhileRunning() async {
        while !Task.isCancelled {
            do {
                if let live, try live.index.mergeOnce() { continue }
            } catch {
                logger.error("a merge failed", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .milliseconds(Self.waitMilliseconds))
        }
    }
}
