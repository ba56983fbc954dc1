/// Counts sign-ups, as a value in bounded memory: by address and network, so that nobody opens accounts by the thousand, and
/// over the whole market, so that nobody does it from many addresses either.
public struct SignUpThrottle: Sendable {
    public struct Limits: Hashable, Sendable {
        public var perAddressAndHour = 10
        public var perAddressAndDay = 30
        public var perMarketAndHour = 600
        /// How many keys each limit holds.
        public var maxKeys = 50_000

        /// What each of the rates may be set to.
        public static let counts = 1...1_000_000

        public init() {}
    }

    private enum Limit: Int {
        case addressAndHour, addressAndDay, networkAndHour, networkAndDay, market
    }

    private var counted: LimitSet

    public init(_ limits: Limits = Limits()) {
        let hour = RateLimit(limits.perAddressAndHour, everySeconds: 3_600)
        let day = RateLimit(limits.perAddressAndDay, everySeconds: 86_400)
        let market = RateLimit(limits.perMarketAndHour, everySeconds: 3_600)
        counted = LimitSet([hour, day, hour.ofNetwork, day.ofNetwork, market], maxKeys: limits.maxKeys)
    }

    /// Counts a sign-up, or says in how many seconds there may be one.
    public mutating func enter(address: CountedAddress, atNanoseconds now: Int64) -> Int? {
        counted.enter(Self.ofAddress(address) + Self.ofMarket, atNanoseconds: now)
    }

    /// There was no account after all, since the name is taken. The address still counts, or it could ask for one name
    /// after the other; the market does not, or whoever asks would use up what others need.
    public mutating func nameWasTaken() { counted.giveBack(Self.ofMarket) }

    /// The market could not take the sign-up: it does not count.
    public mutating func withdraw(address: CountedAddress) { counted.giveBack(Self.ofAddress(address) + Self.ofMarket) }

    /// How many keys are held in all.
    public var keyCount: Int { counted.keyCount }

    private static func ofAddress(_ address: CountedAddress) -> [LimitSet.Count] {
        let own = [(Limit.addressAndHour.rawValue, address.address), (Limit.addressAndDay.rawValue, address.address)]
        guard let network = address.network else { return own }
        return own + [(Limit.networkAndHour.rawValue, network), (Limit.networkAndDay.rawValue, network)]
    }

    private static let ofMarket: [LimitSet.Count] = [(Limit.market.rawValue, "")]
}
