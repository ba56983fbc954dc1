import Accounts
import HTTPTypes

/// One method on one path: what the API's description says of it, what requests are checked against, and what
/// answers. The router and the description are both made from the one table of these.
struct Operation: Sendable {
    enum Access: Hashable, Sendable {
        case anyone
        /// Anyone, but a token shows more.
        case optionalToken
        /// With that scope; nil takes any token.
        case token(Scope?)
    }

    struct Body: Sendable {
        /// The name of its schema among the components.
        var schema: String
        var maxByteCount: Int
    }

    struct Success: Sendable {
        var status: HTTPResponse.Status
        var description: String
        /// Nil where there is no body.
        var schema: JSONValue?
        var mediaType = "application/json"
        var headers: [ResponseHeader] = []
        /// Operations that go on from the answer, with the values that they take from it.
        var links: [Link] = []
    }

    struct Link: Hashable, Sendable {
        var operationID: String
        /// Runtime expressions of OpenAPI by parameter.
        var parameters: [String: String]
    }

    /// The description's `operationId`.
    var id: String
    var method: HTTPRequest.Method
    /// As OpenAPI writes it: `/v1/listings/{id}`.
    var path: String
    var tag: String
    var summary: String
    var access: Access = .anyone
    var parameters: [Parameter] = []
    var body: Body?
    var successes: [Success]
    /// Those that do not follow from access, parameters and body.
    var problems: [ProblemKind] = []
    /// Whether clients are counted; what watches the server is not.
    var isRateLimited = true
    /// What answering takes; nil takes what its method says.
    var work: WorkKind?
    /// Where the handler runs; nil for the cooperative pool.
    var executor: (any TaskExecutor)?
    /// Answers at once from memory, before the gate, where it can; nil leaves the request to the handler.
    var immediate: (@Sendable (OperationInput) throws -> Answer?)?
    var handler: @Sendable (OperationInput) async throws -> Answer
}

/// A field of an answer's header, as described.
struct ResponseHeader: Sendable {
    var name: String
    var description: String
    var schema: JSONValue
    var isRequired = true
}

// MARK: - Work

extension Operation {
    var workKind: WorkKind { work ?? (method == .get ? .read : .write) }
}

// MARK: - Problems

extension Operation {
    /// Every kind of problem that an answer of the operation can be.
    var allProblems: [ProblemKind] {
        var kinds = Set(problems)
        kinds.formUnion([.internalError, .overloaded])
        if isRateLimited { kinds.insert(.tooManyRequests) }
        // Whatever the store is asked, it may be busy, and its disk may be full.
        if isRateLimited { kinds.formUnion([.unavailable, .insufficientStorage]) }
        // Unknown parameters are refused, so that every operation can find its query wrong.
        kinds.insert(.badRequest)
        if access != .anyone { kinds.insert(.unauthenticated) }
        if case .token(.some) = access { kinds.insert(.missingScope) }
        if body != nil { kinds.formUnion([.bodyTooLarge, .unsupportedMediaType, .requestTimeout, .unavailable]) }
        return ProblemKind.allCases.filter(kinds.contains)
    }
}
