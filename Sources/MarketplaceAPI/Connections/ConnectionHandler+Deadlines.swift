import NIOCore

extension ConnectionHandler {
    /// How many bytes came or went in a stretch of seconds.
    struct Progress {
        var bytes = 0
        private var seconds = 0

        /// Another second has passed. Whether a stretch of so many ended that brought too few bytes a second.
        mutating func isTooSlow(afterSeconds stretch: Int, leastBytesPerSecond: Int) -> Bool {
            seconds += 1
            guard seconds >= stretch else { return false }
            defer { self = Progress() }
            return bytes < stretch * leastBytesPerSecond
        }
    }

    /// One timer for each connection, which looks every second at whatever is due.
    func startTimer() {
        guard let context else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(limits.tickMilliseconds)) {
            self.tick()
        }
    }

    private func tick() {
        guard let context, context.channel.isActive else { return }
        seconds += 1
        let unsent = lookAtUnsent(context)
        if answerPace.isTooSlow(sentBytes: writtenBytes - unsent, unsentBytes: unsent, limits) {
            counts.ended(.slowReader)
            // It has stopped reading, so it gets no more.
            return context.close(promise: nil)
        }
        switch phase {
        case .idle: checkIdle(context)
        case .receiving: checkBody()
        case .answering: break
        case .lingering: checkLingering(context)
        }
        startTimer()
    }

    private func checkIdle(_ context: ChannelHandlerContext) {
        if receivedBytes > 0 {
            guard seconds >= limits.headSeconds else { return }
            counts.ended(.slowHead)
            answerAndEnd(
                APIProblem(.requestTimeout, "The head has to be there within \(limits.headSeconds) s."))
        } else if seconds >= (hasServedRequests ? limits.idleSeconds : limits.headSeconds), unsentBytes == 0 {
            counts.ended(.idle)
            context.close(promise: nil)
        }
    }

    /// A client that is sending a large body reads its answer only behind it, so it may go on for a while, if it is fast.
    private func checkLingering(_ context: ChannelHandlerContext) {
        let isSending = droppedBytes >= limits.leastLingeringBytesPerSecond && seconds < limits.longestLingerSeconds
        droppedBytes = 0
        guard seconds >= limits.lingerSeconds, !isSending, unsentBytes == 0 else { return }
        context.close(promise: nil)
    }

    private func checkBody() {
        guard !isBodyGivenUp else { return }
        // Where nobody has asked for it, or asks for more, it is not the client that is slow.
        guard isReadWanted, !isBodyUnasked else {
            seconds -= 1
            return
        }
        let deadline = limits.bodySeconds(receivedBytes: receivedBytes, remainingBytes: remainingBodyBytes ?? 0)
        let isSlow = bodyProgress.isTooSlow(
            afterSeconds: 10, leastBytesPerSecond: limits.leastBodyBytesPerSecond)
        guard isSlow || seconds >= deadline else { return }
        isBodyGivenUp = true
        counts.ended(.slowBody)
        giveUpBody?(
            MessageFault(
                kind: .requestTimeout,
                detail: isSlow
                    ? "The body has to come at \(limits.leastBodyBytesPerSecond) bytes a second at least."
                    : "The body has to be there within \(deadline) s."))
    }
}
