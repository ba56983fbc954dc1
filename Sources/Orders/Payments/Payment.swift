public import Catalog
import Ledger

/// The buyer's money for one order on its way in, as the provider is asked for it.
public struct Payment: Hashable, Sendable, Identifiable {
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Asked for; the provider's word is awaited.
        case requested
        /// The money is there.
        case captured
        /// The provider has said no.
        case declined
        /// Given up: the order had ended, or it took too long; the provider agrees that no money comes.
        case cancelled
    }

    public var id: Int64
    /// What the provider knows it by. Asking twice under one name pays once.
    public let reference: String
    public var orderID: Order.ID
    public var amount: Money
    public var state: State = .requested
    /// The ledger's line that reserves it.
    public var reservation: Int64
    public var createdAtMilliseconds: Int64
    /// When the provider is to be asked again.
    public var nextAttemptAtMilliseconds: Int64
    public var attemptCount = 0

    /// - Parameter reference: A new one where nil.
    public init(
        id: Int64, reference: String? = nil, orderID: Order.ID, amount: Money, reservation: Int64,
        createdAtMilliseconds: Int64, nextAttemptAtMilliseconds: Int64
    ) {
        self.id = id
        self.reference = reference ?? Reference.make("payment")
        self.orderID = orderID
        self.amount = amount
        self.reservation = reservation
        self.createdAtMilliseconds = createdAtMilliseconds
        self.nextAttemptAtMilliseconds = nextAttemptAtMilliseconds
    }
}

extension Payment {
    /// Whether its money is still waited for; later it is given up.
    func isTimely(atMilliseconds now: Int64, _ clocks: OrderClocks) -> Bool {
        now < createdAtMilliseconds + clocks.paymentMilliseconds
    }
}

/// A buyer's money on its way back out.
public struct Refund: Hashable, Sendable, Identifiable {
    public enum State: String, CaseIterable, Hashable, Sendable {
        case requested
        case done
        /// The provider has refused; the money stays in the buyer's account with the market.
        case refused
        /// Refused, and asked for anew by an operator: another refund has taken its place.
        case replaced
    }

    public var id: Int64
    public let reference: String
    public var paymentID: Payment.ID
    public var orderID: Order.ID
    public var amount: Money
    public var state: State = .requested
    public var reservation: Int64
    public var createdAtMilliseconds: Int64
    public var nextAttemptAtMilliseconds: Int64
    public var attemptCount = 0

    /// - Parameter reference: A new one where nil.
    public init(
        id: Int64, reference: String? = nil, paymentID: Payment.ID, orderID: Order.ID, amount: Money,
        reservation: Int64, createdAtMilliseconds: Int64, nextAttemptAtMilliseconds: Int64
    ) {
        self.id = id
        self.reference = reference ?? Reference.make("refund")
        self.paymentID = paymentID
        self.orderID = orderID
        self.amount = amount
        self.reservation = reservation
        self.createdAtMilliseconds = createdAtMilliseconds
        self.nextAttemptAtMilliseconds = nextAttemptAtMilliseconds
    }
}

/// Names for the provider, 128 random bits each. Row numbers will not do: a market that is restored from a backup would
/// give them out again, and the provider would answer for the payment that had the name before.
enum Reference {
    static func make(_ kind: String) -> String {
        kind + "-" + randomHexadecimal()
    }
}

/// How long to wait before the provider is asked again: a second, then twice as long each time, at most five minutes.
enum Backoff {
    static func milliseconds(attempts: Int) -> Int64 { min(300_000, 1_000 << Int64(min(attempts, 10))) }
}
