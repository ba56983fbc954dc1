import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// Answers `/healthz`, `/readyz` and `/metrics` on an address of their own, by a thread of its own: what floods the
/// market's address does not reach it.
public struct WatchListener: Service {
    let host: String
    let port: Int
    let makeHandler: @Sendable () -> WatchHandler
    let logger: Logger
    let onBound: @Sendable (Int) -> Void

    private static let maxConnections = 64
    /// From a connection's beginning to the end of its one answer, however it comes and is read.
    private static let patience = TimeAmount.seconds(10)

    /// Another process listens on the address.
    public struct AddressTaken: Error {
        public let host: String
        public let port: Int
    }

    /// - Throws: `AddressTaken`, or what else keeps the address from being bound.
    public func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let channel = try await bind(group)
            if let port = channel.localAddress?.port { onBound(port) }
            try? await gracefulShutdown()
            try await channel.close()
        } catch {
            try await group.shutdownGracefully()
            throw MarketplaceServer.isPortTaken(error) ? AddressTaken(host: host, port: port) : error
        }
        try await group.shutdownGracefully()
    }

    private func bind(_ group: MultiThreadedEventLoopGroup) async throws -> any Channel {
        let makeHandler = makeHandler
        let connections = ConnectionCount()
        return try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                guard connections.enter(most: Self.maxConnections) else { return channel.close() }
                let deadline = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
                channel.closeFuture.whenComplete { _ in
                    deadline.cancel()
                    connections.leave()
                }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandlers([
                        HTTP1ToHTTPServerCodec(secure: false), makeHandler(),
                    ])
                }
            }
            .bind(host: host, port: port).get()
    }

    private final class ConnectionCount: Sendable {
        private let count = Atomic(0)

        func enter(most: Int) -> Bool {
            guard count.add(1, ordering: .relaxed).newValue <= most else {
                leave()
                return false
            }
            return true
        }

        func leave() { count.subtract(1, ordering: .relaxed) }
    }
}
