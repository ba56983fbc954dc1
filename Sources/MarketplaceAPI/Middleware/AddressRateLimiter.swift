import HTTPTypes
import Hummingbird

/// Counts requests by the address and the network that they come from, and refuses those over the limit before anything else is done for them.
struct AddressRateLimiter: RouterMiddleware {
    typealias Context = APIContext

    var buckets: TokenBuckets
    /// Of networks, which hold many addresses of one customer.
    var networkBuckets: TokenBuckets
    /// Paths that are never refused: what watches the server.
    var unlimitedPaths: Set<String>

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        if !unlimitedPaths.contains(request.uri.path), let seconds = take(context.peerAddress) {
            throw APIProblem.tooManyRequests(retryAfterSeconds: seconds)
        }
        return try await next(request, context)
    }

    private func take(_ address: ClientAddress) -> Int? {
        buckets.take(address.rateKey) ?? address.networkKey.flatMap(networkBuckets.take)
    }
}
