/// An amount in minor units of an ISO 4217 currency: 12.50 CNY is `Money(amountMinor: 1250, currency: .cny)`.
public struct Money: Hashable, Sendable {
    public var amountMinor: Int64
    public var currency: Currency

    public init(amountMinor: Int64, currency: Currency) {
        self.amountMinor = amountMinor
        self.currency = currency
    }
}
