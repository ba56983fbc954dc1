import NIOHTTP1

/// What RFC 9112 asks of a request's head beside its syntax, which the parser has checked.
struct MessageRules {
    /// What a head says of its message and its connection.
    struct Facts: Hashable, Sendable {
        /// Of the body; nil where it comes in chunks.
        var bodyByteCount: Int? = 0
        /// Whether the client would send another request on the connection.
        var keepsAlive = true
        /// Whether the client waits with the body until it is asked for (RFC 9110, 10.1.1).
        var expectsContinue = false
    }

    var maxTargetByteCount: Int

    /// Checks a head, and writes its target as a path with the host in the one Host field.
    func check(_ head: inout HTTPRequestHead) throws(MessageFault) -> Facts {
        guard head.uri.utf8.count <= maxTargetByteCount else { throw .tooLongTarget(limit: maxTargetByteCount) }
        guard head.method != .CONNECT else {
            throw MessageFault(kind: .methodNotAllowed, detail: "This server opens no tunnels.")
        }
        Self.trimValues(of: &head.headers)
        let fields = MessageFields(head.headers)
        try apply(RequestTarget(head.uri, method: head.method), fields, to: &head)
        var facts = Facts(keepsAlive: head.isKeepAlive)
        facts.bodyByteCount = try bodyByteCount(fields, head)
        facts.expectsContinue = try expectsContinue(fields, head) && facts.bodyByteCount != 0
        // The parser takes what follows such a request for another protocol, so it is the connection's last.
        if fields.asksForUpgrade { facts.keepsAlive = false }
        return facts
    }

    /// Takes off the spaces and tabs behind values, which are no part of them (RFC 9112, 5.1); the parser leaves them.
    private static func trimValues(of headers: inout HTTPHeaders) {
        guard headers.contains(where: { $0.value.utf8.last.map(isSpace) ?? false }) else { return }
        headers = HTTPHeaders(
            headers.map { name, value in
                let end = value.utf8.lastIndex { !isSpace($0) }.map(value.utf8.index(after:)) ?? value.startIndex
                return (name, String(value[..<end]))
            })
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    // MARK: Host

    private func apply(
        _ target: RequestTarget, _ fields: MessageFields, to head: inout HTTPRequestHead
    ) throws(MessageFault) {
        guard fields.hosts.count <= 1 else { throw .malformed("There is more than one Host field.") }
        if let host = fields.hosts.first {
            // Also where the target's host takes its place: a proxy may have gone by this one.
            guard HostName.isValid(host) else { throw .malformed("The Host field is not a valid host.") }
        } else if head.version != .http1_0 {
            throw .malformed("HTTP/1.1 needs a Host field.")
        }
        guard let authority = target.authority else { return }
        head.uri = target.path
        head.headers.replaceOrAdd(name: "Host", value: authority)
    }

    // MARK: Body

    private func bodyByteCount(_ fields: MessageFields, _ head: HTTPRequestHead) throws(MessageFault) -> Int? {
        guard fields.encodings.isEmpty else {
            guard head.version != .http1_0 else { throw .malformed("HTTP/1.0 has no Transfer-Encoding.") }
            guard fields.lengths.isEmpty else {
                throw .malformed("There are both Transfer-Encoding and Content-Length.")
            }
            guard fields.encodings.count == 1, fields.encodings[0].lowercased() == "chunked" else {
                throw .malformed("The only Transfer-Encoding that is understood is chunked, once.")
            }
            return nil
        }
        guard let length = fields.lengths.first else { return 0 }
        guard fields.lengths.count == 1 else { throw .malformed("There is more than one Content-Length.") }
        guard !length.isEmpty, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .malformed("Content-Length has to be a whole number in digits.")
        }
        guard let count = Int(length), count <= Self.maxBodyByteCount else {
            throw MessageFault(kind: .bodyTooLarge, detail: "Content-Length may be \(Self.maxBodyByteCount) at most.")
        }
        return count
    }

    /// Far above what any operation takes, and far below where sums of lengths would not fit a number any more.
    static let maxBodyByteCount = 1 << 53

    private func expectsContinue(_ fields: MessageFields, _ head: HTTPRequestHead) throws(MessageFault) -> Bool {
        // A client of HTTP/1.0 knows nothing of it, and its field is left out (RFC 9110, 10.1.1).
        guard head.version != .http1_0, !fields.expectations.isEmpty else { return false }
        guard fields.expectations.allSatisfy({ $0.lowercased() == "100-continue" }) else {
            throw MessageFault(kind: .expectationFailed, detail: "The only expectation that is met is 100-continue.")
        }
        return true
    }
}

/// The fields of a head that the rules are about, found in one pass.
private struct MessageFields {
    var hosts: [String] = []
    var lengths: [String] = []
    var encodings: [String] = []
    var expectations: [String] = []
    var asksForUpgrade = false

    init(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            // Most fields are none of these, which their lengths tell.
            switch name.utf8.count {
            case 4 where Self.isSame(name, "host"): hosts.append(value)
            case 6 where Self.isSame(name, "expect"): expectations.append(value)
            case 7 where Self.isSame(name, "upgrade"): asksForUpgrade = true
            case 14 where Self.isSame(name, "content-length"): lengths.append(value)
            case 17 where Self.isSame(name, "transfer-encoding"): encodings.append(value)
            default: break
            }
        }
    }

    private static func isSame(_ name: String, _ lowercase: String) -> Bool {
        zip(name.utf8, lowercase.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}
