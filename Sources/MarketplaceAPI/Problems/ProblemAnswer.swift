import HTTPTypes
import Hummingbird
import MarketplaceWire
import NIOCore

/// Makes an answer of a problem, as RFC 9457 has it.
enum ProblemAnswer {
    static func response(_ problem: APIProblem, instance: String, requestID: String) -> Response {
        answer(problem, instance: instance, requestID: requestID).response
    }

    static func answer(_ problem: APIProblem, instance: String, requestID: String) -> Answer {
        let fields = problem.listedFields()
        var wire = Problem(
            type: problem.kind.type, title: problem.kind.title, status: problem.kind.status.code,
            detail: problem.detail, instance: instance.echoed, requestID: requestID,
            errors: fields.isEmpty ? nil : fields)
        var body = try? JSONBody.encode(wire)
        if let byteCount = body?.readableBytes, byteCount > maxByteCount {
            (wire.detail, wire.errors) = (problem.detail.echoed, nil)
            body = try? JSONBody.encode(wire)
        }
        var headers = problem.headers
        headers[.contentType] = Problem.mediaType
        return Answer(status: problem.kind.status, headers: headers, body: body)
    }

    /// Whatever a problem repeats of its request is cut where it is read; this holds where that was forgotten.
    private static let maxByteCount = 64 * 1024
}
