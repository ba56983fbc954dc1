/// Every error of the API, as RFC 9457 has it, with media type `application/problem+json`.
public struct Problem: Error, Hashable, Sendable, Codable {
    public static let mediaType = "application/problem+json"

    /// Names the kind of problem, stable for programs: `/problems/stale-version`.
    public var type: String
    /// The same for every problem of the type.
    public var title: String
    /// The HTTP status.
    public var status: Int
    /// What is wrong this time.
    public var detail: String
    /// The path asked for.
    public var instance: String
    /// To find the request in the server's log.
    public var requestID: String
    /// The members or parameters that were refused; absent where the problem lies elsewhere.
    public var errors: [ProblemField]?

    public init(
        type: String, title: String, status: Int, detail: String, instance: String, requestID: String,
        errors: [ProblemField]? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.instance = instance
        self.requestID = requestID
        self.errors = errors
    }

    enum CodingKeys: String, CodingKey {
        case type, title, status, detail, instance, errors
        case requestID = "request_id"
    }
}

/// A member or parameter that was refused, and why; the limit stands in the sentence.
public struct ProblemField: Hashable, Sendable, Codable {
    /// With its way from the root where it is nested: `attributes[2].name`.
    public var field: String
    public var message: String

    public init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}
