import Catalog
import HTTPTypes
import MarketplaceWire

/// What a route throws where it cannot answer; the outermost middleware makes the answer of it.
struct APIProblem: Error {
    var kind: ProblemKind
    /// For the client: what is wrong this time. Never an internal text.
    var detail: String
    var fields: [ProblemField] = []
    /// How many more are wrong than `fields` names.
    var unnamedCount = 0
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
        let fields = problems.prefix(MemberProblems.mostNamed).map(ProblemField.init)
        return refusal(.unacceptable, fields, unnamedCount: problems.count - fields.count)
    }

    /// Members of a body that the API's description refuses, all at once.
    static func badFields(_ fields: [ProblemField], unnamedCount: Int = 0) -> APIProblem {
        refusal(.badRequest, fields, unnamedCount: unnamedCount)
    }

    private static func refusal(_ kind: ProblemKind, _ fields: [ProblemField], unnamedCount: Int) -> APIProblem {
        guard let first = fields.first else { return APIProblem(kind, ProblemKind.badRequest.title) }
        let otherCount = fields.count - 1 + unnamedCount
        let rest = otherCount > 0 ? " (and \(otherCount) more)" : ""
        var problem = APIProblem(kind, "\(first.field): \(first.message)\(rest)", fields: fields)
        problem.unnamedCount = unnamedCount
        return problem
    }

    /// What an answer lists: so many fields at most, and behind them how many more are wrong.
    func listedFields(most: Int = MemberProblems.mostNamed) -> [ProblemField] {
        let named = fields.prefix(most)
        let moreCount = fields.count - named.count + unnamedCount
        guard moreCount > 0 else { return fields }
        return named + [ProblemField(field: "errors", message: "has \(moreCount) more that are not named")]
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
