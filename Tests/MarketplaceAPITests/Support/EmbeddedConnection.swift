import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import MarketplaceAPI

/// A connection without a socket, whose event loop turns only when it is told to.
struct EmbeddedConnection {
    let channel = EmbeddedChannel()
    let reads = ReadCounter()
    let client = EmbeddedClient()
    let answerer = Answerer()
    let state = ConnectionState()
    let counts = ConnectionCounts()

    init(limits: ConnectionLimits = ConnectionLimits(), unsentAnswers: UnsentAnswers? = nil) throws {
        let connection = ConnectionHandler(limits: limits, state: state, counts: counts, unsentAnswers: unsentAnswers)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandlers([reads, client, connection])
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: true, withErrorHandling: false, withOutboundHeaderValidation: false)
        try pipeline.addHandlers([MessageHandler(connection: connection), answerer])
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    }

    func send(_ text: String) throws { try channel.writeInbound(ByteBuffer(string: text)) }

    /// What has been written since the last look.
    func written() throws -> String {
        var text = ""
        while let data = try channel.readOutbound(as: IOData.self) {
            if case .byteBuffer(let bytes) = data { text += String(buffer: bytes) }
        }
        return text
    }
}

/// Counts how often the socket is read.
final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    var count = 0

    func read(context: ChannelHandlerContext) { count += 1 }
}

/// Takes what is sent to it, or nothing for a while.
final class EmbeddedClient: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    var isReading = true
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func flush(context: ChannelHandlerContext) {
        if isReading { context.flush() }
    }

    /// Takes all that has been sent meanwhile.
    func readAll() {
        isReading = true
        context?.flush()
    }
}

/// Answers requests when it is told to, and always wants more of them.
final class Answerer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private(set) var waitingCount = 0
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }
    func channelActive(context: ChannelHandlerContext) { context.read() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = unwrapInboundIn(data) { waitingCount += 1 }
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.read() }

    func answer(bodyByteCount: Int = 0, isChunked: Bool = false) throws {
        let context = try #require(context)
        waitingCount -= 1
        let headers: HTTPHeaders =
            isChunked ? ["transfer-encoding": "chunked"] : ["content-length": "\(bodyByteCount)"]
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let body = ByteBuffer(repeating: UInt8(ascii: "*"), count: bodyByteCount)
        if bodyByteCount > 0 { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
