import HTTPTypes
import Hummingbird
import Logging
import MarketplaceWire

/// The outermost middleware: numbers a request, turns errors into problems, adds the fields that every answer has,
/// writes one line of log and counts.
struct RequestObserver: RouterMiddleware {
    typealias Context = APIContext

    var metrics: RequestMetrics
    var allowedMethods: AllowedMethods
    var clock: MarketClock

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.requestID = RequestNumber.of(request.headers)
        // The framework's own number gives way to the one that the client sees.
        context.logger[metadataKey: "hb.request.id"] = nil
        context.logger[metadataKey: "id"] = "\(context.requestID)"
        let start = clock.monotonicNanoseconds()
        metrics.begin()
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, request: request, context: context)
        }
        addCommonFields(to: &response, request: request, context: context)
        finish(request, response, context, nanoseconds: clock.monotonicNanoseconds() - start)
        return response
    }

    // MARK: - Problems

    private func answer(to error: any Error, request: Request, context: APIContext) -> Response {
        if request.method == .options, request.uri.path == "*" {
            return Response(status: .noContent, headers: [.allow: FinalAnswer.methods])
        }
        var problem = APIProblem(error)
        if let error = error as? HTTPError, error.status == .notFound {
            let allowed = allowedMethods.allowed(onPath: request.uri.path)
            if !allowed.isEmpty {
                problem = APIProblem(
                    .methodNotAllowed, "Allowed are \(allowed.joined(separator: ", ")).",
                    headers: [.allow: allowed.joined(separator: ", ")])
            }
        }
        if problem.kind == .internalError {
            context.logger.error(
                "failure", metadata: ["error": "\(String(reflecting: error))"])
        }
        return ProblemAnswer.response(problem, instance: request.uri.path, requestID: context.requestID)
    }

    // MARK: - Every answer

    private func addCommonFields(to response: inout Response, request: Request, context: APIContext) {
        CommonFields.add(to: &response.headers, requestNumber: context.requestID)
        // Unmatched paths have no generated HEAD route that would take the body off.
        if request.method == .head, context.endpointPath == RouteLabel.unmatchedPath { response.body = ResponseBody() }
    }

    private func finish(_ request: Request, _ response: Response, _ context: APIContext, nanoseconds: Int64) {
        let route = RouteLabel(request: request, context: context)
        metrics.end(route: route.text, status: response.status.code, nanoseconds: nanoseconds)
        context.logger.info(
            "request",
            metadata: [
                "route": "\(route.text)", "status": "\(response.status.code)",
                "us": "\(nanoseconds / 1000)",
            ])
    }
}

/// A route's name in log and metrics, from a bounded set: method and path of the description.
struct RouteLabel: Hashable, Sendable {
    /// What the framework calls the path of a request that no route takes.
    static let unmatchedPath = "NotFound"

    var text: String

    init(request: Request, context: APIContext) {
        guard let path = context.endpointPath, path != Self.unmatchedPath else {
            text = "unmatched"
            return
        }
        text = "\(request.method.rawValue) \(path)"
    }
}
