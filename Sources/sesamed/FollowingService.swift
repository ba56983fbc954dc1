import ListingSearch
import Logging
import MarketplaceStore
import Orders
import Ratings
import Scheduling
import ServiceLifecycle

/// Opens the index, or has it made, and keeps it level with the store for as long as the server runs. Ends the server only
/// where another process writes to the index.
struct FollowingService: Service {
    let follower: ListingFollower

    func run() async throws {
        let thread = WorkerThreads(label: "index.follower", count: 1)
        try await thread.prefer {
            try await cancelWhenGracefulShutdown { try await follower.run() }
        }
    }
}

/// Keeps the vocabulary in step with the market for as long as the server runs, on a thread of its own.
struct VocabularyService: Service {
    let vocabularies: VocabularyKeeper

    func run() async throws {
        let thread = WorkerThreads(label: "vocabulary", count: 1, niceness: 5)
        await thread.prefer {
            await cancelWhenGracefulShutdown { await vocabularies.run() }
        }
    }
}

/// Forgets states of the market that nobody turns the pages of any more.
struct PointsInTimeService: Service {
    let search: ListingSearchService

    func run() async throws {
        await cancelWhenGracefulShutdown { await search.run() }
    }
}

/// Writes down what shoppers ask for, now and then and at the end.
struct QueryLogService: Service {
    let queries: QueryLog
    let thread: WorkerThreads

    func run() async throws {
        await thread.prefer {
            await cancelWhenGracefulShutdown { await queries.run() }
        }
    }
}

/// Reads the operators' files again that have changed.
struct FileWatchService: Service {
    let lexicons: LexiconFolder
    let rules: RuleFolder
    let vocabularies: VocabularyKeeper
    let thread: WorkerThreads

    private static let pause = Duration.milliseconds(300)

    func run() async throws {
        await thread.prefer {
            await cancelWhenGracefulShutdown {
                while !Task.isCancelled {
                    lexicons.look()
                    rules.look()
                    vocabularies.look()
                    try? await Task.sleep(for: Self.pause)
                }
            }
        }
    }
}

/// Makes the hearts beat that the watchdog looks at: one for the cooperative pool, one for the store's readers, one for
/// its writer.
struct HeartbeatService: Service {
    let store: MarketplaceStore
    let pool = Heartbeat("the cooperative pool")
    let readers = Heartbeat("the store's readers")
    let writer = Heartbeat("the store's writer")

    private static let pause = Duration.seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await beat(pool) {} }
                // A disk that fails is an error and no silence.
                group.addTask { await beat(readers) { try? await store.awaitReader() } }
                group.addTask { await beat(writer) { try? await store.awaitWriter() } }
                group.addTask { await beatWhileBusy() }
            }
        }
    }

    /// A long line is no silence: whoever does one thing after the other moves.
    private func beatWhileBusy() async {
        var (reads, commits) = (store.readCount, store.writeCounts.commits)
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.pause)
            if store.readCount != reads { readers.beat() }
            if store.writeCounts.commits != commits { writer.beat() }
            (reads, commits) = (store.readCount, store.writeCounts.commits)
        }
    }

    private func beat(_ heart: Heartbeat, _ work: () async -> Void) async {
        while !Task.isCancelled {
            await work()
            heart.beat()
            try? await Task.sleep(for: Self.pause)
        }
    }
}

/// Does what time does to orders, and asks the payment provider again, for as long as the server runs.
struct OrderKeepingService: Service {
    let orders: OrderService
    let alarm: Alarm
    let logger: Logger

    func run() async throws {
        let keeper = OrderKeeper(service: orders) { [logger] error in
            guard !(error is CancellationError) else { return }
            logger.error("an order waits for its clock", metadata: ["error": "\(error)"])
        }
        await cancelWhenGracefulShutdown { await keeper.run(alarm: alarm) }
    }
}

/// Opens ratings whose windows are over, and keeps every seller's standing in step with the logs.
struct RatingKeepingService: Service {
    let ratings: RatingService
    let board: RatingBoard
    let alarm: Alarm
    let logger: Logger
    /// A long log takes milliseconds to be reckoned.
    let thread: WorkerThreads

    /// Other processes write too, and windows end by themselves.
    private static let longestPause: Int64 = 1_000
    /// So that a standing is never older than a second while its log grows.
    private static let busyPause: Int64 = 700

    func run() async throws {
        await thread.prefer {
            await cancelWhenGracefulShutdown { await keep() }
        }
    }

    private func keep() async {
        while !Task.isCancelled {
            let took = await ContinuousClock().measure {
                await attempt("windows of ratings cannot be closed") { _ = try await ratings.closeDueWindows() }
                // A disk that takes no writes can be read all the same.
                await attempt("the ratings cannot be followed") { try await board.refresh() }
            }
            await alarm.wait(milliseconds: Self.longestPause)
            // What rings often is answered together, and a twentieth of a core at most goes into it.
            try? await Task.sleep(for: min(.milliseconds(Self.busyPause), max(took * 20, .milliseconds(100))))
        }
    }

    private func attempt(_ trouble: String, _ work: () async throws -> Void) async {
        do { try await work() } catch is CancellationError {} catch {
            logger.error("\(trouble)", metadata: ["error": "\(error)"])
        }
    }
}
