import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import MarketplaceAPI

@Suite("What clients send ahead")
struct SentAheadTests {
    /// Counts how often the socket is read.
    private final class ReadCounter: ChannelOutboundHandler {
        typealias OutboundIn = IOData
        typealias OutboundOut = IOData

        var count = 0

        func read(context: ChannelHandlerContext) { count += 1 }
    }

    /// Answers requests when it is told to, and always wants more of them.
    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private(set) var waitingCount = 0

        func channelActive(context: ChannelHandlerContext) { context.read() }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if case .end = unwrapInboundIn(data) { waitingCount += 1 }
        }

        func channelReadComplete(context: ChannelHandlerContext) { context.read() }

        func answer(_ context: ChannelHandlerContext) {
            waitingCount -= 1
            let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-length": "0"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    @Test("nothing is read from the socket while something that came before waits", arguments: [50, 1_024, 3_000])
    func reads(requestByteCount: Int) throws {
        let limits = ConnectionLimits()
        let (channel, reads, answerer) = (EmbeddedChannel(), ReadCounter(), Answerer())
        let connection = ConnectionHandler(limits: limits, state: ConnectionState(), counts: ConnectionCounts())
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandlers([reads, connection])
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: true, withErrorHandling: false, withOutboundHeaderValidation: false)
        try pipeline.addHandlers([MessageHandler(connection: connection), answerer])
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        let context = try pipeline.context(handler: answerer)
        #expect(reads.count == 1)

        let head = "GET / HTTP/1.1\r\nHost: a\r\nA: "
        let request = head + String(repeating: "a", count: requestByteCount - head.utf8.count - 4) + "\r\n\r\n"
        let requestCount = 32 * 1024 / requestByteCount
        // The last one comes in two pieces: its last line end, one character of Swift, comes later.
        try channel.writeInbound(
            ByteBuffer(string: String(repeating: request, count: requestCount) + request.dropLast()))
        for number in 0..<requestCount {
            try #require(answerer.waitingCount == 1 && reads.count == 1, "request \(number)")
            answerer.answer(context)
        }
        #expect(answerer.waitingCount == 0 && reads.count > 1)
        try channel.writeInbound(ByteBuffer(string: "\r\n"))
        try #require(answerer.waitingCount == 1)
        let readCount = reads.count
        answerer.answer(context)
        #expect(reads.count > readCount)
        _ = try channel.finish(acceptAlreadyClosed: true)
    }
}
