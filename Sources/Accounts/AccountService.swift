import Locking

/// The verbs of having an account, on any store. Each file beside this one holds one.
public struct AccountService: Sendable {
    /// What an operator may set; the defaults are for real use.
    public struct Options: Sendable {
        public var passwordCost: PasswordHash.Cost
        public var throttle: LoginThrottle
        /// How long a token lives: 90 days.
        public var tokenLifetimeMilliseconds: Int64
        /// How many passwords are hashed at the same time; each takes a core and 32 MiB.
        public var hashingWidth: Int

        public init(
            passwordCost: PasswordHash.Cost = .init(), throttle: LoginThrottle = .init(),
            tokenLifetimeMilliseconds: Int64 = 90 * 24 * 3_600 * 1_000, hashingWidth: Int = 2
        ) {
            self.passwordCost = passwordCost
            self.throttle = throttle
            self.tokenLifetimeMilliseconds = tokenLifetimeMilliseconds
            self.hashingWidth = hashingWidth
        }
    }

    let store: any AccountStore
    let options: Options
    let now: @Sendable () -> Int64
    let randomBytes: @Sendable (Int) -> [UInt8]
    let worker: PasswordWorker
    let throttle: LoginGate
    let tokens = TokenCache()
    /// What a login with an unknown name is checked against, so that it costs the same.
    let decoy: PasswordHash

    /// - Parameters:
    ///   - now: Milliseconds since 1970-01-01T00:00:00Z.
    ///   - randomBytes: That many bytes nobody can guess; the default asks the system.
    public init(
        store: any AccountStore, options: Options = .init(), now: @escaping @Sendable () -> Int64,
        randomBytes: @escaping @Sendable (Int) -> [UInt8] = systemRandomBytes
    ) {
        self.store = store
        self.options = options
        self.now = now
        self.randomBytes = randomBytes
        worker = PasswordWorker(width: options.hashingWidth)
        throttle = LoginGate(options.throttle)
        decoy = PasswordHash(
            ofNothing: randomBytes(PasswordHash.saltByteCount), hash: randomBytes(PasswordHash.hashByteCount),
            cost: options.passwordCost)
    }
}

/// Bytes from the system's cryptographic source.
public func systemRandomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}

/// The one throttle that all copies of a service share.
final class LoginGate: Sendable {
    private let throttle: Locked<LoginThrottle>

    init(_ throttle: LoginThrottle) { self.throttle = Locked(throttle) }

    /// Counts the attempt as failed before it is made, so that many at the same time cannot slip through together.
    /// - Throws: `AccountError.tooManyAttempts`.
    func enter(username: String, atMilliseconds now: Int64) throws(AccountError) {
        let wait: Int? = throttle.withLock { throttle in
            if let wait = throttle.retryAfterSeconds(username: username, atMilliseconds: now) { return wait }
            throttle.recordFailure(username: username, atMilliseconds: now)
            return nil
        }
        if let wait { throw .tooManyAttempts(retryAfterSeconds: wait) }
    }

    func succeed(username: String) {
        throttle.withLock { $0.recordSuccess(username: username) }
    }
}
