import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Answers who watches the server on the connection's own event loop, which does nothing but input and output: neither
/// a full cooperative pool nor a full line of requests keeps it waiting.
///
/// It stands behind the HTTP codec and before the requests' own handlers. A request to a watched path that comes while
/// another one on its connection is being answered goes the common way, so that answers keep their order.
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
    /// The request that is answered here once it has ended.
    private var taken: HTTPRequest?

    init(answers: WatchAnswers, metrics: RequestMetrics, isAlone: Bool = false) {
        self.answers = answers
        self.metrics = metrics
        self.isAlone = isAlone
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let request) where takes(request): taken = request
        case .head:
            inProgressCount += 1
            context.fireChannelRead(data)
        case .body: if taken == nil { context.fireChannelRead(data) }
        case .end:
            guard let request = taken else { return context.fireChannelRead(data) }
            taken = nil
            answer(request, context)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { inProgressCount -= 1 }
        context.write(data, promise: promise)
    }

    private func takes(_ request: HTTPRequest) -> Bool {
        if isAlone { return true }
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
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if isAlone { context.close(promise: nil) }
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
