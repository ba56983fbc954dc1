import HTTPTypes
import Hummingbird

/// Behind a proxy of our own, takes the client's address from the last entry of `X-Forwarded-For`, which is the one
/// that proxy wrote; entries before it are the client's own claim.
struct ForwardedAddress: RouterMiddleware {
    typealias Context = APIContext

    private static let fieldName = HTTPField.Name("X-Forwarded-For")

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let name = Self.fieldName, let last = request.headers[name]?.split(separator: ",").last {
            context.peerAddress = String(last.filter { !$0.isWhitespace }.prefix(64))
        }
        return try await next(request, context)
    }
}
