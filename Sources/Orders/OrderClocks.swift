/// How long each state may last. The defaults are those that the large markets of the world have.
public struct OrderClocks: Hashable, Sendable {
    static let hour: Int64 = 3_600_000
    static let day: Int64 = 24 * hour

    /// How long an unpaid order may hold its goods, in minutes, as an operator may set it: to a week.
    public static let unpaidMinutes = 1...10_080

    /// After so long an unpaid order closes: 30 minutes.
    public var unpaidMilliseconds = hour / 2
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
    /// After so long without the provider's word a payment is given up, if the provider agrees: 15 minutes. An order stays
    /// open for as long as a payment that was begun in time.
    public var paymentMilliseconds = hour / 4

    public init() {}

    func confirmation(_ kind: ShippingKind) -> Int64 { confirmationMilliseconds[kind] ?? 10 * Self.day }
}
