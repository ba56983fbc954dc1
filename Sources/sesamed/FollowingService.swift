import Dispatch
import ListingSearch
import Logging
import Orders
import Ratings
import ServiceLifecycle

/// Opens the index, or has it made, and keeps it level with the store for as long as the server runs. Ends the server only
/// where another process writes to the index.
struct FollowingService: Service {
    let follower: ListingFollower

    func run() async throws {
        let executor = ThreadExecutor(label: "listings.follower")
        try await withTaskExecutorPreference(executor) {
            try await cancelWhenGracefulShutdown { try await follower.run() }
        }
    }
}

/// Keeps the vocabulary in step with the market for as long as the server runs, on a thread of its own.
struct VocabularyService: Service {
    let vocabularies: VocabularyKeeper

    func run() async throws {
        let executor = ThreadExecutor(label: "listings.vocabulary")
        await withTaskExecutorPreference(executor) {
            await cancelWhenGracefulShutdown { await vocabularies.run() }
        }
    }
}

/// Writes down what shoppers ask for, now and then and at the end.
struct QueryLogService: Service {
    let queries: QueryLog

    func run() async throws {
        await cancelWhenGracefulShutdown { await queries.run() }
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

    /// Other processes write too, and windows end by themselves.
    private static let longestPause: Int64 = 1_000
    /// So that a standing is never older than a second while its log grows.
    private static let busyPause: Int64 = 700

    func run() async throws {
        await cancelWhenGracefulShutdown {
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
    }

    private func attempt(_ trouble: String, _ work: () async throws -> Void) async {
        do { try await work() } catch is CancellationError {} catch {
            logger.error("\(trouble)", metadata: ["error": "\(error)"])
        }
    }
}

/// Runs tasks on a thread apart from those that answer requests: indexing works for long stretches without a pause.
final class ThreadExecutor: TaskExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label, attributes: .concurrent) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
