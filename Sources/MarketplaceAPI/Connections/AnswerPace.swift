/// How fast a client takes what it is answered.
struct AnswerPace {
    private var progress = ConnectionHandler.Progress()
    private var lastSentBytes = 0
    /// The most that has waited for the client since the last time when nothing did. A rate that fell with what is left
    /// would let the last part take for ever.
    private var mostUnsentBytes = 0

    /// Another second has passed. Whether the client takes its answer too slowly, or not at all.
    ///
    /// - Parameters:
    ///   - sentBytes: All that have gone out on the connection.
    ///   - unsentBytes: Those that wait to go out.
    mutating func isTooSlow(sentBytes: Int, unsentBytes: Int, _ limits: ConnectionLimits) -> Bool {
        defer { lastSentBytes = sentBytes }
        guard unsentBytes > 0 else {
            (progress, mostUnsentBytes) = (ConnectionHandler.Progress(), 0)
            return false
        }
        mostUnsentBytes = max(mostUnsentBytes, unsentBytes)
        progress.bytes += sentBytes - lastSentBytes
        return progress.isTooSlow(
            afterSeconds: limits.answerStallSeconds,
            leastBytesPerSecond: limits.leastAnswerBytesPerSecond(unsentBytes: mostUnsentBytes))
    }
}
