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
        let wire = Problem(
            type: problem.kind.type, title: problem.kind.title, status: problem.kind.status.code,
            detail: problem.detail, instance: instance, requestID: requestID,
            errors: problem.fields.isEmpty ? nil : problem.fields)
        var headers = problem.headers
        headers[.contentType] = Problem.mediaType
        return Answer(status: problem.kind.status, headers: headers, body: try? JSONBody.encode(wire))
    }
}
