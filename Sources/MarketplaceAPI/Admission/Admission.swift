import Scheduling

/// Lets requests in, each kind of work through a gate of its own.
final class Admission: Sendable {
    private let gates: [WorkKind: AdmissionGate]

    init(_ limits: AdmissionLimits) {
        gates = Dictionary(uniqueKeysWithValues: WorkKind.allCases.map { ($0, AdmissionGate(limits.limit($0))) })
    }

    /// - Parameter whileWaiting: As of `AdmissionGate.run`.
    /// - Throws: `Overloaded` where there is no room, `CancellationError`, and what the body throws.
    func run<Value>(
        _ kind: WorkKind, whileWaiting: (_ leave: @escaping @Sendable () -> Void) -> Void = { _ in },
        _ body: () async throws -> Value
    ) async throws -> Value {
        guard let gate = gates[kind] else { return try await body() }
        return try await gate.run(whileWaiting: whileWaiting, body)
    }

    /// For tests.
    func counts(of kind: WorkKind) -> AdmissionGate.Counts? { gates[kind]?.counts }

    func write(to text: inout PrometheusText) {
        let gates = WorkKind.allCases.compactMap { kind in self.gates[kind].map { (kind, $0.limit, $0.counts) } }
        func series(_ value: (AdmissionLimit, AdmissionGate.Counts) -> Int) -> [(
            labels: [PrometheusText.Label], value: Int
        )] {
            gates.map { ([("kind", $0.0.rawValue)], value($0.1, $0.2)) }
        }
        text.gauges(
            "sesame_admission_limit", "Requests of a kind that may be at work at once.",
            series { limit, _ in limit.atOnce })
        text.gauges(
            "sesame_admission_waiting_limit", "Requests of a kind that may wait.", series { limit, _ in limit.waiting })
        text.gauges("sesame_admission_working", "Requests at work.", series { $1.working })
        text.gauges("sesame_admission_waiting", "Requests that wait.", series { $1.waiting })
        text.counters("sesame_admission_admitted_total", "Requests that were let in.", series { $1.admitted })
        text.counters(
            "sesame_admission_refused_full_total", "Requests refused since too many waited.",
            series { $1.refusedFull })
        text.counters(
            "sesame_admission_refused_late_total", "Requests refused since they had waited too long.",
            series { $1.refusedLate })
        text.counters(
            "sesame_admission_abandoned_total", "Requests whose clients left while they waited.",
            series { $1.cancelled })
    }
}
