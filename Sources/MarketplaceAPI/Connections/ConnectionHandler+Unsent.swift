import NIOCore

extension ConnectionHandler {
    func flush(context: ChannelHandlerContext) {
        context.flush()
        lookAtUnsent(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { lookAtUnsent(context) }
        context.fireChannelWritabilityChanged()
    }

    /// Looks how many bytes of answers have not gone out. All connections' together have a limit, and a connection is idle
    /// only once its client has everything.
    @discardableResult
    func lookAtUnsent(_ context: ChannelHandlerContext) -> Int {
        count(unsentBytes: (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0)
        if phase == .idle, unsentBytes == 0 {
            state.setIdle(sinceNanoseconds: Int64(NIODeadline.now().uptimeNanoseconds))
        }
        return unsentBytes
    }

    func count(unsentBytes byteCount: Int) {
        guard byteCount != unsentBytes else { return }
        unsentBytes = byteCount
        unsentAnswers?.count(byteCount, of: state)
    }
}
