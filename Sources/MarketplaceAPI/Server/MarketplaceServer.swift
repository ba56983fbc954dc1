import Glibc
import HTTPTypes
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

/// The web API as a service to be run.
public struct MarketplaceServer: Sendable {
    private let services: MarketplaceServices
    private let settings: ServerSettings
    private let logger: Logger
    private let onBound: @Sendable (Int) -> Void
    let connectionCounts = ConnectionCounts()

    private let metrics = RequestMetrics()
    private let admission: Admission
    private let table: OperationTable

    /// - Parameters:
    ///   - logger: Gets one line a request at level info, and every failure of the server's own at level error.
    ///   - onBound: Called with the port once connections are taken.
    public init(
        services: MarketplaceServices, settings: ServerSettings = ServerSettings(), logger: Logger,
        onBound: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.services = services
        self.settings = settings
        self.logger = logger
        self.onBound = onBound
        admission = Admission(settings.admission)
        table = OperationTable(
            services: services, settings: settings, metrics: metrics, admission: admission,
            connections: connectionCounts)
    }

    /// An application that is a `Service`: a group of services runs it, and a graceful shutdown lets the requests being
    /// answered finish.
    public func application() -> some ApplicationProtocol {
        let (onBound, watch, metrics) = (onBound, table.watch, metrics)
        return Application(
            router: router(),
            server: HTTPServerBuilder { [limits = settings.connections, connectionCounts] responder in
                HTTPConnections(
                    responder: responder, limits: limits, registry: ConnectionRegistry(limits: limits),
                    unsentAnswers: UnsentAnswers(limit: limits.unsentMemoryBytes, counts: connectionCounts),
                    counts: connectionCounts, handlers: { [WatchHandler(answers: watch, metrics: metrics)] })
            },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: Self.backlog,
                availableConnectionsDelegate: AcceptGate(maxSockets: settings.connections.maxSockets)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { onBound(port) }
            },
            logger: logger)
    }

    /// Connections that wait to be accepted: one more is tried again by its client's system only after a second.
    private static let backlog = 4_096

    /// Who watches the server, on an address of their own.
    public func watchListener(
        host: String, port: Int, onBound: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> WatchListener {
        let (watch, metrics) = (table.watch, metrics)
        return WatchListener(
            host: host, port: port,
            makeHandler: { WatchHandler(answers: watch, metrics: metrics, isAlone: true) }, logger: logger,
            onBound: onBound)
    }

    /// Whether a service of `application` failed because another process listens on its port.
    public static func isPortTaken(_ error: any Error) -> Bool { (error as? IOError)?.errnoCode == EADDRINUSE }

    // MARK: - Router

    func router() -> Router<APIContext> {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        addMiddleware(to: router, table: table, metrics: metrics)
        let authenticator = Authenticator(
            accounts: services.accounts,
            buckets: settings.rateLimits.perAccount.map { TokenBuckets($0, clock: services.clock) },
            admission: admission)
        let bodyBudget = BodyBudget(limits: settings.connections, counts: connectionCounts)
        for operation in table.operations {
            router.on(
                RouterPath(operation.path), method: operation.method,
                responder: OperationResponder(
                    operation: operation, authenticator: authenticator, admission: admission,
                    bodyBudget: bodyBudget))
        }
        return router
    }

    private func addMiddleware(to router: Router<APIContext>, table: OperationTable, metrics: RequestMetrics) {
        router.add(
            middleware: RequestObserver(
                metrics: metrics, allowedMethods: AllowedMethods(table.operations), clock: services.clock))
        if let origin = settings.allowedOrigin {
            router.add(
                middleware: CORSMiddleware(
                    allowOrigin: .custom(origin),
                    allowHeaders: [.authorization, .contentType, .ifMatch, .ifNoneMatch]
                        + [HTTPField.Name("Idempotency-Key")].compactMap { $0 },
                    allowMethods: [.get, .post, .put, .patch, .delete],
                    exposedHeaders: ["ETag", "Location", "Retry-After"]))
        }
        if settings.trustsForwardedAddress { router.add(middleware: ForwardedAddress()) }
        if let limit = settings.rateLimits.perAddress, let networkLimit = settings.rateLimits.perNetwork {
            router.add(
                middleware: AddressRateLimiter(
                    buckets: TokenBuckets(limit, clock: services.clock),
                    networkBuckets: TokenBuckets(networkLimit, clock: services.clock),
                    unlimitedPaths: Set(table.operations.filter { !$0.isRateLimited }.map(\.path))))
        }
    }
}
