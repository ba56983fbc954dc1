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
        fileprivate var lastUse: ContinuousClock.Instant
    }

    private struct State: Sendable {
        var points: RecentlyUsed<UInt64, Point>
        /// Points are numbered from a random one on: a cursor of another process names none of this one's.
        var lastNumber = UInt64.random(in: .min ... .max)
        weak var lastKept: Snapshot?
    }

    private let state: Locked<State>
    private let idleLimit: Duration
    private let now: @Sendable () -> ContinuousClock.Instant

    /// What a point takes beside its snapshot, roughly: numbers of sellers that have changed since the one before.
    private static let fixedBytes = 4_096

    /// - Parameters:
    ///   - byteLimit: what all points may take together, beside what is in use anyway.
    ///   - idleLimit: how long a point is kept after a page was last cut from it.
    init(
        byteLimit: Int, idleLimit: Duration = .seconds(600),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.idleLimit = idleLimit
        self.now = now
        state = Locked(State(points: RecentlyUsed(byteLimit: byteLimit)))
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
        state.withLock { state in
            var point: Point
            if let known = state.points.peek(answerer.point) {
                // Many first pages are cut from one state.
                guard known.lastUse.duration(to: moment) > .seconds(1) else { return }
                point = known
                point.lastUse = moment
            } else {
                let byteCount = Self.fixedBytes + answerer.snapshot.memoryBytes(besides: state.lastKept)
                point = Point(answerer: answerer, ground: ground, byteCount: byteCount, lastUse: moment)
                state.lastKept = answerer.snapshot
            }
            state.points.keep(point, for: answerer.point, byteCount: point.byteCount)
            state.points.dropOldest(2) { $0.lastUse.duration(to: moment) > idleLimit }
        }
    }

    /// Nil where it is forgotten, or was never here.
    func point(_ number: UInt64) -> Point? { state.withLock { $0.points.value(number) } }

    func forget(_ number: UInt64) { state.withLock { $0.points.forget(number) } }

    /// Forgets what nobody has used for long: a market without searches would keep old states for ever, and the files of
    /// old generations with them.
    func dropIdle() {
        let moment = now()
        state.withLock { $0.points.dropOldest(.max) { $0.lastUse.duration(to: moment) > idleLimit } }
    }

    /// How often a page was cut from a point, how often one was forgotten by then, and what they take.
    var usage: CacheUsage { state.withLock(\.points.usage) }
}
