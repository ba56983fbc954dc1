import HTTPTypes
import ListingSearch

/// For load balancers: alive is not yet ready.
struct HealthOperations: Sendable {
    var search: any ListingSearching

    var operations: [Operation] {
        [
            operation("getHealth", "/healthz", "Whether the server runs.", problems: []) { _ in
                try .json(["status": "ok"])
            },
            operation("getReadiness", "/readyz", "Whether the server can answer searches.", problems: [.unavailable]) {
                _ in
                let status = search.status()
                guard status.isReady else {
                    throw APIProblem(
                        .unavailable, status.reason ?? "The sellers' ratings are being read.",
                        headers: [.retryAfter: "1"])
                }
                return try .json(["status": "ready"])
            },
        ]
    }

    private func operation(
        _ id: String, _ path: String, _ summary: String, problems: [ProblemKind],
        handler: @escaping @Sendable (OperationInput) async throws -> Answer
    ) -> Operation {
        Operation(
            id: id, method: .get, path: path, tag: "operators", summary: summary,
            successes: [.init(status: .ok, description: "It is so.", schema: Schema.reference("Health"))],
            problems: problems, isRateLimited: false, handler: handler)
    }
}
