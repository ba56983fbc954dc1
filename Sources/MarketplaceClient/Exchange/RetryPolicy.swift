/// When a request is sent once more: only where it surely was not carried out, or where twice is the same as once, and
/// only a few times.
package struct RetryPolicy: Hashable, Sendable {
    /// The first try counts.
    package var tries: Int
    package var longestPause: Duration

    package init(tries: Int = 4, longestPause: Duration = .seconds(30)) {
        self.tries = tries
        self.longestPause = longestPause
    }

    /// No second try at all.
    package static let never = RetryPolicy(tries: 1)

    /// How long to wait before the next try, or nil where the failure stands.
    /// - Parameter tried: how often the request was sent already, 1 or more.
    package func pause(after failure: RetryableFailure, tried: Int, isIdempotent: Bool) -> Duration? {
        guard tried < tries else { return nil }
        switch failure {
        case .unreachable:
            return backoff(tried)
        case .interrupted:
            return isIdempotent ? backoff(tried) : nil
        case .tooManyRequests(let seconds):
            return asked(seconds, tried: tried)
        case .unavailable(let seconds):
            return isIdempotent ? asked(seconds, tried: tried) : nil
        }
    }

    /// A server that asks for more patience than `longestPause` gets its refusal shown instead.
    private func asked(_ seconds: Int?, tried: Int) -> Duration? {
        guard let seconds else { return backoff(tried) }
        return Duration.seconds(seconds) <= longestPause ? max(.seconds(seconds), backoff(tried)) : nil
    }

    /// 100 ms, 200 ms, 400 ms and so on, each up to twice that, so that many clients do not come back together.
    private func backoff(_ tried: Int) -> Duration {
        let milliseconds = 100 << min(tried - 1, 10)
        return min(.milliseconds(milliseconds + Int.random(in: 0...milliseconds)), longestPause)
    }
}

/// A failure that another try may mend.
package enum RetryableFailure: Hashable, Sendable {
    case unreachable
    case interrupted
    /// Status 429, refused before anything was done.
    case tooManyRequests(retryAfterSeconds: Int?)
    /// Status 503.
    case unavailable(retryAfterSeconds: Int?)
}
