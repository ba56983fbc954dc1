import HTTPTypes
import ListingSearch

/// For load balancers and for who watches the server: alive, ready, and all that is counted.
struct WatchOperations: Sendable {
    var answers: WatchAnswers

    var operations: [Operation] {
        [
            health("getHealth", .health, "Whether the server runs.", problems: []),
            health("getReadiness", .readiness, "Whether the server can answer searches.", problems: [.unavailable]),
            operation(
                "getMetrics", .metrics, "Latencies, sizes and lags in Prometheus' text format.",
                .init(status: .ok, description: "The figures.", schema: Schema.text(), mediaType: "text/plain"), []),
        ]
    }

    private func health(
        _ id: String, _ path: WatchAnswers.Path, _ summary: String, problems: [ProblemKind]
    ) -> Operation {
        operation(
            id, path, summary, .init(status: .ok, description: "It is so.", schema: Schema.reference("Health")),
            problems)
    }

    private func operation(
        _ id: String, _ path: WatchAnswers.Path, _ summary: String, _ success: Operation.Success,
        _ problems: [ProblemKind]
    ) -> Operation {
        Operation(
            id: id, method: .get, path: path.rawValue, tag: "operators", summary: summary, successes: [success],
            problems: problems, isRateLimited: false, work: .cheap
        ) { _ in try answers.answer(path) }
    }
}
