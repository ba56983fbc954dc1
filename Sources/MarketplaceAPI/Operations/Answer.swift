import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What a handler answers.
struct Answer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields = [:]
    var body: ByteBuffer?

    /// An answer in JSON.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Answer {
        var headers = headers
        headers[.contentType] = "application/json"
        return Answer(status: status, headers: headers, body: try JSONBody.encode(value))
    }

    /// An answer that is JSON already.
    static func json(_ body: ByteBuffer) -> Answer {
        Answer(status: .ok, headers: [.contentType: "application/json"], body: body)
    }

    static func empty(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Answer {
        Answer(status: status, headers: headers)
    }

    var response: Response {
        Response(status: status, headers: headers, body: body.map { ResponseBody(byteBuffer: $0) } ?? ResponseBody())
    }
}

/// The one place where values become JSON bytes, so that a faster writer can take Foundation's place.
enum JSONBody {
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    static func encode(_ value: some Encodable) throws -> ByteBuffer {
        ByteBuffer(bytes: try encoder.encode(value))
    }
}
