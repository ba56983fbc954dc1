/// Whose money a line of the ledger speaks of. Together with a currency it names one account.
public enum LedgerAccount: Hashable, Sendable {
    /// What the market owes a buyer or a seller.
    case user(Int64)
    /// What the market holds for orders that have not ended.
    case escrow
    /// What has come from, and gone to, the world outside through the payment provider.
    case outside
    /// The other side of both halves of an exchange.
    case exchange

    /// Whether it may owe more than it has: only what stands for the world outside may.
    public var mayOverdraw: Bool { self == .outside || self == .exchange }
}

extension LedgerAccount: LosslessStringConvertible {
    public init?(_ text: String) {
        switch text {
        case "escrow": self = .escrow
        case "outside": self = .outside
        case "exchange": self = .exchange
        default:
            guard text.hasPrefix("user:"), let id = Int64(text.dropFirst(5)), id > 0, text == "user:\(id)" else {
                return nil
            }
            self = .user(id)
        }
    }

    public var description: String {
        switch self {
        case .user(let id): "user:\(id)"
        case .escrow: "escrow"
        case .outside: "outside"
        case .exchange: "exchange"
        }
    }
}

/// What has moved through an account, in minor units of one currency.
public struct Balance: Hashable, Sendable {
    public var debitsPosted: Int64 = 0
    public var creditsPosted: Int64 = 0
    /// Reserved, and neither posted nor given up yet.
    public var debitsPending: Int64 = 0
    public var creditsPending: Int64 = 0

    public init() {}

    /// What the account holds.
    public var amountMinor: Int64 { creditsPosted - debitsPosted }

    /// What can be taken from it: what it holds without what is reserved.
    public var availableMinor: Int64 { amountMinor - debitsPending }
}
