import HTTPTypes
import Hummingbird
import MarketplaceWire
import NIOCore

/// Makes an answer of a problem, as RFC 9457 has it.
enum ProblemAnswer {
    static func response(_ problem: APIProblem, instance: String, requestID: String) -> Response {
        let wire = Problem(
            type: problem.kind.type, title: problem.kind.title, status: problem.kind.status.code,
            detail: problem.detail, instance: instance, requestID: requestID,
            errors: problem.fields.isEmpty ? nil : problem.fields)
        var headers = problem.headers
        headers[.contentType] = Problem.mediaType
        let body = try? JSONBody.encode(wire)
        return Response(
            status: problem.kind.status, headers: headers, body: ResponseBody(byteBuffer: body ?? ByteBuffer()))
    }
}
