import NIOCore

/// The outermost handler of a connection: it lets the bytes of one request in at a time, keeps its deadlines, and ends
/// it so that the last answer reaches the client.
///
/// The parser makes many objects of few bytes, so what a client sends ahead stays in bytes until its turn comes.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    enum Phase {
        /// Between requests, or with part of a head.
        case idle
        /// A request's head is there, and its body comes.
        case receiving
        /// A request is there as a whole, and its answer is not written to its end.
        case answering
        /// The last answer is written; what still comes is dropped.
        case lingering
    }

    let limits: ConnectionLimits
    let state: ConnectionState
    let counts: ConnectionCounts
    /// What a connection over the limits is told, and nothing else.
    private let refusal: APIProblem?
    /// Where the connection is counted; nil where there are no others.
    private let registry: ConnectionRegistry?
    /// Where what its client has not taken is counted.
    let unsentAnswers: UnsentAnswers?
    /// Whether it is counted among those that linger.
    private var isCountedLingering = false
    var context: ChannelHandlerContext?

    var phase = Phase.idle
    /// Seconds since the phase began.
    var seconds = 0
    var timer: Scheduled<Void>?
    var bodyProgress = Progress()
    var answerPace = AnswerPace()
    var writtenBytes = 0
    /// Those of them that have not gone out, as of the last look.
    var unsentBytes = 0
    /// Of the current request's body, as far as it is known; what is behind them is another request.
    var remainingBodyBytes: Int?
    /// Whether the client waits to be asked for it.
    private(set) var isBodyUnasked = false
    /// Whether its client has been found too slow.
    var isBodyGivenUp = false
    private var bodyBytes = 0
    /// With the sizes of chunks and what stands beside them.
    private var chunkedBytes = 0
    /// Since the last answer, or since the connection began.
    var receivedBytes = 0
    var isInFirstLine = true
    var hasServedRequests = false
    /// What the handler of messages does when the body is asked for.
    var askForBody: (() -> Void)?
    /// What it does when the body cannot be had.
    var giveUpBody: ((MessageFault) -> Void)?

    private var held = ByteBuffer()
    private var isFeeding = false
    /// Whether the handlers behind wait for more.
    var isReadWanted = false
    private var isInputClosed = false
    private var isFlushed = false
    /// Since the last look, while the connection lingers.
    var droppedBytes = 0

    init(
        limits: ConnectionLimits, state: ConnectionState, counts: ConnectionCounts, refusal: APIProblem? = nil,
        registry: ConnectionRegistry? = nil, unsentAnswers: UnsentAnswers? = nil
    ) {
        self.registry = registry
        self.unsentAnswers = unsentAnswers
        self.limits = limits
        self.state = state
        self.counts = counts
        self.refusal = refusal
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        state.handleCommands { command in
            eventLoop.execute { handler.value.handle(command) }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        state.handleCommands(nil)
        (askForBody, giveUpBody) = (nil, nil)
        registry?.remove(state)
        if isCountedLingering { registry?.endLingering() }
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        lookAtUnsent(context)
        startTimer()
        context.fireChannelActive()
        if let refusal { answerAndEnd(refusal) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        state.close()
        count(unsentBytes: 0)
        context.fireChannelInactive()
    }

    // MARK: Input

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReadWanted = false
        var bytes = unwrapInboundIn(data)
        droppedBytes += bytes.readableBytes
        guard phase != .lingering else { return }
        if phase == .idle, receivedBytes == 0 { seconds = 0 }
        receivedBytes += bytes.readableBytes
        bodyProgress.bytes += bytes.readableBytes
        if held.readableBytes == 0 { held = bytes } else { held.writeBuffer(&bytes) }
        feed(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // Nobody behind asks for more once a connection lingers.
        if phase == .lingering { context.read() }
    }

    func read(context: ChannelHandlerContext) {
        isReadWanted = true
        readOn(context)
    }

    /// Reads where the handlers behind wait for it and nothing that came before waits here: what a client sends ahead
    /// stays with the system, whose buffer has a limit. The event loop tells the end of the input, and a reset, without
    /// a read.
    private func readOn(_ context: ChannelHandlerContext) {
        guard isReadWanted, phase != .answering, held.readableBytes == 0 else { return }
        context.read()
    }

    /// Hands on what is held as far as it belongs to the current request. What of it is another request's is cut small,
    /// since the parser reads to the end of what it gets.
    private func feed(_ context: ChannelHandlerContext) {
        guard !isFeeding else { return }
        isFeeding = true
        defer { isFeeding = false }
        while let slice = nextSlice() {
            context.fireChannelRead(wrapInboundOut(slice))
            if phase == .receiving { checkFraming(slice.readableBytes) }
        }
        if isInputClosed, held.readableBytes == 0, phase != .lingering { fireInputClosed(context) }
        readOn(context)
    }

    private static let sliceByteCount = 1024

    private func nextSlice() -> ByteBuffer? {
        guard held.readableBytes > 0 else { return nil }
        let wanted: Int
        switch phase {
        case .idle: wanted = Self.sliceByteCount
        case .receiving:
            wanted = remainingBodyBytes.map { $0 > 0 ? $0 : Self.sliceByteCount } ?? 4 * Self.sliceByteCount
        case .answering, .lingering: return nil
        }
        guard let slice = held.readSlice(length: min(wanted, held.readableBytes)) else { return nil }
        if held.readableBytes == 0 { held = ByteBuffer() }
        if phase == .idle, isInFirstLine, slice.readableBytesView.contains(UInt8(ascii: "\n")) { isInFirstLine = false }
        return slice
    }

    /// Chunks of one byte have six bytes around each. What has far more around its body says nothing with it.
    private func checkFraming(_ byteCount: Int) {
        guard remainingBodyBytes == nil else { return }
        chunkedBytes += byteCount
        guard chunkedBytes - bodyBytes > Self.maxFramingBytes + 8 * bodyBytes else { return }
        giveUpBody?(.malformed("The chunks' extensions are too long."))
    }

    private static let maxFramingBytes = 64 * 1024

    // MARK: The client's end

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else {
            return context.fireUserInboundEventTriggered(event)
        }
        isInputClosed = true
        state.close()
        if phase == .lingering {
            if isFlushed { context.close(promise: nil) }
        } else if held.readableBytes == 0 {
            fireInputClosed(context)
        }
    }

    private var hasFiredInputClosed = false

    /// Once what was held is handed on: whoever hears of the end expects nothing behind it.
    private func fireInputClosed(_ context: ChannelHandlerContext) {
        guard !hasFiredInputClosed else { return }
        hasFiredInputClosed = true
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    // MARK: Output

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        writtenBytes += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch mode {
        case .output:
            // The handlers behind have no more to say.
            promise?.succeed()
            end()
        case .all where phase == .lingering || lookAtUnsent(context) > 0:
            // The last answer may be on its way still; the connection closes when it is there.
            end()
            context.channel.closeFuture.cascade(to: promise)
        default: context.close(mode: mode, promise: promise)
        }
    }

    /// Sends a problem as the connection's last answer.
    ///
    /// - Parameter isToHead: Whether it answers a HEAD.
    func answerAndEnd(_ problem: APIProblem, isToHead: Bool = false) {
        guard let context, phase != .lingering else { return }
        let bytes = FinalAnswer.bytes(problem, isToHead: isToHead)
        writtenBytes += bytes.readableBytes
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(bytes)), promise: nil)
        end()
    }

    /// Ends the connection once everything written has gone out: it sends its end, and waits a little for the client's,
    /// since closing with input unread would reset the connection and could destroy the answer (RFC 9112, 9.6). Where
    /// too many wait so already, it closes at once.
    func end() {
        guard let context, phase != .lingering else { return }
        phase = .lingering
        seconds = 0
        held = ByteBuffer()
        // Its answer may take a while, and it does not give way before.
        _ = state.setBusy()
        let flushed = context.eventLoop.makePromise(of: Void.self)
        flushed.futureResult.assumeIsolated().whenComplete { _ in self.sendEnd() }
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer())), promise: flushed)
        context.read()
    }

    private func sendEnd() {
        isFlushed = true
        guard let context else { return }
        // From here on it serves nothing, and only its socket stays.
        registry?.remove(state)
        guard !isInputClosed, mayLinger() else { return context.close(promise: nil) }
        context.close(mode: .output, promise: nil)
    }

    private func mayLinger() -> Bool {
        guard let registry else { return true }
        isCountedLingering = registry.beginLingering()
        return isCountedLingering
    }
}

// MARK: - Requests

extension ConnectionHandler {
    /// False where the connection has been given up for another one, and serves no more.
    ///
    /// - Parameters:
    ///   - bodyByteCount: nil where it comes in chunks.
    ///   - expectsContinue: Whether the client sends it once it is asked for it.
    func requestBegan(bodyByteCount: Int?, expectsContinue: Bool) -> Bool {
        guard phase != .lingering, state.setBusy() else { return false }
        phase = .receiving
        seconds = 0
        remainingBodyBytes = bodyByteCount
        (bodyBytes, chunkedBytes) = (0, 0)
        (isBodyUnasked, isBodyGivenUp) = (expectsContinue, false)
        bodyProgress = Progress()
        return true
    }

    /// The client has been asked for the body: its time begins.
    func bodyAsked() {
        isBodyUnasked = false
        guard phase == .receiving else { return }
        (seconds, bodyProgress) = (0, Progress())
    }

    func received(bodyBytes count: Int) {
        isBodyUnasked = false
        bodyBytes += count
        if let remaining = remainingBodyBytes { remainingBodyBytes = max(0, remaining - count) }
    }

    func requestEnded() {
        if phase == .receiving { phase = .answering }
    }

    /// A request and its answer are through, and the client may send another.
    func exchangeEnded() {
        guard phase != .lingering else { return }
        hasServedRequests = true
        phase = .idle
        (seconds, receivedBytes, isInFirstLine) = (0, 0, true)
    }

    /// Lets in what the client has sent ahead, or else reads on.
    func goOn() {
        guard let context, !isFeeding else { return }
        if phase != .answering, held.readableBytes > 0 {
            // Part of the next request may have been let in with the last one's end.
            receivedBytes = max(receivedBytes, held.readableBytes)
            feed(context)
            context.fireChannelReadComplete()
        } else if phase == .idle, isInputClosed {
            fireInputClosed(context)
        }
        readOn(context)
    }

    private func handle(_ command: ConnectionState.Command) {
        switch command {
        case .askForBody: askForBody?()
        case .giveWay:
            guard let context, phase != .lingering else { return }
            counts.ended(.gaveWay)
            close(context: context, mode: .all, promise: nil)
        case .cutOff:
            // Its client may have taken everything since.
            guard let context, context.channel.isActive, lookAtUnsent(context) > 0 else { return }
            counts.ended(.unreadAnswers)
            context.close(promise: nil)
        }
    }
}
