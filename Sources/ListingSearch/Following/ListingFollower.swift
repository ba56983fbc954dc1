public import Catalog
import Foundation
import Locking
public import Logging
public import Scheduling
import SearchIndex
import TextAnalysis

/// Keeps the live generation level with the store, swaps it when the pointer moves, and makes it again where it is
/// missing, damaged, or does not belong to the store.
///
/// One thread of control reads the change log and applies it: a listing is searched as soon as that batch is in. Merges
/// run beside it. Commits come after so many changes or so much time; what was not committed is read from the log again
/// after a restart. While there is no index to answer from, `condition` says why; everything but searches goes on.
public final class ListingFollower: Sendable {
    struct State: Sendable {
        var live: ListingIndex?
        var generation = 0
        var sequence: Int64 = 0
        var uncommitted = 0
        var lastCommit = ContinuousClock.now
        /// After a commit that found the disk full.
        var nextCommit = ContinuousClock.now
        /// A generation that was found damaged while it was answered from, and how.
        var damaged: (generation: Int, reason: String)?
        var damageCount = 0
        var condition = IndexCondition.opening
        /// Listings of which the log has been told that they cannot be read.
        var unreadable: Set<Listing.ID> = []
        /// So that the same trouble is logged once.
        var lastTrouble: String?
        var rebuildFailures = 0
        var damagePace = DamagePace()
        var nextRebuild = ContinuousClock.now

        mutating func noteDamage() {
            let now = ContinuousClock.now
            nextRebuild = max(nextRebuild, now + damagePace.pause(afterDamageAt: now))
        }
    }

    let folder: GenerationFolder
    let categories: CategoryTree
    let lexicons: LexiconFolder
    let log: any ListingChangeLog
    let logger: Logger
    private let uncommittedLimit: Int
    let rebuilding = BackgroundRebuild()
    let state = Locked(State())
    /// Beats while the log is followed.
    public let heartbeat = Heartbeat("the follower of the listings")
    /// Merging writes whole segments: searches go first.
    private let merger = WorkerThreads(label: "index.merge", count: 1, niceness: 5)

    static let batchLimit = 1_000
    private static let commitChanges = 20_000
    private static let commitInterval = Duration.seconds(15)
    /// What is not committed is in memory: with a disk that stays full, no more is taken in.
    public static let uncommittedLimit = 200_000
    /// So many are named in a line of the log.
    private static let namedListings = 10
    private static let fullDiskPause = Duration.seconds(5)
    /// How long the log is waited for before the pointer is looked at again.
    private static let waitMilliseconds = 500
    private static let mergePauseWithoutRoom = Duration.seconds(30)

    /// - Parameters:
    ///   - lexicons: whose words are kept whole in the listings that are taken in.
    ///   - uncommittedLimit: so many changes are held in memory at most while the disk takes no commit.
    public init(
        folder: GenerationFolder, log: any ListingChangeLog, categories: CategoryTree, lexicons: LexiconFolder,
        logger: Logger, uncommittedLimit: Int = ListingFollower.uncommittedLimit
    ) {
        self.uncommittedLimit = uncommittedLimit
        self.folder = folder
        self.lexicons = lexicons
        self.log = log
        self.categories = categories
        self.logger = logger
    }

    /// The generation that searches are answered from; nil while there is none.
    public var live: ListingIndex? { state.withLock { $0.live } }

    /// The number of the last change that searches see.
    public var sequence: Int64 { state.withLock { $0.sequence } }

    /// Whether searches can be answered, and if not, why.
    public var condition: IndexCondition {
        let condition = state.withLock { $0.condition }
        guard case .rebuilding = condition, rebuilding.isRunning else { return condition }
        return .rebuilding(percent: rebuilding.percent)
    }

    /// How often a generation was found damaged while it was answered from.
    public var damageCount: Int { state.withLock { $0.damageCount } }

    // MARK: Following

    /// Opens the index or has it made again, and follows until the task is cancelled; then commits. Reads and writes files
    /// on the executor that it is run on.
    ///
    /// - Throws: `IndexError.locked` where another process writes to the index when this one begins.
    public func run() async throws {
        warmUp()
        let merging = Task.detached(executorPreference: merger) { await self.mergeWhileRunning() }
        var isFirst = true
        while !Task.isCancelled {
            heartbeat.beat()
            do {
                try tend()
                state.withLock { $0.lastTrouble = nil }
            } catch let error as IndexError where isFirst && error.isLocked {
                merging.cancel()
                throw error
            } catch {
                note(error)
                try? await Task.sleep(for: .milliseconds(Self.waitMilliseconds))
            }
            isFirst = false
            await waitForWork()
        }
        await rebuilding.stop()
        do { try commit() } catch { logger.error("the last commit failed", metadata: ["error": "\(error)"]) }
        merging.cancel()
        await merging.value
    }

    private func tend() throws {
        if live == nil { try openOrRebuild() }
        if live != nil { try step() }
    }

    /// The store is the truth: whatever went wrong is tried again from the same place, but damage is not read again.
    private func note(_ error: any Error) {
        if let error = error as? IndexError, report(error), live == nil { return }
        let isNew = state.withLock { state in
            // Neither open nor being made.
            if state.condition == .opening { state.condition = .waiting(.failure) }
            defer { state.lastTrouble = "\(error)" }
            return state.lastTrouble != "\(error)"
        }
        if isNew { logger.error("the index does not follow", metadata: ["error": "\(error)"]) }
    }

    private func waitForWork() async {
        // The log has changes that cannot be taken in before a commit, so it would not be waited for.
        let isAtLimit = state.withLock { $0.live == nil || $0.uncommitted >= uncommittedLimit }
        guard !isAtLimit else {
            try? await Task.sleep(for: .milliseconds(Self.waitMilliseconds))
            return
        }
        await log.waitForChange(after: sequence, timeoutMilliseconds: Self.waitMilliseconds)
    }

    /// Takes in everything that the log holds, and commits and swaps where it is time.
    public func step() throws {
        // A generation that cannot be taken must not keep the live one from following.
        let swapping = Result { try swapIfPointed() }
        while !Task.isCancelled, try followOnce() {}
        try commitIfDue()
        try swapping.get()
    }

    private func followOnce() throws -> Bool {
        let (live, before, uncommitted) = state.withLock { ($0.live, $0.sequence, $0.uncommitted) }
        guard let live, uncommitted < uncommittedLimit else { return false }
        let reached = try live.follow(log, after: before, limit: Self.batchLimit, isUnreadable: noteUnreadable)
        heartbeat.beat()
        guard reached > before else { return false }
        state.withLock {
            guard $0.live === live else { return }
            $0.sequence = reached
            $0.uncommitted += Int(reached - before)
        }
        try commitIfDue()
        return true
    }

    /// Once a listing, since a batch that is not committed comes again.
    func noteUnreadable(_ ids: [Listing.ID]) {
        let new = state.withLock { state in
            let new = ids.filter { !state.unreadable.contains($0) }
            state.unreadable.formUnion(new)
            return new
        }
        guard !new.isEmpty else { return }
        let few = new.prefix(Self.namedListings).map(String.init).joined(separator: ", ")
        logger.critical(
            "listings cannot be read from the store and are not found any more: run sesamed doctor",
            metadata: ["count": "\(new.count)", "listings": "\(few)"])
    }

    private func commitIfDue() throws {
        let isDue = state.withLock {
            ContinuousClock.now >= $0.nextCommit
                && ($0.uncommitted >= Self.commitChanges
                    || $0.uncommitted > 0 && $0.lastCommit.duration(to: .now) >= Self.commitInterval)
        }
        if isDue { try commit() }
    }

    public func commit() throws {
        let (live, sequence, uncommitted) = state.withLock { ($0.live, $0.sequence, $0.uncommitted) }
        guard let live, uncommitted > 0 else { return }
        do { try live.commit(log, followedTo: sequence) } catch {
            state.withLock { $0.nextCommit = .now + Self.fullDiskPause }
            throw error
        }
        state.withLock {
            guard $0.live === live else { return }
            $0.uncommitted = 0
            $0.lastCommit = .now
        }
    }

    // MARK: Merging

    private func mergeWhileRunning() async {
        var isWithoutRoom = false
        while !Task.isCancelled {
            var pause = Duration.milliseconds(Self.waitMilliseconds)
            do {
                if let live, try live.index.mergeOnce() {
                    isWithoutRoom = false
                    continue
                }
            } catch  where error.isDiskFull {
                // Searches go on over more segments; hot retries would only wear the disk.
                if !isWithoutRoom { logger.error("no room to merge segments", metadata: ["error": "\(error)"]) }
                isWithoutRoom = true
                pause = Self.mergePauseWithoutRoom
            } catch {
                note(error)
            }
            try? await Task.sleep(for: pause)
        }
    }
}
