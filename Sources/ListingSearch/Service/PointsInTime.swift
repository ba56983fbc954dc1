import Locking
import SearchIndex

/// States of the market that pages are still cut from, each under a number that cursors carry (points in time, as
/// Elasticsearch has them; `SearcherLifetimeManager` in Lucene).
///
/// A first page is cut from the market as it is. Whoever turns the page gets the next one from the same state, whatever was
/// sold, edited or listed meanwhile: nothing is skipped, and nothing comes twice. A state shares with the ones before and
/// after it all that has not changed between them, so that it costs little; it is forgotten when nobody has turned a page
/// for a while, or when there is no room for it.
final class PointsInTime: Sendable {
    struct Point: Sendable {
        var answerer: ListingAnswerer
        var ground: PageCache.Ground
        fileprivate var byteCount: Int
        fileprivate var firstUse: ContinuousClock.Instant
        fileprivate var lastUse: ContinuousClock.Instant
    }

    private struct State: Sendable {
        /// The room is reckoned here and not there, since points share segments.
        var points = RecentlyUsed<UInt64, Point>(byteLimit: .max)
        /// Segments in memory, each with the number of points that hold it.
        var segments: [ObjectIdentifier: (holders: Int, byteCount: Int)] = [:]
        var segmentBytes = 0
        /// Points are numbered from a random one on: a cursor of another process names none of this one's.
        var lastNumber = UInt64.random(in: .min ... .max)
        weak var lastKept: Snapshot?

        var byteCount: Int { points.usage.byteCount + segmentBytes }

        mutating func add(_ point: Point, _ number: UInt64) {
            for (segment, byteCount) in point.answerer.snapshot.segmentsInMemory {
                if segments[segment] == nil { segmentBytes += byteCount }
                segments[segment, default: (0, byteCount)].holders += 1
            }
            points.keep(point, for: number, byteCount: point.byteCount)
        }

        mutating func remove(_ number: UInt64) -> Point? {
            guard let point = points.forget(number) else { return nil }
            for (segment, byteCount) in point.answerer.snapshot.segmentsInMemory {
                segments[segment]?.holders -= 1
                guard segments[segment]?.holders == 0 else { continue }
                segments[segment] = nil
                segmentBytes -= byteCount
            }
            return point
        }

        /// Removes what was used longest ago while that is over, so many at most.
        mutating func removeOldest(_ most: Int, while isOver: (State, Point) -> Bool) -> [Point] {
            var removed: [Point] = []
            while removed.count < most, let (number, point) = points.oldestEntry, isOver(self, point) {
                if let point = remove(number) { removed.append(point) }
            }
            return removed
        }
    }

    private let state = Locked(State())
    private let byteLimit: Int
    private let idleLimit: Duration
    private let now: @Sendable () -> ContinuousClock.Instant

    /// What a point takes beside its snapshot, roughly: numbers of sellers that have changed since the one before.
    private static let fixedBytes = 4_096
    /// A state keeps the files of its time on the disk, however often its pages are turned.
    static let longestLife = Duration.seconds(1_800)

    /// - Parameters:
    ///   - byteLimit: what all points may take together, beside what is in use anyway.
    ///   - idleLimit: how long a point is kept after a page was last cut from it.
    init(
        byteLimit: Int, idleLimit: Duration = .seconds(600),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.byteLimit = byteLimit
        self.idleLimit = idleLimit
        self.now = now
    }

    /// A number for a state that nobody has a cursor into yet.
    func number() -> UInt64 {
        state.withLock { state in
            state.lastNumber &+= 1
            return state.lastNumber
        }
    }

    /// Keeps the state that a page with a next one was cut from, or keeps it for longer.
    func keep(_ answerer: ListingAnswerer, _ ground: PageCache.Ground) {
        let moment = now()
        // What a point is the last to hold is freed where nobody waits for the lock.
        let removed = state.withLock { state -> [Point] in
            var removed: [Point] = []
            if var known = state.points.peek(answerer.point) {
                // Many first pages are cut from one state.
                guard known.lastUse.duration(to: moment) > .seconds(1) else { return [] }
                known.lastUse = moment
                state.points.keep(known, for: answerer.point, byteCount: known.byteCount)
            } else {
                let byteCount = Self.fixedBytes + answerer.snapshot.deletionBytes(besides: state.lastKept)
                let point = Point(
                    answerer: answerer, ground: ground, byteCount: byteCount, firstUse: moment, lastUse: moment)
                state.add(point, answerer.point)
                state.lastKept = answerer.snapshot
                removed = state.removeOldest(.max) { state, _ in state.byteCount > byteLimit }
            }
            return removed + state.removeOldest(2) { isOver($1, moment) }
        }
        withExtendedLifetime(removed) {}
    }

    private func isOver(_ point: Point, _ moment: ContinuousClock.Instant) -> Bool {
        point.lastUse.duration(to: moment) > idleLimit
    }

    /// Nil where it is forgotten, or was never here.
    func point(_ number: UInt64) -> Point? {
        let moment = now()
        guard let point = state.withLock({ $0.points.value(number) }) else { return nil }
        guard point.firstUse.duration(to: moment) <= Self.longestLife else {
            forget(number)
            return nil
        }
        return point
    }

    func forget(_ number: UInt64) {
        let removed = state.withLock { $0.remove(number) }
        withExtendedLifetime(removed) {}
    }

    /// Forgets what nobody has used for long: a market without searches would keep old states for ever, and the files of
    /// old generations with them. May block: the last holder of a removed file frees it.
    func dropIdle() {
        let moment = now()
        let removed = state.withLock { state in state.removeOldest(.max) { isOver($1, moment) } }
        withExtendedLifetime(removed) {}
    }

    /// How often a page was cut from a point, how often one was forgotten by then, and what they take.
    var usage: CacheUsage {
        state.withLock { state in
            var usage = state.points.usage
            usage.byteCount = state.byteCount
            return usage
        }
    }
}
