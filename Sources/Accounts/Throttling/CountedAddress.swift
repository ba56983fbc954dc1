/// Where a request comes from, as limits count it.
public struct CountedAddress: Hashable, Sendable, ExpressibleByStringLiteral {
    /// What one customer has at least: an IPv4 address, or 64 bits of IPv6.
    public var address: String
    /// What one customer may have at most, where that is more. It is allowed `networkFactor` times as much.
    public var network: String?

    static let networkFactor = 4

    public init(_ address: String, network: String? = nil) {
        self.address = address
        self.network = network
    }

    public init(stringLiteral text: String) { self.init(text) }

    public static let unknown = CountedAddress("unknown")
}

extension RateLimit {
    /// The limit of a network whose addresses have this one.
    var ofNetwork: RateLimit {
        RateLimit(
            perSecond: perSecond * Double(CountedAddress.networkFactor), burst: burst * CountedAddress.networkFactor)
    }
}
