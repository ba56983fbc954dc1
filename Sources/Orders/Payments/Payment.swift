public import Catalog

/// The buyer's money for one order on its way in, as the provider is asked for it.
public struct Payment: Hashable, Sendable, Identifiable {
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Asked for; the provider's word is awaited.
        case requested
        /// The money is there.
        case captured
        /// The provider has said no.
        case declined
        /// The provider's word did not come in time.
        case expired
    }

    public var id: Int64
    public var orderID: Order.ID
    public var amount: Money
    public var state: State = .requested
    /// The ledger's line that reserves it.
    public var reservation: Int64
    public var createdAtMilliseconds: Int64
    /// When the provider is to be asked again.
    public var nextAttemptAtMilliseconds: Int64
    public var attemptCount = 0

    public init(
        id: Int64, orderID: Order.ID, amount: Money, reservation: Int64, createdAtMilliseconds: Int64,
        nextAttemptAtMilliseconds: Int64
    ) {
        self.id = id
        self.orderID = orderID
        self.amount = amount
        self.reservation = reservation
        self.createdAtMilliseconds = createdAtMilliseconds
        self.nextAttemptAtMilliseconds = nextAttemptAtMilliseconds
    }

    /// What the provider knows it by. Asking twice under one name pays once.
    public var reference: String { Self.reference(id) }

    public static func reference(_ id: ID) -> String { "payment-\(id)" }

    /// The number in a reference; nil where it is none of a payment.
    static func id(ofReference reference: String) -> ID? {
        reference.hasPrefix("payment-") ? ID(reference.dropFirst("payment-".count)) : nil
    }
}

/// A buyer's money on its way back out.
public struct Refund: Hashable, Sendable, Identifiable {
    public enum State: String, CaseIterable, Hashable, Sendable {
        case requested
        case done
        /// The provider has refused; the money stays in the buyer's account with the market.
        case refused
    }

    public var id: Int64
    public var paymentID: Payment.ID
    public var orderID: Order.ID
    public var amount: Money
    public var state: State = .requested
    public var reservation: Int64
    public var createdAtMilliseconds: Int64
    public var nextAttemptAtMilliseconds: Int64
    public var attemptCount = 0

    public init(
        id: Int64, paymentID: Payment.ID, orderID: Order.ID, amount: Money, reservation: Int64,
        createdAtMilliseconds: Int64, nextAttemptAtMilliseconds: Int64
    ) {
        self.id = id
        self.paymentID = paymentID
        self.orderID = orderID
        self.amount = amount
        self.reservation = reservation
        self.createdAtMilliseconds = createdAtMilliseconds
        self.nextAttemptAtMilliseconds = nextAttemptAtMilliseconds
    }

    public var reference: String { Self.reference(id) }

    public static func reference(_ id: ID) -> String { "refund-\(id)" }

    /// The number in a reference; nil where it is none of a refund.
    static func id(ofReference reference: String) -> ID? {
        reference.hasPrefix("refund-") ? ID(reference.dropFirst("refund-".count)) : nil
    }
}

/// How long to wait before the provider is asked again: a second, then twice as long each time, at most five minutes.
enum Backoff {
    static func milliseconds(attempts: Int) -> Int64 { min(300_000, 1_000 << Int64(min(attempts, 10))) }
}
