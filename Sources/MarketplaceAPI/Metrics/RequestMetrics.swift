import Locking
import Synchronization

/// Latencies by route and class of status, and how many requests are being answered. Routes are the description's, so
/// that the set is bounded.
final class RequestMetrics: Sendable {
    struct Key: Hashable, Sendable {
        var route: String
        /// `2xx` and so on.
        var statusClass: String
    }

    private let inFlight = Atomic<Int>(0)
    private let histograms = Locked<[Key: LatencyHistogram]>([:])

    func begin() { inFlight.add(1, ordering: .relaxed) }

    func end(route: String, status: Int, nanoseconds: Int64) {
        inFlight.subtract(1, ordering: .relaxed)
        let key = Key(route: route, statusClass: "\(status / 100)xx")
        histograms.withLock { $0[key, default: LatencyHistogram()].record(nanoseconds: nanoseconds) }
    }

    func write(to text: inout PrometheusText) {
        text.gauge(
            "sesame_http_requests_in_flight", "Requests being answered.", inFlight.load(ordering: .relaxed))
        let all = histograms.withLock { $0 }.sorted {
            ($0.key.route, $0.key.statusClass) < ($1.key.route, $1.key.statusClass)
        }
        text.histogram(
            "sesame_http_request_duration_seconds", "From the request's head to the answer's.",
            all.map { ([("route", $0.key.route), ("status", $0.key.statusClass)], $0.value) })
    }
}
