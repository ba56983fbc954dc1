public import Accounts

/// The limits that the server keeps; nil does not count at all.
public struct RateLimits: Hashable, Sendable {
    /// Of all requests from one address, IPv6 by /64.
    public var perAddress: RateLimit?
    /// Of all requests from one network, IPv6 by /48: one customer may have 65,536 times what is counted as one address.
    var perNetwork: RateLimit? {
        perAddress.map { RateLimit(perSecond: 4 * $0.perSecond, burst: 4 * min($0.burst, .max / 4)) }
    }
    /// Of all requests with tokens of one account.
    public var perAccount: RateLimit?
    /// Of attempts to log in and to sign up from one address.
    public var passwords: RateLimit?

    public init(
        perAddress: RateLimit? = RateLimit(perSecond: 200, burst: 400),
        perAccount: RateLimit? = RateLimit(perSecond: 100, burst: 200),
        passwords: RateLimit? = RateLimit(perSecond: 0.2, burst: 20)
    ) {
        self.perAddress = perAddress
        self.perAccount = perAccount
        self.passwords = passwords
    }

    public static let none = RateLimits(perAddress: nil, perAccount: nil, passwords: nil)
}
