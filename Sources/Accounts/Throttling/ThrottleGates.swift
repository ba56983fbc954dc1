import Locking

/// The one login throttle that all copies of a service share.
final class LoginGate: Sendable {
    private let throttle: Locked<LoginThrottle>
    private let ticks: @Sendable () -> Int64

    init(_ limits: LoginThrottle.Limits, ticks: @escaping @Sendable () -> Int64) {
        throttle = Locked(LoginThrottle(limits))
        self.ticks = ticks
    }

    /// - Throws: `AccountError.tooManyAttempts`.
    func enter(_ attempt: LoginAttempt) throws(AccountError) -> LoginThrottle.Entry {
        let now = ticks()
        switch throttle.withLock({ $0.enter(attempt, atNanoseconds: now) }) {
        case .admitted(let entry): return entry
        case .refused(let seconds): throw .tooManyAttempts(retryAfterSeconds: seconds)
        }
    }

    func succeed(_ entry: LoginThrottle.Entry) {
        let now = ticks()
        throttle.withLock { $0.succeed(entry, atNanoseconds: now) }
    }

    func withdraw(_ entry: LoginThrottle.Entry) { throttle.withLock { $0.withdraw(entry) } }
}

/// The one sign-up throttle that all copies of a service share.
final class SignUpGate: Sendable {
    private let throttle: Locked<SignUpThrottle>
    private let ticks: @Sendable () -> Int64

    init(_ limits: SignUpThrottle.Limits, ticks: @escaping @Sendable () -> Int64) {
        throttle = Locked(SignUpThrottle(limits))
        self.ticks = ticks
    }

    /// - Throws: `AccountError.tooManyAttempts`.
    func enter(address: CountedAddress) throws(AccountError) {
        let now = ticks()
        let wait = throttle.withLock { $0.enter(address: address, atNanoseconds: now) }
        if let wait { throw .tooManyAttempts(retryAfterSeconds: wait) }
    }

    func nameWasTaken() { throttle.withLock { $0.nameWasTaken() } }

    func withdraw(address: CountedAddress) { throttle.withLock { $0.withdraw(address: address) } }
}
