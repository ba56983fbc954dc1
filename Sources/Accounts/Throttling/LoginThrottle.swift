/// An attempt to log in, as it is counted.
public struct LoginAttempt: Hashable, Sendable {
    /// As it was typed; counted without regard to case. Whether an account has it makes no difference.
    public var username: String
    public var address: CountedAddress
    /// The hash of a device that has logged in to this account before.
    public var device: [UInt8]?

    public init(username: String, address: CountedAddress, device: [UInt8]? = nil) {
        self.username = username
        self.address = address
        self.device = device
    }
}

/// Counts attempts to log in that fail, as a value in bounded memory.
///
/// Nobody can lock the owner of an account out by guessing at it. A known device, one that shows what a successful log-in
/// gave it, is counted by itself alone. A known address, from which the name has logged in lately, is counted by name and
/// address alone. Anybody else is counted by name and address, by address over all names, and by name over all addresses:
/// the last keeps many addresses from guessing at one name together, and slows new devices of its owner while they do.
///
/// Names are counted alike whether accounts have them or not, so that no answer tells which exist.
public struct LoginThrottle: Sendable {
    /// How many failures are allowed.
    public struct Limits: Hashable, Sendable {
        public var nameAndAddress = RateLimit(10, everySeconds: 900)
        /// Over all names: against guessing one password for many names. A network is allowed four times as much.
        public var address = RateLimit(60, everySeconds: 3_600)
        /// Over all addresses.
        public var name = RateLimit(50, everySeconds: 3_600)
        public var device = RateLimit(10, everySeconds: 900)
        /// How many keys each limit holds, and how many known addresses there are.
        public var maxKeys = 50_000
        /// An address is known for so long after a log-in: 30 days.
        public var knownAddressNanoseconds: Int64 = 30 * 24 * 3_600 * 1_000_000_000

        public init() {}
    }

    /// An attempt that may go on, and how it was counted.
    public struct Entry: Sendable {
        var own: [LimitSet.Count]
        var shared: [LimitSet.Count]
        var pair: String
        /// Whether it comes from a known device or address.
        public var isKnown: Bool { shared.isEmpty }
    }

    public enum Decision: Sendable {
        case admitted(Entry)
        case refused(retryAfterSeconds: Int)
    }

    private enum Limit: Int {
        case nameAndAddress, address, network, name, device
    }

    private let limits: Limits
    private var counted: LimitSet
    /// When a name last logged in from an address.
    private var knownAddresses: Generations<Int64>

    public init(_ limits: Limits = Limits()) {
        self.limits = limits
        counted = LimitSet(
            [limits.nameAndAddress, limits.address, limits.address.ofNetwork, limits.name, limits.device],
            maxKeys: limits.maxKeys)
        knownAddresses = Generations(maxKeys: limits.maxKeys)
    }

    /// Counts the attempt as failed before it is made, so that many at the same time cannot slip through together.
    public mutating func enter(_ attempt: LoginAttempt, atNanoseconds now: Int64) -> Decision {
        let entry = entry(attempt, now)
        if let wait = counted.enter(entry.own + entry.shared, atNanoseconds: now) {
            return .refused(retryAfterSeconds: wait)
        }
        return .admitted(entry)
    }

    /// The password was right: earlier slips at this name from here are forgiven, and the address is known from now on.
    /// Of what is shared with others only this attempt is given back: an attacker gains nothing by logging in to an
    /// account of their own, or by the owner's log-ins.
    public mutating func succeed(_ entry: Entry, atNanoseconds now: Int64) {
        counted.refill(entry.own)
        counted.giveBack(entry.shared)
        knownAddresses.put(now, for: entry.pair)
    }

    /// The password was not looked at: the attempt does not count.
    public mutating func withdraw(_ entry: Entry) {
        counted.giveBack(entry.own + entry.shared)
    }

    /// How many keys are held in all.
    public var keyCount: Int { counted.keyCount + knownAddresses.count }

    private func entry(_ attempt: LoginAttempt, _ now: Int64) -> Entry {
        let name = attempt.username.lowercased()
        // A name has no space in it, so that no other name and address give the same key.
        let pair = "\(name) \(attempt.address.address)"
        if let device = attempt.device {
            let key = "\(name) " + device.map { String($0, radix: 16) }.joined(separator: ".")
            return Entry(own: [(Limit.device.rawValue, key)], shared: [], pair: pair)
        }
        let own = [(Limit.nameAndAddress.rawValue, pair)]
        if let last = knownAddresses[pair], now - last < limits.knownAddressNanoseconds {
            return Entry(own: own, shared: [], pair: pair)
        }
        var shared = [(Limit.address.rawValue, attempt.address.address), (Limit.name.rawValue, name)]
        if let network = attempt.address.network { shared.append((Limit.network.rawValue, network)) }
        return Entry(own: own, shared: shared, pair: pair)
    }
}
