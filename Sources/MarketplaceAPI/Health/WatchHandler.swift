import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Answers who watches the server on the connection's own event loop, which does nothing but input and output: neither
/// a full cooperative pool nor a full line of requests keeps it waiting.
///
/// It stands behind the HTTP codec and before the requests' own handlers. A request to a watched path that comes while
/// another one on its connection is being answered goes the common way, so that answers keep their order.
///
/// An answer waits until the client has taken those before it, and for another turn of the loop where many were asked for
/// at once. Nothing more of the connection is read meanwhile, as its next request waits for this one's answer.
final class WatchHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let answers: WatchAnswers
    private let metrics: RequestMetrics
    /// Whether there is nothing behind this handler: what is not watched is not found.
    private let isAlone: Bool
    private var inProgressCount = 0
    /// The request whose parts come.
    private var isTaking = false
    /// The request that has no answer yet.
    private var waiting: HTTPRequest?
    private var hasAnswered = false
    /// Given in this turn of the event loop.
    private var answerCount = 0
    private var turn: Scheduled<Void>?

    /// So many answers are given to one connection before others have their turn.
    static let maxAnswersInTurn = 8

    init(answers: WatchAnswers, metrics: RequestMetrics, isAlone: Bool = false) {
        self.answers = answers
        self.metrics = metrics
        self.isAlone = isAlone
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    private func stop() {
        turn?.cancel()
        (turn, waiting) = (nil, nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let request) where takes(request):
            (isTaking, waiting) = (true, request)
            // Its body, if it has one, says nothing.
            answerInTurn(context)
        case _ where isAlone && !isTaking: break
        case .head:
            inProgressCount += 1
            context.fireChannelRead(data)
        case .body: if !isTaking { context.fireChannelRead(data) }
        case .end:
            guard isTaking else { return context.fireChannelRead(data) }
            isTaking = false
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        answerInTurn(context)
        context.fireChannelWritabilityChanged()
    }

    private func answerInTurn(_ context: ChannelHandlerContext) {
        guard waiting != nil, context.channel.isWritable else { return }
        if turn == nil { startTurn(context) }
        guard answerCount < Self.maxAnswersInTurn, let request = waiting else { return }
        answerCount += 1
        (waiting, hasAnswered) = (nil, true)
        answer(request, context)
    }

    /// A task that is due at once would be run before the loop looks at other connections.
    private func startTurn(_ context: ChannelHandlerContext) {
        answerCount = 0
        turn = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) {
            self.turn = nil
            self.answerInTurn(context)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { inProgressCount -= 1 }
        context.write(data, promise: promise)
    }

    private func takes(_ request: HTTPRequest) -> Bool {
        if isAlone { return !hasAnswered }
        guard inProgressCount == 0, request.method == .get || request.method == .head else { return false }
        return Self.path(request) != nil
    }

    private static func path(_ request: HTTPRequest) -> WatchAnswers.Path? {
        request.path.flatMap(WatchAnswers.Path.init(rawValue:))
    }

    private func answer(_ request: HTTPRequest, _ context: ChannelHandlerContext) {
        let number = RequestNumber.of(request.headerFields)
        var answer = answer(request, number)
        CommonFields.add(to: &answer.headers, requestNumber: number)
        answer.headers[.contentLength] = String(answer.body?.readableBytes ?? 0)
        // On the market's own address another handler ends connections.
        if isAlone { answer.headers[.connection] = "close" }
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: answer.status, headerFields: answer.headers))), promise: nil)
        if let body = answer.body, request.method != .head { context.write(wrapOutboundOut(.body(body)), promise: nil) }
        let sent = isAlone ? context.eventLoop.makePromise(of: Void.self) : nil
        // At once it would take what the client has not read yet with it.
        sent?.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }

    private func answer(_ request: HTTPRequest, _ number: String) -> Answer {
        let path = request.path ?? "/"
        let begin = ContinuousClock.now
        metrics.begin()
        let answer: Answer
        do {
            guard let watched = Self.path(request), request.method == .get || request.method == .head else {
                throw APIProblem.notFound("resource")
            }
            answer = try answers.answer(watched)
        } catch {
            answer = ProblemAnswer.answer(APIProblem(error), instance: path, requestID: number)
        }
        let took = begin.duration(to: .now).components
        metrics.end(
            route: Self.path(request).map { "\(request.method.rawValue) \($0.rawValue)" } ?? "unmatched",
            status: answer.status.code, nanoseconds: took.seconds * 1_000_000_000 + took.attoseconds / 1_000_000_000)
        return answer
    }
}
