import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Connections of HTTP/1.1 within their limits.
///
///     bytes ─ ConnectionHandler ─ NIO's parser, encoder and pipelining ─ MessageHandler ─ codec ─ handlers ─ requests
struct HTTPConnections: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        var channel: any Channel
        /// Nil for a connection that is refused.
        var http: HTTP1Channel.Value?
        var state: ConnectionState
    }

    let responder: HTTPChannelHandler.Responder
    let limits: ConnectionLimits
    let registry: ConnectionRegistry
    let unsentAnswers: UnsentAnswers
    let counts: ConnectionCounts
    /// Handlers behind the codec and before the requests' own.
    let handlers: @Sendable () -> [any RemovableChannelHandler]

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let state = ConnectionState()
            // From the beginning it can give way, also where its event loop is slow to make it active.
            state.setIdle(sinceNanoseconds: Int64(NIODeadline.now().uptimeNanoseconds))
            let address = channel.remoteAddress?.ipAddress.flatMap(ClientAddress.init) ?? .unknown
            try setSocketOptions(of: channel)
            counts.opened()
            channel.closeFuture.whenComplete { _ in counts.closed() }
            if let refusal = registry.add(state, address: address) {
                counts.ended(refusal)
                let handler = ConnectionHandler(
                    limits: limits, state: state, counts: counts, refusal: Self.problem(refusal, limits),
                    registry: registry)
                try channel.pipeline.syncOperations.addHandler(handler)
                return Value(channel: channel, http: nil, state: state)
            }
            return Value(channel: channel, http: try addHandlers(to: channel, state), state: state)
        }
    }

    private func addHandlers(to channel: any Channel, _ state: ConnectionState) throws -> HTTP1Channel.Value {
        let connection = ConnectionHandler(
            limits: limits, state: state, counts: counts, registry: registry, unsentAnswers: unsentAnswers)
        var parserLimits = NIOHTTPDecoderLimitConfiguration()
        parserLimits.maxHeaderFieldSize = limits.maxHeadBytes / 2
        parserLimits.maxHeaderListSize = limits.maxHeadBytes
        parserLimits.maxHeaderFieldCount = limits.maxHeadFields
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(connection)
        // Header fields of answers are valid by their type.
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: true, withErrorHandling: false, withOutboundHeaderValidation: false,
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: parserLimits)
        try pipeline.addHandler(MessageHandler(connection: connection))
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandlers(handlers())
        // Two parts of a body wait at most for whoever reads it; the rest stays with the system and the client.
        return try HTTP1Channel.Value(
            wrappingChannelSynchronously: channel,
            configuration: .init(
                backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2), isOutboundHalfClosureEnabled: true))
    }

    /// What a connection may take in buffers. The system's own may grow to megabytes, and the event loop reads all of
    /// them once the client has sent its end.
    private func setSocketOptions(of channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.socketOption(.so_rcvbuf), value: Self.receiveBufferBytes)
        // What is handed to the system is in no budget of ours: by itself it takes four megabytes of a connection.
        try options.setOption(.socketOption(.so_sndbuf), value: Self.sendBufferBytes)
        try options.setOption(.maxMessagesPerRead, value: 1)
        try options.setOption(
            .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 2048, maximum: 32 * 1024))
    }

    private static let receiveBufferBytes: ChannelOptions.Types.SocketOption.Value = 64 * 1024
    /// Linux doubles it for its own records.
    private static let sendBufferBytes: ChannelOptions.Types.SocketOption.Value = 128 * 1024

    private static func problem(_ refusal: ConnectionEnd, _ limits: ConnectionLimits) -> APIProblem {
        let detail =
            refusal == .tooManyOfAddress
            ? "One address may have \(limits.maxConnectionsPerAddress ?? 0) connections, and the addresses of one "
                + "network \(limits.maxConnectionsPerNetwork ?? 0)."
            : "There are too many connections."
        return APIProblem(.unavailable, detail, headers: [.retryAfter: "5"])
    }

    func handle(value: Value, logger: Logger) async {
        guard let http = value.http else { return }
        await ConnectionState.$current.withValue(value.state) {
            await HTTP1Channel(responder: responder).handle(value: http, logger: logger)
        }
    }
}
