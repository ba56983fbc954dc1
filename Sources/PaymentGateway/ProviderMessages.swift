public import Orders

/// What the market and a payment provider send each other as JSON. Each message is signed as `WebhookSignature` has it.
public struct AuthoriseMessage: Hashable, Sendable, Codable {
    public var reference: String
    public var amountMinor: Int64
    public var currency: String

    public init(reference: String, amountMinor: Int64, currency: String) {
        self.reference = reference
        self.amountMinor = amountMinor
        self.currency = currency
    }

    enum CodingKeys: String, CodingKey {
        case reference, currency
        case amountMinor = "amount_minor"
    }
}

public struct CaptureMessage: Hashable, Sendable, Codable {
    public var reference: String

    public init(reference: String) { self.reference = reference }
}

public struct CancelMessage: Hashable, Sendable, Codable {
    public var reference: String

    public init(reference: String) { self.reference = reference }
}

public struct RefundMessage: Hashable, Sendable, Codable {
    public var reference: String
    public var payment: String
    public var amountMinor: Int64
    public var currency: String

    public init(reference: String, payment: String, amountMinor: Int64, currency: String) {
        self.reference = reference
        self.payment = payment
        self.amountMinor = amountMinor
        self.currency = currency
    }

    enum CodingKeys: String, CodingKey {
        case reference, payment, currency
        case amountMinor = "amount_minor"
    }
}

/// The provider's answer to each of them.
public struct StateMessage: Hashable, Sendable, Codable {
    public var reference: String
    /// A `ProviderPaymentState` or a `ProviderRefundState`.
    public var state: String

    public init(reference: String, state: String) {
        self.reference = reference
        self.state = state
    }
}

/// What the provider says of its own accord: the body of `POST /v1/provider-events`.
public struct EventMessage: Hashable, Sendable, Codable {
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case payment
        case refund
    }

    public var kind: Kind
    public var reference: String
    public var state: String

    public init(kind: Kind, reference: String, state: String) {
        self.kind = kind
        self.reference = reference
        self.state = state
    }

    /// Nil where the state is none of its kind.
    public var event: ProviderEvent? {
        switch kind {
        case .payment: ProviderPaymentState(rawValue: state).map { .payment(reference: reference, $0) }
        case .refund: ProviderRefundState(rawValue: state).map { .refund(reference: reference, $0) }
        }
    }
}
