import Catalog
import HTTPTypes
import MarketplaceWire

/// What a route throws where it cannot answer; the outermost middleware makes the answer of it.
struct APIProblem: Error {
    var kind: ProblemKind
    /// For the client: what is wrong this time. Never an internal text.
    var detail: String
    var fields: [ProblemField] = []
    var headers: HTTPFields = [:]

    init(_ kind: ProblemKind, _ detail: String, fields: [ProblemField] = [], headers: HTTPFields = [:]) {
        self.kind = kind
        self.detail = detail
        self.fields = fields
        self.headers = headers
    }

    /// One parameter or member that the API's description refuses.
    static func badField(_ field: String, _ message: String) -> APIProblem {
        APIProblem(.badRequest, "\(field): \(message)", fields: [ProblemField(field: field, message: message)])
    }

    /// Parameters or members that a rule of the market refuses.
    static func unacceptable(_ problems: [FieldProblem]) -> APIProblem {
        let fields = problems.map(ProblemField.init)
        return APIProblem(.unacceptable, summary(of: fields), fields: fields)
    }

    /// Members of a body that the API's description refuses, all at once.
    static func badFields(_ fields: [ProblemField]) -> APIProblem {
        APIProblem(.badRequest, summary(of: fields), fields: fields)
    }

    private static func summary(of fields: [ProblemField]) -> String {
        guard let first = fields.first else { return ProblemKind.badRequest.title }
        let rest = fields.count > 1 ? " (and \(fields.count - 1) more)" : ""
        return "\(first.field): \(first.message)\(rest)"
    }

    static func notFound(_ what: String) -> APIProblem { APIProblem(.notFound, "There is no such \(what).") }

    static func tooManyRequests(retryAfterSeconds: Int) -> APIProblem {
        APIProblem(
            .tooManyRequests, "Try again in \(retryAfterSeconds) s.", headers: [.retryAfter: String(retryAfterSeconds)])
    }

    static func unauthenticated(_ detail: String, error: String? = nil) -> APIProblem {
        APIProblem(.unauthenticated, detail, headers: challenge(error: error))
    }

    /// How to authenticate, as RFC 6750 has it; every 401 carries it.
    static func challenge(error: String? = nil) -> HTTPFields {
        [.wwwAuthenticate: #"Bearer realm="sesame""# + (error.map { #", error="\#($0)""# } ?? "")]
    }
}

extension ProblemField {
    /// The domain's words for a listing's fields, in the wire's.
    private static let wireNames = [
        "category": "category_id", "price": "price_minor", "shipping_fee": "shipping_fee_minor",
    ]

    init(_ problem: FieldProblem) {
        self.init(field: Self.wireNames[problem.field] ?? problem.field, message: problem.message)
    }
}
