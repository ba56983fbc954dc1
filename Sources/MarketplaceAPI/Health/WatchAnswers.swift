import HTTPTypes
import ListingSearch
import NIOCore

/// What is answered to who watches the server: from memory, so that it can be answered whatever the rest does.
struct WatchAnswers: Sendable {
    enum Path: String, CaseIterable, Sendable {
        case health = "/healthz"
        case readiness = "/readyz"
        case metrics = "/metrics"
    }

    var search: any ListingSearching
    var metrics: KeptMetrics

    /// - Throws: `APIProblem` where the server is not ready.
    func answer(_ path: Path) throws -> Answer {
        switch path {
        case .health: return try .json(["status": "ok"])
        case .readiness:
            let status = search.status()
            guard status.isReady else {
                throw APIProblem(
                    .unavailable, status.reason ?? "The sellers' ratings are being read.",
                    headers: [.retryAfter: "1"])
            }
            return try .json(["status": "ready"])
        case .metrics:
            return Answer(status: .ok, headers: [.contentType: PrometheusText.mediaType], body: metrics.text())
        }
    }
}
