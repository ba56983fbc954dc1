import Locking

/// What became of connections and of bodies, for `/metrics`.
final class ConnectionCounts: Sendable {
    private struct Counts {
        var open = 0
        var accepted = 0
        var ends: [ConnectionEnd: Int] = [:]
        var bodyBytes = 0
        var bodiesWaiting = 0
        var bodiesRefused = 0
        var unsentBytes = 0
    }

    private let counts = Locked(Counts())

    func opened() {
        counts.withLock {
            $0.open += 1
            $0.accepted += 1
        }
    }

    func closed() { counts.withLock { $0.open -= 1 } }
    func ended(_ end: ConnectionEnd) { counts.withLock { $0.ends[end, default: 0] += 1 } }
    func bodies(heldBytes: Int, waiting: Int) {
        counts.withLock { ($0.bodyBytes, $0.bodiesWaiting) = (heldBytes, waiting) }
    }
    func bodyRefused() { counts.withLock { $0.bodiesRefused += 1 } }
    func unsent(byteCount: Int) { counts.withLock { $0.unsentBytes = byteCount } }

    /// For tests.
    func count(_ end: ConnectionEnd) -> Int { counts.withLock { $0.ends[end] ?? 0 } }
    var open: Int { counts.withLock { $0.open } }
    var bodyBytes: Int { counts.withLock { $0.bodyBytes } }
    var bodiesRefused: Int { counts.withLock { $0.bodiesRefused } }
    var unsentBytes: Int { counts.withLock { $0.unsentBytes } }

    func write(to text: inout PrometheusText) {
        let counts = counts.withLock { $0 }
        text.gauge("sesame_connections_open", "Connections that are open.", counts.open)
        text.counter("sesame_connections_accepted_total", "Connections that were accepted.", counts.accepted)
        text.counters(
            "sesame_connections_ended_total", "Connections that the server refused or ended by itself.",
            ConnectionEnd.allCases.map { ([("reason", $0.rawValue)], counts.ends[$0] ?? 0) })
        text.gauge("sesame_body_bytes", "Memory that is set aside for bodies of requests.", counts.bodyBytes)
        text.gauge("sesame_bodies_waiting", "Requests that wait for room for their body.", counts.bodiesWaiting)
        text.counter(
            "sesame_bodies_refused_total", "Requests refused as there was no room for their body.",
            counts.bodiesRefused)
        text.gauge("sesame_unsent_bytes", "Memory of answers that clients have not taken yet.", counts.unsentBytes)
    }
}
