public import Catalog

/// Whoever moves money outside the market. Every call may fail, answer late or be repeated: a reference names one payment
/// or refund for ever, and asking again under it does nothing twice.
public protocol PaymentProvider: Sendable {
    /// Asks that the buyer's money be set aside.
    func authorise(_ reference: String, amount: Money) async throws -> ProviderPaymentState
    /// Takes what was set aside.
    func capture(_ reference: String) async throws -> ProviderPaymentState
    /// Gives a payment up, for good: what was set aside is free again, and asking for it later is in vain. Answers
    /// `captured` where the money was taken before.
    func cancel(_ reference: String) async throws -> ProviderPaymentState
    /// Gives back of what was taken.
    func refund(_ reference: String, of payment: String, amount: Money) async throws -> ProviderRefundState
}

public enum ProviderPaymentState: String, Hashable, Sendable, Codable {
    case pending
    case authorised
    case captured
    case declined
    case cancelled
}

public enum ProviderRefundState: String, Hashable, Sendable, Codable {
    case pending
    case done
    case refused
}

/// What a provider says of its own accord.
public enum ProviderEvent: Hashable, Sendable {
    case payment(reference: String, ProviderPaymentState)
    case refund(reference: String, ProviderRefundState)
}
