import Accounts
import ArgumentParser
import Catalog
import Foundation
import Hummingbird
import ListingSearch
import Logging
import MarketplaceAPI
import MarketplaceStore
import Orders
import PaymentGateway
import PrivateFiles
import Ratings
import Scheduling
import ServiceLifecycle
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves the market over HTTP until it is asked to stop.")

    @OptionGroup var market: MarketOptions
    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8080
    @Option(help: "Writes the port here once connections are taken.")
    var portFile: String?
    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"
    @Flag(help: "Takes the client's address from X-Forwarded-For: for a server behind a proxy of yours.")
    var trustForwarded = false
    @Option(help: "The payment provider's address, http://127.0.0.1:8090; without one nothing can be paid.")
    var paymentProvider: String?
    @Option(help: "A file with the secret that is shared with the payment provider, at least 16 bytes.")
    var paymentSecretFile: String?
    @Option(
        help: """
            Bytes for what was answered and shown lately, about; 0 keeps nothing. If not said, an eighth of what the machine \
            or the container has, a GiB at most.
            """)
    var cacheMemory: Int?
    @Option(
        help: """
            Connections that are served at once; what the process may have open sets the most there can be. If not said, \
            \(ConnectionLimits.defaultMaxConnections) where that is possible.
            """)
    var maxConnections: Int?
    @Option(
        help: """
            Connections of one client address at once, IPv6 by /64; without end with --trust-forwarded, as all come from the \
            proxy's. If not said, a quarter of all.
            """)
    var maxConnectionsPerAddress: Int?
    @OptionGroup var trade: TradeOptions
    @OptionGroup var accountLimits: AccountLimitOptions
    @Flag(help: "Limits no client's rate: for measuring. Quotas stay.")
    var unlimited = false
    @Option(
        help:
            "Ends the process, with all stacks in the log, where a part of it stands still for so many seconds; 0 never."
    )
    var watchdogSeconds = 10
    @Option(help: "HOST:PORT where health and metrics are answered too, by a thread of their own.")
    var healthAddress: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535, not \(port)") }
        guard cacheBytes >= 0 else { throw ValidationError("--cache-memory is at least 0, not \(cacheBytes)") }
        guard (maxConnections ?? 8) >= 8 else {
            throw ValidationError("--max-connections is at least 8, not \(maxConnections ?? 0)")
        }
        guard (maxConnectionsPerAddress ?? 1) >= 1 else {
            throw ValidationError("--max-connections-per-address is at least 1, not \(maxConnectionsPerAddress ?? 0)")
        }
        guard (paymentProvider == nil) == (paymentSecretFile == nil) else {
            throw ValidationError("--payment-provider and --payment-secret-file go together")
        }
        // The store waits five seconds for another process, and a shutdown takes up to eight.
        guard watchdogSeconds == 0 || (10...86_400).contains(watchdogSeconds) else {
            throw ValidationError("--watchdog-seconds is 0, or 10 to 86400, not \(watchdogSeconds)")
        }
        if let healthAddress, Self.address(healthAddress) == nil {
            throw ValidationError("--health-address is HOST:PORT, not '\(healthAddress)'")
        }
        guard Logger.Level(rawValue: logLevel) != nil else { throw ValidationError("--log-level is not '\(logLevel)'") }
    }

    func run() async throws {
        let lines = LogLines()
        do { try await serve(makeLogger(lines)) } catch {
            await lines.flush()
            throw error
        }
        await lines.flush()
    }

    private func serve(_ logger: Logger) async throws {
        // Opening reads and writes files, which the cooperative pool's threads must not wait for.
        let opening = WorkerThreads(label: "start", count: 1)
        let folder = try await opening.run { try market.folder() }
        let lock = try await opening.run { try folder.lockForServing() }
        defer { withExtendedLifetime(lock) {} }
        let (store, services) = try await opening.prefer { try await open(folder, logger) }
        BlockingRule.enforce()
        ShutdownDeadline.start(logger)
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        let group = ServiceGroup(configuration: configuration)
        // What is given up at the end of the graceful shutdown's time is no failure.
        do { try await group.run() } catch  where !ShutdownDeadline.isStopping {
            if let taken = error as? WatchListener.AddressTaken {
                throw CommandError(message: "another process listens on port \(taken.port) of \(taken.host)")
            }
            guard MarketplaceServer.isPortTaken(error) else { throw error }
            throw CommandError(message: "another process listens on port \(port) of \(host)")
        } catch {
            logger.notice("ended before all that was under way was done", metadata: ["error": "\(error)"])
        }
        try await opening.run { try store.close() }
    }

    /// Opens the market, and makes everything that runs while it is served.
    private func open(
        _ folder: MarketFolder, _ logger: Logger
    ) async throws -> (MarketplaceStore, [ServiceGroupConfiguration.ServiceConfiguration]) {
        let store = try folder.openStore(creating: true)
        let categories = try CategoryTree(await store.categories())
        let lexicons = try LexiconFolder(folder.dictionaryPath, logger: logger)
        let rules = RuleFolder(folder.rulesPath, logger: logger)
        let follower = ListingFollower(
            folder: try folder.generations(), log: store, categories: categories, lexicons: lexicons, logger: logger)
        let queries = QueryLog(path: folder.queryLogPath, logger: logger)
        let vocabularies = VocabularyKeeper(
            log: store, categories: categories, lexicons: lexicons, queries: queries,
            rulesFolder: folder.rulesPath, logger: logger)
        let clock = try await TradeClock.open(store, rules: trade.rules, read: MachineClock.read) {
            MachineClock.tell($0, logger)
        }
        let board = RatingBoard(store: store, now: clock.now) { account, error in
            logger.error("a rating log is damaged", metadata: ["account": "\(account)", "error": "\(error)"])
        }
        let search = ListingSearchService(
            follower: follower, log: store, store: store,
            lexicons: lexicons, vocabularies: vocabularies, queries: queries, rules: rules,
            sellers: BoardRecords(board: board), pageCacheBytes: cacheBytes / 3, pointBytes: cacheBytes / 16,
            now: systemMilliseconds)
        let (signature, provider) = try paymentGateway(clock)
        let alarm = Alarm()
        let logsHaveGrown = Alarm()
        let orders = OrderService(
            store: store, provider: provider, clocks: trade.clocks, clock: clock,
            wake: {
                alarm.ring()
                logsHaveGrown.ring()
            })
        let ratings = RatingService(
            store: store, now: clock.now, isTimeRight: { !clock.status().isAstray }, wake: { logsHaveGrown.ring() })
        let services = services(
            store, categories, clock, orders: orders, ratings: ratings, board: board, signature: signature,
            search: search)
        let server = MarketplaceServer(services: services, settings: settings(logger), logger: logger) {
            [portFile] port in
            logger.info("listening", metadata: ["port": "\(port)"])
            if let portFile { Self.write(port, to: portFile, logger) }
        }
        let hearts = HeartbeatService(store: store)
        if watchdogSeconds > 0 {
            Watchdog(
                [hearts.pool, hearts.readers, hearts.writer, follower.heartbeat], limitSeconds: Double(watchdogSeconds)
            )
            .start()
        }
        // For what is done now and then: writing counts, reading files again, reckoning ratings.
        let keeper = WorkerThreads(label: "keeper", count: 1)
        return (
            store,
            watching(server, logger) + [
                .init(service: hearts),
                .init(service: FollowingService(follower: follower), failureTerminationBehavior: .cancelGroup),
                .init(service: VocabularyService(vocabularies: vocabularies)),
                .init(service: PointsInTimeService(search: search)),
                .init(service: QueryLogService(queries: queries, thread: keeper)),
                .init(
                    service: FileWatchService(
                        lexicons: lexicons, rules: rules, vocabularies: vocabularies, thread: keeper)),
                .init(
                    service: RatingKeepingService(
                        ratings: ratings, board: board, alarm: logsHaveGrown, logger: logger, thread: keeper)),
                .init(service: OrderKeepingService(orders: orders, alarm: alarm, logger: logger)),
                .init(service: server.application()),
            ]
        )
    }

    /// What the API stands on.
    private func services(
        _ store: MarketplaceStore, _ categories: CategoryTree, _ clock: TradeClock, orders: OrderService,
        ratings: RatingService, board: RatingBoard, signature: WebhookSignature?, search: ListingSearchService
    ) -> MarketplaceServices {
        var services = MarketplaceServices(
            accounts: AccountService(
                store: store, options: accountLimits.serviceOptions(unlimited: unlimited), now: clock.now),
            accountStore: store,
            listings: ListingService(
                store: store, categories: categories,
                quotaOf: BoardQuotas(board: board, rules: accountLimits.quotaRules).quota, now: clock.now),
            listingStore: store, categories: categories, orders: orders, ledger: store, ratings: ratings,
            ratingBoard: board, credit: store,
            providerSignature: signature, search: search,
            clock: MarketClock(
                nowMilliseconds: clock.now, monotonicNanoseconds: MarketClock.system.monotonicNanoseconds),
            allocator: Jemalloc.statistics,
            storeCounts: { store.writeCounts })
        services.storeDamages = { StoreDamage.count }
        return services
    }

    /// Health and metrics on an address of their own, where the operator has named one.
    private func watching(
        _ server: MarketplaceServer, _ logger: Logger
    ) -> [ServiceGroupConfiguration.ServiceConfiguration] {
        guard let (host, port) = healthAddress.flatMap(Self.address) else { return [] }
        let listener = server.watchListener(host: host, port: port) { port in
            logger.info("health is answered", metadata: ["port": "\(port)"])
        }
        return [.init(service: listener)]
    }

    /// `127.0.0.1:9090` or `[::1]:9090`.
    private static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        return host.isEmpty ? nil : (String(host), port)
    }

    private var cacheBytes: Int { cacheMemory ?? min(MachineMemory.byteCount() / 8, 1 << 30) }

    private func paymentGateway(_ clock: TradeClock) throws -> (WebhookSignature?, HTTPPaymentProvider?) {
        guard let paymentProvider, let paymentSecretFile else { return (nil, nil) }
        guard let signature = WebhookSignature(secret: try PrivateFiles.read(paymentSecretFile, limit: 4096)) else {
            throw CommandError(message: "\(paymentSecretFile) has to hold at least 16 bytes")
        }
        let provider = HTTPPaymentProvider(
            address: paymentProvider, signature: signature, nowSeconds: { clock.now() / 1000 })
        return (signature, provider)
    }

    private func makeLogger(_ lines: LogLines) -> Logger {
        var logger = Logger(label: "sesamed") { StreamLogHandler(label: $0, stream: LogStream(lines: lines)) }
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        return logger
    }

    private func settings(_ logger: Logger) -> ServerSettings {
        var settings = ServerSettings(host: host, port: port, trustsForwardedAddress: trustForwarded)
        settings.connections = connectionLimits(logger)
        settings.listingCacheBytes = cacheBytes / 2
        if unlimited { settings.rateLimits = .none }
        return settings
    }

    private func connectionLimits(_ logger: Logger) -> ConnectionLimits {
        let most = ConnectionLimits.mostConnections(descriptors: DescriptorLimit.raise())
        if let maxConnections, maxConnections > most {
            logger.warning("the limit of open files allows fewer connections", metadata: ["connections": "\(most)"])
        }
        var limits = ConnectionLimits(
            maxConnections: min(maxConnections ?? ConnectionLimits.defaultMaxConnections, most))
        if let maxConnectionsPerAddress { limits.maxConnectionsPerAddress = maxConnectionsPerAddress }
        if trustForwarded { limits.maxConnectionsPerAddress = nil }
        return limits
    }

    /// Written beside and renamed: who waits for the file never reads half a number.
    private static func write(_ port: Int, to path: String, _ logger: Logger) {
        do {
            try Data("\(port)\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            logger.error("the port file cannot be written", metadata: ["error": "\(error)"])
        }
    }
}
