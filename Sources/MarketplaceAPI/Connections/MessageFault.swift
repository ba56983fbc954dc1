import NIOHTTP1

/// Why a request is refused as a message, whatever it asks for.
struct MessageFault: Error, Equatable {
    var kind: ProblemKind
    var detail: String

    var problem: APIProblem { APIProblem(kind, detail) }

    /// Whether the client has sent something wrong: who leaves, or is too slow, has not.
    var isMalformed: Bool { self != .cutOff && kind != .requestTimeout }

    static func malformed(_ detail: String) -> MessageFault { MessageFault(kind: .badRequest, detail: detail) }

    static func tooLongTarget(limit: Int) -> MessageFault {
        MessageFault(kind: .targetTooLong, detail: "The target may have at most \(limit) bytes.")
    }

    /// The client has gone, or has stopped sending, before its request was there as a whole.
    static let cutOff = malformed("The request ended before its end.")
}

extension MessageFault {
    /// What the parser found.
    init(_ error: HTTPParserError, limits: ConnectionLimits, isInFirstLine: Bool) {
        switch error {
        case .headerOverflow where isInFirstLine: self = .tooLongTarget(limit: limits.maxTargetBytes)
        case .headerOverflow:
            self.init(
                kind: .headTooLarge,
                detail: "The head may have at most \(limits.maxHeadBytes) bytes in \(limits.maxHeadFields) fields.")
        // The preface of HTTP/2 comes as a pause of the parser.
        case .invalidVersion, .paused:
            self.init(kind: .versionNotSupported, detail: "HTTP/1.1 and HTTP/1.0 are understood.")
        case .invalidEOFState: self = .cutOff
        default: self = .malformed("The message is malformed: \(Self.words(error)).")
        }
    }

    private static func words(_ error: HTTPParserError) -> String {
        switch error {
        case .invalidMethod: "the method is no token that is known"
        case .invalidURL: "the target is no path or address"
        case .invalidHeaderToken: "a field has a character that it cannot have"
        case .invalidContentLength, .unexpectedContentLength: "Content-Length is wrong, or stands beside another length"
        case .invalidChunkSize: "a chunk's size is wrong"
        case .lfExpected, .strictModeAssertion: "a line does not end with CR LF"
        case .invalidConstant: "the first line is not a method, a target and HTTP/1.1"
        default: "it cannot be read as HTTP/1.1"
        }
    }
}
