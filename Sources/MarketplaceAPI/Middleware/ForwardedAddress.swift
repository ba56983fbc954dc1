import HTTPTypes
import Hummingbird

/// Behind a proxy of our own, takes the client's address from the last entry of `X-Forwarded-For`, which is the one
/// that proxy wrote; entries before it are the client's own claim. Where the last entry is no address, the client
/// counts as the proxy.
struct ForwardedAddress: RouterMiddleware {
    typealias Context = APIContext

    private static let fieldName = HTTPField.Name("X-Forwarded-For")

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let name = Self.fieldName, let field = request.headers[name] {
            context.peerAddress = Self.lastAddress(of: field) ?? context.peerAddress
        }
        return try await next(request, context)
    }

    /// The address behind the last comma. An empty entry is no address: the one before it is the client's claim.
    static func lastAddress(of field: String) -> ClientAddress? {
        field.split(separator: ",", omittingEmptySubsequences: false).last.flatMap { ClientAddress(String($0)) }
    }
}
