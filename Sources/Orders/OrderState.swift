/// Where an order stands. What may follow what is in `OrderTransitions`.
public enum OrderState: String, CaseIterable, Hashable, Sendable, Codable {
    /// Stock is taken, nothing is paid.
    case created
    /// The buyer's money is held until the goods are confirmed.
    case paid
    case shipped
    /// The goods are confirmed and the seller has the money. Only these orders are rated.
    case completed
    /// Ended before shipping; what was paid has gone back.
    case cancelled
    /// The buyer wants money back; the clock of the state before stands still.
    case refundRequested = "refund_requested"
    /// Ended by agreement: the buyer has the sum agreed on, the seller the rest.
    case refunded
    /// An operator is to decide; nothing happens by itself.
    case disputed
    /// Ended by an operator: the money is divided as they said.
    case resolved

    /// Whether the market holds the buyer's money.
    public var holdsMoney: Bool {
        switch self {
        case .paid, .shipped, .refundRequested, .disputed: true
        case .created, .completed, .cancelled, .refunded, .resolved: false
        }
    }

    /// Whether nothing more can happen to the order itself.
    public var isFinal: Bool {
        switch self {
        case .completed, .cancelled, .refunded, .resolved: true
        case .created, .paid, .shipped, .refundRequested, .disputed: false
        }
    }
}

/// Who acts on an order.
public enum OrderActor: String, CaseIterable, Hashable, Sendable {
    case buyer
    case seller
    /// A time that has passed.
    case clock
    /// The payment provider's word.
    case provider
    case `operator`

}

/// What happens to an order.
public enum OrderEvent: Hashable, Sendable {
    /// The provider has the buyer's money.
    case pay
    case cancel(reason: String)
    case ship(Shipment)
    case confirm
    /// Gives the buyer more time before the order confirms itself.
    case extend
    case requestRefund(amountMinor: Int64, reason: String)
    case withdrawRefund
    /// - Parameter amountMinor: What the seller has read that the buyer wants back: another sum is not agreed to.
    case acceptRefund(amountMinor: Int64)
    case refuseRefund(reason: String)
    case dispute(reason: String)
    case resolve(refundMinor: Int64, reason: String)
    /// The order's deadline has passed.
    case expire

    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case pay, cancel, ship, confirm, extend, dispute, resolve, expire
        case requestRefund = "request_refund"
        case withdrawRefund = "withdraw_refund"
        case acceptRefund = "accept_refund"
        case refuseRefund = "refuse_refund"
    }

    public var kind: Kind {
        switch self {
        case .pay: .pay
        case .cancel: .cancel
        case .ship: .ship
        case .confirm: .confirm
        case .extend: .extend
        case .requestRefund: .requestRefund
        case .withdrawRefund: .withdrawRefund
        case .acceptRefund: .acceptRefund
        case .refuseRefund: .refuseRefund
        case .dispute: .dispute
        case .resolve: .resolve
        case .expire: .expire
        }
    }

    /// Everything that makes it this event and no other.
    public var parts: [String] {
        switch self {
        case .ship(let shipment): [kind.rawValue, shipment.kind.rawValue, shipment.carrier, shipment.tracking]
        case .requestRefund(let amount, let reason): [kind.rawValue, "\(amount)", reason]
        case .resolve(let amount, let reason): [kind.rawValue, "\(amount)", reason]
        case .acceptRefund(let amount): [kind.rawValue, "\(amount)"]
        default: [kind.rawValue, note]
        }
    }

    /// The words that go with it.
    public var note: String {
        switch self {
        case .cancel(let reason), .refuseRefund(let reason), .dispute(let reason): reason
        case .requestRefund(_, let reason), .resolve(_, let reason): reason
        case .ship(let shipment): "\(shipment.carrier) \(shipment.tracking)"
        case .pay, .confirm, .extend, .withdrawRefund, .acceptRefund, .expire: ""
        }
    }
}
