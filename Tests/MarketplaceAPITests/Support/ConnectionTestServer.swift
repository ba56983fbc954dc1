import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import MarketplaceAPI

/// Servers on real sockets for tests of connections.
enum ConnectionTestServer {
    static var limits: ConnectionLimits { ConnectionLimits(maxConnections: 64) }

    /// A second lasts 20 ms, so that deadlines come soon; a head still has two seconds, since machines that run tests
    /// have much to do.
    static var hastyLimits: ConnectionLimits {
        var limits = limits
        limits.tickMilliseconds = 20
        limits.headSeconds = 100
        return limits
    }

    /// Serves the market; the body gets the port and the server's counts.
    static func serve(
        _ market: Market, limits: ConnectionLimits = limits,
        _ body: @escaping @Sendable (Int, Client, ConnectionCounts) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = MarketplaceServer(
            services: market.services, settings: ServerSettings(rateLimits: .none, connections: limits), logger: logger)
        try await server.application().test(.live) { client in
            try await body(client.port ?? 0, Client(client: client), server.connectionCounts)
        }
    }

    /// Serves one handler on any path.
    static func serve(
        limits: ConnectionLimits = limits, counts: ConnectionCounts = ConnectionCounts(),
        handler: @escaping @Sendable (Request, APIContext) async throws -> Response,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let router = Router(context: APIContext.self)
        for method in [HTTPRequest.Method.get, .post] { router.on("**", method: method) { try await handler($0, $1) } }
        let application = Application(
            router: router,
            server: HTTPServerBuilder { responder in
                HTTPConnections(
                    responder: responder, limits: limits, registry: ConnectionRegistry(limits: limits),
                    unsentAnswers: UnsentAnswers(limit: limits.unsentMemoryBytes, counts: counts), counts: counts,
                    handlers: { [] })
            })
        try await application.test(.live) { client in try await body(client.port ?? 0) }
    }

    /// Waits for a condition; a test whose condition never comes fails and does not hang.
    static func wait(
        for condition: @Sendable () -> Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while !condition() {
            try #require(ContinuousClock.now < deadline, "the condition has not come", sourceLocation: sourceLocation)
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Sends a text on a connection of its own, and reads until the server ends it.
    static func ask(_ port: Int, _ text: String) async throws -> String {
        let client = try await RawClient(port: port)
        // The server may end while it is being told more.
        try? await client.send(text)
        return try await client.read { RawAnswer($0).map { !$0.closes && $0.isWhole } ?? false }
    }
}

extension RawAnswer {
    /// Whether the body is as long as the head says.
    var isWhole: Bool {
        guard let field = head.lowercased().split(separator: "\r\n").first(where: { $0.hasPrefix("content-length:") }),
            let length = Int(field.drop { $0 != ":" }.dropFirst().filter { $0 != " " })
        else { return true }
        return body.utf8.count >= length
    }
}
