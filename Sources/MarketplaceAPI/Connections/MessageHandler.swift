import HTTPTypes
import NIOCore
import NIOHTTP1

/// Keeps the rules of HTTP between NIO's parser and the API: it refuses what is no proper message, answers
/// `Expect: 100-continue`, and decides with which answer a connection ends.
///
/// It sees one request at a time, since NIO's pipelining handler stands before it.
final class MessageHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// The request that is being received or answered.
    private struct Exchange {
        var facts: MessageRules.Facts
        var isHTTP10: Bool
        var unreadBodyBytes: Int?
        var isReceived = false
        var hasAnswerBegun = false
        var isAnswered = false
        var waitsForContinue: Bool
        /// Whether the connection ends with this answer.
        var isLast: Bool
    }

    private let connection: ConnectionHandler
    private let rules: MessageRules
    private var context: ChannelHandlerContext?
    private var exchange: Exchange?
    /// The end of an answer whose client has yet to take what comes before.
    private var heldEnd: (data: NIOAny, promise: EventLoopPromise<Void>?)?
    /// Whether the connection is ending, so that nothing more goes to the API.
    private var isDone = false

    /// A body that nobody wants is read to its end where so little of it is left: then the connection can stay.
    private static let maxSkippedBytes = 64 * 1024

    init(connection: ConnectionHandler) {
        self.connection = connection
        rules = MessageRules(maxTargetByteCount: connection.limits.maxTargetBytes)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        connection.askForBody = { [unowned self] in self.askForBody() }
        connection.giveUpBody = { [unowned self] fault in self.fail(with: fault) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        heldEnd?.promise?.fail(ChannelError.ioOnClosedChannel)
        heldEnd = nil
        (connection.askForBody, connection.giveUpBody) = (nil, nil)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            do throws(MessageFault) {
                guard begin(try rules.check(&head), head) else {
                    return giveWay(isToHead: head.method == .HEAD)
                }
                context.fireChannelRead(wrapInboundOut(.head(head)))
            } catch {
                refuse(error, isToHead: head.method == .HEAD)
            }
        case .body(let bytes):
            connection.received(bodyBytes: bytes.readableBytes)
            exchange?.waitsForContinue = false
            if let unread = exchange?.unreadBodyBytes { exchange?.unreadBodyBytes = unread - bytes.readableBytes }
            if exchange?.isAnswered == false { context.fireChannelRead(data) }
        case .end(let trailers):
            if let trailers, let name = Self.forbiddenTrailer(trailers) {
                return fail(with: .malformed("\(name) cannot be a trailer."))
            }
            exchange?.isReceived = true
            connection.requestEnded()
            if exchange?.isAnswered == true, heldEnd == nil {
                exchange = nil
                connection.exchangeEnded()
            }
            // Nobody asks for the trailers.
            context.fireChannelRead(wrapInboundOut(.end(nil)))
        }
    }

    /// False where the connection takes no more requests.
    private func begin(_ facts: MessageRules.Facts, _ head: HTTPRequestHead) -> Bool {
        guard connection.requestBegan(bodyByteCount: facts.bodyByteCount, expectsContinue: facts.expectsContinue)
        else { return false }
        exchange = Exchange(
            facts: facts, isHTTP10: head.version == .http1_0, unreadBodyBytes: facts.bodyByteCount,
            waitsForContinue: facts.expectsContinue, isLast: !facts.keepsAlive)
        return true
    }

    /// Refuses a request that came at the moment when its connection was given up for another one. To answer it would be
    /// to serve a connection that no limit counts.
    private func giveWay(isToHead: Bool) {
        isDone = true
        connection.counts.ended(.gaveWay)
        connection.answerAndEnd(
            APIProblem(.unavailable, "The connection has given way to a new one.", headers: [.retryAfter: "1"]),
            isToHead: isToHead)
    }

    /// A trailer that says where a message ends or goes (RFC 9110, 6.5.1).
    private static func forbiddenTrailer(_ trailers: HTTPHeaders) -> String? {
        ["Content-Length", "Transfer-Encoding", "Host"].first { trailers.contains(name: $0) }
    }

    /// Answers a request that is no proper message, and ends the connection.
    private func refuse(_ fault: MessageFault, isToHead: Bool = false) {
        isDone = true
        count(fault)
        connection.answerAndEnd(fault.problem, isToHead: isToHead)
    }

    private func count(_ fault: MessageFault) {
        if fault.isMalformed { connection.counts.ended(.malformed) }
    }

    /// The body of the current request will be read.
    private func askForBody() {
        guard exchange?.waitsForContinue == true, exchange?.hasAnswerBegun == false, let context else { return }
        exchange?.waitsForContinue = false
        connection.bodyAsked()
        context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
        context.flush()
    }

    // MARK: Faults

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        // Bytes behind what could not be read.
        case is ByteToMessageDecoderError: break
        case let error as HTTPParserError:
            let fault = MessageFault(error, limits: connection.limits, isInFirstLine: connection.isInFirstLine)
            if exchange == nil {
                if !isDone { refuse(fault) }
            } else {
                fail(with: fault)
            }
        default: context.fireErrorCaught(error)
        }
    }

    /// The rest of the current request cannot be had. Who reads its body answers; the connection ends with that answer.
    private func fail(with fault: MessageFault) {
        guard let exchange, !isDone, let context else { return }
        if exchange.isReceived { return }
        count(fault)
        self.exchange?.isLast = true
        isDone = true
        guard exchange.isAnswered else { return context.fireErrorCaught(fault) }
        writeHeldEnd(context)
        connection.end()
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            beginAnswer(&head)
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end: endAnswer(context, data, promise)
        default: context.write(data, promise: promise)
        }
    }

    private func beginAnswer(_ head: inout HTTPResponseHead) {
        guard var exchange else { return }
        exchange.hasAnswerBegun = true
        if head.headers["connection"].contains("close") || !canSkipBody(exchange) {
            exchange.isLast = true
        }
        if exchange.isLast {
            head.headers.replaceOrAdd(name: "connection", value: "close")
        } else if exchange.isHTTP10 {
            head.headers.replaceOrAdd(name: "connection", value: "keep-alive")
        }
        // An answer without a length ends with the connection, as HTTP/1.0 knows no chunks.
        if exchange.isHTTP10, !head.headers.contains(name: "content-length") {
            exchange.isLast = true
            head.version = .http1_0
        }
        self.exchange = exchange
    }

    /// Whether what is left of the body is little, and sure to come.
    private func canSkipBody(_ exchange: Exchange) -> Bool {
        if exchange.isReceived { return true }
        guard let unread = exchange.unreadBodyBytes else { return false }
        return unread <= Self.maxSkippedBytes && !exchange.waitsForContinue
    }

    /// Passing the end on brings the next request, if the client has sent it already. So where much of the answer waits for
    /// the client, its end waits, too: else the answers to all that is sent ahead would be in memory at once.
    private func endAnswer(_ context: ChannelHandlerContext, _ data: NIOAny, _ promise: EventLoopPromise<Void>?) {
        exchange?.isAnswered = true
        connection.state.endRequest()
        if exchange?.isLast == false, !context.channel.isWritable {
            heldEnd = (data, promise)
        } else {
            writeEnd(context, data, promise)
        }
    }

    private func writeEnd(_ context: ChannelHandlerContext, _ data: NIOAny, _ promise: EventLoopPromise<Void>?) {
        guard let exchange else { return context.write(data, promise: promise) }
        if exchange.isLast {
            isDone = true
            context.write(data, promise: promise)
            connection.end()
        } else if exchange.isReceived {
            // This exchange is through before the next one begins.
            self.exchange = nil
            connection.exchangeEnded()
            context.write(data, promise: promise)
            connection.goOn()
        } else {
            context.write(data, promise: promise)
        }
    }

    private func writeHeldEnd(_ context: ChannelHandlerContext) {
        guard let (data, promise) = heldEnd else { return }
        heldEnd = nil
        writeEnd(context, data, promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if heldEnd != nil, context.channel.isWritable {
            writeHeldEnd(context)
            context.flush()
        }
        context.fireChannelWritabilityChanged()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if heldEnd != nil, mode != .input {
            // Nothing comes behind this answer.
            exchange?.isLast = true
            writeHeldEnd(context)
        }
        context.close(mode: mode, promise: promise)
    }
}
