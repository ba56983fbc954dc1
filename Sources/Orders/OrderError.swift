public import Catalog

/// What an order refuses.
public enum OrderError: Error, Hashable, Sendable {
    /// There is none, or it is not theirs to see.
    case notFound
    case listingNotFound
    case illegalTransition(state: OrderState, event: OrderEvent.Kind)
    case notAllowed(event: OrderEvent.Kind, actor: OrderActor)
    /// Allowed from that time on.
    case tooEarly(event: OrderEvent.Kind, fromMilliseconds: Int64)
    case soldOut(availableCount: Int)
    /// The total, or its currency, is another than the buyer has seen.
    case priceChanged(seen: Money, current: Money)
    case ownListing
    case invalid([FieldProblem])
    case idempotencyKeyReused
    /// So many orders of the buyer wait to be paid already.
    case tooManyUnpaid(limit: Int)
    /// The buyer's unpaid orders would hold more of one listing than they may.
    case tooManyHeld(limit: Int, heldCount: Int)
    /// The buyer has left too many orders unpaid, and may order from that time on.
    case leftUnpaid(count: Int, isOneListing: Bool, untilMilliseconds: Int64)
    case paymentDeclined
    /// The payment took too long, and the provider agrees that no money comes.
    case paymentGivenUp
    /// No provider is set up, so nothing can be paid.
    case noPaymentProvider
}
