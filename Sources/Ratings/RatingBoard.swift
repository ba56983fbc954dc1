import Catalog
import HashTreeCollections
import Locking

/// Every rated account's summary, in memory and in step with the logs: what seller pages, hits and ranking read.
///
/// A log that has grown is reckoned anew, with only its new lines read; an account whose log stands still is reckoned once a
/// day, since its past grows older by itself. All is as of the log's newest line or of the day's beginning (UTC), whichever
/// is later.
public final class RatingBoard: Sendable {
    /// What is known of an account.
    public struct Entry: Hashable, Sendable {
        public var summary: RatingSummary
        /// The log's newest line, whose hash stands for all of it.
        public var head: RatingLogLine
    }

    private struct State: Sendable {
        /// A tree whose copies share what has not changed since: `snapshot` costs nothing.
        var entries: TreeDictionary<Int64, Entry> = [:]
        /// Up to where the logs were followed.
        var number: Int64 = 0
        var nextLookForStale: Int64 = 0
        var changeCount = 0
        var hasFollowed = false
        /// Accounts whose logs are damaged, as was reported.
        var damaged: Set<Int64> = []
        /// Of the accounts that were reckoned last.
        var logs: RatingLogCache
    }

    private let state: Locked<State>
    private let store: any RatingStore
    private let rules: RatingRules
    private let now: @Sendable () -> Int64
    private let report: @Sendable (_ accountID: Int64, any Error) -> Void

    private static let page = 1_000
    private static let oldest: Int64 = 86_400_000
    private static let lookForStaleEvery: Int64 = 600_000

    /// - Parameters:
    ///   - keptEvents: How many events of logs are kept in memory at most, so that only new lines have to be read.
    ///   - report: Told once of an account whose log cannot be read; its numbers stay as they were.
    public init(
        store: any RatingStore, rules: RatingRules = RatingRules(), keptEvents: Int = 200_000,
        now: @escaping @Sendable () -> Int64,
        report: @escaping @Sendable (_ accountID: Int64, any Error) -> Void = { _, _ in }
    ) {
        self.store = store
        self.rules = rules
        self.now = now
        self.report = report
        state = Locked(State(logs: RatingLogCache(mostEvents: keptEvents)))
    }

    /// Nil for an account that has completed no sale and was never rated.
    public func entry(_ accountID: Int64) -> Entry? { state.withLock { $0.entries[accountID] } }

    /// All entries at one moment.
    public struct Snapshot: Sendable {
        fileprivate let entries: TreeDictionary<Int64, Entry>
        public let changeCount: Int
        public let hasFollowed: Bool

        /// Nil for an account that has completed no sale and was never rated.
        public func entry(_ accountID: Int64) -> Entry? { entries[accountID] }
    }

    /// The entries as they are at this moment; what is reckoned later does not show in them. O(1).
    public func snapshot() -> Snapshot {
        state.withLock {
            Snapshot(entries: $0.entries, changeCount: $0.changeCount, hasFollowed: $0.hasFollowed)
        }
    }

    /// Grows with every entry that is reckoned.
    public var changeCount: Int { state.withLock(\.changeCount) }

    /// Whether everything was taken up that was written before the first time.
    public var hasFollowed: Bool { state.withLock(\.hasFollowed) }

    public func entries(_ accountIDs: some Sequence<Int64>) -> [Int64: Entry] {
        state.withLock { state in
            accountIDs.reduce(into: [:]) { entries, id in entries[id] = state.entries[id] }
        }
    }

    /// Takes up what was written since the last time. Run by one task at a time.
    public func refresh() async throws {
        var number = state.withLock(\.number)
        var subjects: Set<Int64> = []
        while true {
            let page = try await store.ratedSubjects(after: number, limit: Self.page)
            guard page.last > number else { break }
            subjects.formUnion(page.subjects)
            number = page.last
        }
        for subject in subjects { try await tryReckoning(subject) }
        state.withLock { state in
            state.number = number
            state.hasFollowed = true
        }
        for subject in stale() { try await tryReckoning(subject) }
    }

    /// The accounts that were reckoned too long ago, or as of a day to come, by a clock that was set back since; looked for
    /// now and then, since all have to be gone over.
    private func stale() -> [Int64] {
        let now = now()
        return state.withLock { state in
            // Sooner, too, where the clock was set back.
            guard now >= state.nextLookForStale || now < state.nextLookForStale - Self.lookForStaleEvery else {
                return []
            }
            state.nextLookForStale = now + Self.lookForStaleEvery
            let current = now - Self.oldest...now + Self.oldest
            return state.entries.filter { !current.contains($0.value.summary.asOfMilliseconds) }.map(\.key)
        }
    }

    /// One account's damaged log is reported and stops nobody else's; a store that cannot be read stops all.
    private func tryReckoning(_ subject: Int64) async throws {
        do {
            try await reckon(subject)
        } catch let error as DecodingError {
            reportOnce(subject, error)
        } catch let error as any StorageFailure where error.trouble == .damaged {
            reportOnce(subject, error)
        }
    }

    private func reportOnce(_ subject: Int64, _ error: any Error) {
        let isNew = state.withLock { $0.damaged.insert(subject).inserted }
        if isNew { report(subject, error) }
    }

    private func reckon(_ subject: Int64) async throws {
        var log = state.withLock { $0.logs[subject] } ?? RatingLogCache.Log()
        // The chain is for strangers to check; what was written is read as it is.
        while true {
            let page = try await store.ratingLog(of: subject, after: Int64(log.events.count), limit: Self.page)
            for line in page { log.add(try RatingEvent(text: line.text)) }
            if let last = page.last { log.head = last }
            if page.count < Self.page { break }
        }
        guard let head = log.head else { return }
        // The day's beginning: the minute in which a buyer's log has grown would lead to the sale. A clock that was set back
        // hides nothing that was written before.
        let moment = max(Calendar.startOfDay(now()), log.newestMilliseconds)
        let summary = RatingSummary(log.events, asOfMilliseconds: moment, rules: rules)
        state.withLock { state in
            state.entries[subject] = Entry(summary: summary, head: head)
            state.changeCount += 1
            state.logs.keep(log, of: subject)
            state.damaged.remove(subject)
        }
    }
}

extension RatingStore {
    /// An account's log from its first line on, as it is at some moment of the call.
    public func wholeRatingLog(of subjectID: Int64) async throws -> [RatingLogLine] {
        var lines: [RatingLogLine] = []
        while true {
            let page = try await ratingLog(of: subjectID, after: Int64(lines.count), limit: 1_000)
            lines += page
            if page.count < 1_000 { return lines }
        }
    }
}
