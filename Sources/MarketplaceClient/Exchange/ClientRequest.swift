/// A request to the API, before it becomes HTTP.
package struct ClientRequest: Hashable, Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package var method: Method
    /// From the root, with its parts already encoded: `/v1/listings/7`.
    package var path: String
    package var query: [(name: String, value: String)]
    package var headers: [(name: String, value: String)]
    /// JSON, or nil for no body.
    package var body: [UInt8]?

    package init(
        _ method: Method, _ path: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// Whether doing it twice is the same as doing it once, so that it may be sent again when its answer was lost.
    package var isIdempotent: Bool { method == .get || headers.contains { $0.name == "Idempotency-Key" } }

    /// The path and the query, percent-encoded as RFC 3986 asks: everything but unreserved characters.
    package var target: String {
        guard !query.isEmpty else { return path }
        let items = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
        return path + "?" + items.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return result
    }

    package static func == (left: ClientRequest, right: ClientRequest) -> Bool {
        left.method == right.method && left.target == right.target && left.body == right.body
            && left.headers.elementsEqual(right.headers) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(target)
        hasher.combine(body)
    }
}
