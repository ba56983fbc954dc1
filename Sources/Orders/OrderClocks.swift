/// How long each state may last. The defaults are those that the large markets of the world have.
public struct OrderClocks: Hashable, Sendable {
    static let hour: Int64 = 3_600_000
    static let day: Int64 = 24 * hour

    /// After so long an unpaid order closes: 5 days.
    public var unpaidMilliseconds = 5 * day
    /// After so long without shipping the buyer may cancel a paid order alone: 24 hours.
    public var shippingGraceMilliseconds = day
    /// After so long without shipping a paid order is cancelled by itself, so that no money is held for ever: 30 days.
    public var unshippedMilliseconds = 30 * day
    /// After so long a shipped order confirms itself, by the way it goes: nothing to carry 3 days, by express 10, by
    /// surface 30.
    public var confirmationMilliseconds: [ShippingKind: Int64] = [
        .virtual: 3 * day, .express: 10 * day, .surface: 30 * day,
    ]
    /// What one extension by the seller adds: 3 days.
    public var extensionMilliseconds = 3 * day
    public var maxExtensions = 3
    /// A request stops the clock, so a buyer may make only so many.
    public var maxRefundRequests = 3
    /// A seller who says nothing to a refund request for so long agrees to it: 5 days.
    public var refundAnswerMilliseconds = 5 * day
    /// A buyer who says nothing to a refusal for so long takes the request back: 7 days.
    public var refundRefusalMilliseconds = 7 * day
    /// After so long without the provider's word a payment is given up, if the provider agrees: 1 hour.
    public var paymentMilliseconds = hour

    public init() {}

    func confirmation(_ kind: ShippingKind) -> Int64 { confirmationMilliseconds[kind] ?? 10 * Self.day }
}
