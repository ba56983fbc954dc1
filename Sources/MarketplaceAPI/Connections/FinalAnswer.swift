import Foundation
import HTTPTypes
import MarketplaceWire
import NIOCore

/// The answer to a request that is refused before it reaches the API: a problem, and the last word on its connection.
enum FinalAnswer {
    static let methods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"

    /// - Parameter isToHead: Whether the request's method is HEAD, whose answers have no body.
    static func bytes(_ problem: APIProblem, isToHead: Bool = false) -> ByteBuffer {
        let requestNumber = RequestNumber.of([:])
        let wire = Problem(
            type: problem.kind.type, title: problem.kind.title, status: problem.kind.status.code,
            detail: problem.detail, instance: "", requestID: requestNumber)
        let body = (try? JSONBody.encode(wire)) ?? ByteBuffer()
        var fields = problem.headers
        if problem.kind == .methodNotAllowed { fields[.allow] = methods }
        fields[.connection] = "close"
        fields[.date] = HTTPDate.text(.now)
        fields[.contentType] = Problem.mediaType
        fields[.contentLength] = String(body.readableBytes)
        fields[.cacheControl] = "no-store"
        fields[RequestNumber.fieldName] = requestNumber
        var bytes = head(problem.kind.status, fields)
        if !isToHead { bytes.writeImmutableBuffer(body) }
        return bytes
    }

    private static func head(_ status: HTTPResponse.Status, _ fields: HTTPFields) -> ByteBuffer {
        var text = "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n"
        for field in fields { text += "\(field.name.rawName): \(field.value)\r\n" }
        return ByteBuffer(string: text + "\r\n")
    }
}
