/// The verbs of having an account, on any store. Each file beside this one holds one.
public struct AccountService: Sendable {
    /// What an operator may set; the defaults are for real use.
    public struct Options: Sendable {
        public var passwordCost: PasswordHash.Cost
        public var logins: LoginThrottle.Limits
        /// Nil counts no sign-ups.
        public var signUps: SignUpThrottle.Limits?
        /// How long a token lives: 90 days.
        public var tokenLifetimeMilliseconds: Int64
        /// How many passwords are hashed at the same time; each takes a core and 32 MiB.
        public var hashingWidth: Int

        public init(
            passwordCost: PasswordHash.Cost = .init(), logins: LoginThrottle.Limits = .init(),
            signUps: SignUpThrottle.Limits? = .init(), tokenLifetimeMilliseconds: Int64 = 90 * 24 * 3_600 * 1_000,
            hashingWidth: Int = 2
        ) {
            self.passwordCost = passwordCost
            self.logins = logins
            self.signUps = signUps
            self.tokenLifetimeMilliseconds = tokenLifetimeMilliseconds
            self.hashingWidth = hashingWidth
        }
    }

    let store: any AccountStore
    let options: Options
    let now: @Sendable () -> Int64
    let randomBytes: @Sendable (Int) -> [UInt8]
    let worker: PasswordWorker
    let loginGate: LoginGate
    let signUpGate: SignUpGate?
    let tokens = TokenCache()
    /// What a login with an unknown name is checked against, so that it costs the same.
    let decoy: PasswordHash

    /// - Parameters:
    ///   - now: Milliseconds since 1970-01-01T00:00:00Z.
    ///   - ticks: Nanoseconds since some moment, which never go back: what rates are counted by.
    ///   - randomBytes: That many bytes nobody can guess; the default asks the system.
    public init(
        store: any AccountStore, options: Options = .init(), now: @escaping @Sendable () -> Int64,
        ticks: @escaping @Sendable () -> Int64 = monotonicNanoseconds,
        randomBytes: @escaping @Sendable (Int) -> [UInt8] = systemRandomBytes
    ) {
        self.store = store
        self.options = options
        self.now = now
        self.randomBytes = randomBytes
        worker = PasswordWorker(width: options.hashingWidth)
        loginGate = LoginGate(options.logins, ticks: ticks)
        signUpGate = options.signUps.map { SignUpGate($0, ticks: ticks) }
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

/// Nanoseconds since the first call, by a clock that cannot be set.
public func monotonicNanoseconds() -> Int64 {
    let (seconds, attoseconds) = (ContinuousClock.now - monotonicOrigin).components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
}

private let monotonicOrigin = ContinuousClock.now
