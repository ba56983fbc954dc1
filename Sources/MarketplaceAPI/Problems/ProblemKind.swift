import HTTPTypes

/// The kinds of problem that the API knows. Each has one HTTP status, and a name that programs can rely on.
///
/// A request that the API's description refuses gets 400; one that the description allows and a rule of the market
/// refuses gets 422.
enum ProblemKind: String, CaseIterable, Sendable {
    case badRequest = "bad-request"
    case unauthenticated = "unauthenticated"
    case wrongCredentials = "wrong-credentials"
    case paymentDeclined = "payment-declined"
    case missingScope = "missing-scope"
    case notAllowed = "not-allowed"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case usernameTaken = "username-taken"
    case illegalTransition = "illegal-transition"
    case tooEarly = "too-early"
    case soldOut = "sold-out"
    case priceChanged = "price-changed"
    case tooManyUnpaid = "too-many-unpaid"
    case tooManyHeld = "too-many-held"
    case leftUnpaid = "left-unpaid"
    case overQuota = "over-quota"
    case staleVersion = "stale-version"
    case bodyTooLarge = "body-too-large"
    case unsupportedMediaType = "unsupported-media-type"
    case unacceptable = "unacceptable"
    case idempotencyKeyReused = "idempotency-key-reused"
    case preconditionRequired = "precondition-required"
    case requestTimeout = "request-timeout"
    case targetTooLong = "target-too-long"
    case headTooLarge = "head-too-large"
    case expectationFailed = "expectation-failed"
    case versionNotSupported = "version-not-supported"
    case tooManyRequests = "too-many-requests"
    case internalError = "internal-error"
    case unavailable = "unavailable"
    case overloaded = "overloaded"
    case insufficientStorage = "insufficient-storage"

    var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .unauthenticated, .wrongCredentials: .unauthorized
        case .paymentDeclined: HTTPResponse.Status(code: 402, reasonPhrase: "Payment Required")
        case .missingScope, .notAllowed: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .usernameTaken, .illegalTransition, .tooEarly, .soldOut, .priceChanged, .tooManyUnpaid: .conflict
        case .tooManyHeld, .leftUnpaid, .overQuota: .conflict
        case .staleVersion: .preconditionFailed
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .unacceptable, .idempotencyKeyReused: .unprocessableContent
        case .preconditionRequired: .preconditionRequired
        case .requestTimeout: .requestTimeout
        case .targetTooLong: .uriTooLong
        case .headTooLarge: .requestHeaderFieldsTooLarge
        case .expectationFailed: .expectationFailed
        case .versionNotSupported: .httpVersionNotSupported
        case .tooManyRequests: .tooManyRequests
        case .internalError: .internalServerError
        case .unavailable, .overloaded: .serviceUnavailable
        case .insufficientStorage: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        }
    }

    /// The same sentence for every problem of the kind.
    var title: String {
        switch self {
        case .badRequest: "The request is not as the API describes it."
        case .unauthenticated: "A valid token is needed."
        case .wrongCredentials: "No account has this name and password."
        case .missingScope: "The token does not allow this."
        case .notAllowed: "This is for the other side to do."
        case .notFound: "There is nothing here."
        case .methodNotAllowed: "This resource does not know this method."
        case .usernameTaken: "The name is taken."
        case .illegalTransition: "The state that it is in does not allow this."
        case .tooEarly: "It is too early for this."
        case .soldOut: "There are not so many left."
        case .priceChanged: "It costs another sum now."
        case .tooManyUnpaid: "Too many orders wait to be paid."
        case .tooManyHeld: "Unpaid orders may hold only so many of one listing."
        case .leftUnpaid: "Too many orders were left unpaid."
        case .overQuota: "This is more than you may have on sale or add today."
        case .paymentDeclined: "The payment has not come about."
        case .staleVersion: "The listing has changed since it was read."
        case .bodyTooLarge: "The body is too large."
        case .unsupportedMediaType: "The body has to be JSON."
        case .unacceptable: "A rule of the market refuses this."
        case .idempotencyKeyReused: "The key was used for another request."
        case .preconditionRequired: "The version that is meant has to be named."
        case .requestTimeout: "The request has not come in time."
        case .targetTooLong: "The address is too long."
        case .headTooLarge: "The request's head is too large."
        case .expectationFailed: "The expectation cannot be met."
        case .versionNotSupported: "This version of HTTP is not understood."
        case .tooManyRequests: "Too many requests."
        case .internalError: "The server has failed."
        case .unavailable: "The server cannot answer this now."
        case .overloaded: "The server has too much to do."
        case .insufficientStorage: "The server has no room to keep this."
        }
    }

    /// The problem's type as RFC 9457 means it: a reference that stays the same.
    var type: String { "/problems/\(rawValue)" }
}
