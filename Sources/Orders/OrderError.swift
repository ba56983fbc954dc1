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
    /// The total is another than the buyer has seen.
    case priceChanged(totalMinor: Int64)
    case ownListing
    case invalid([FieldProblem])
    case idempotencyKeyReused
    /// So many orders of the buyer wait to be paid already.
    case tooManyUnpaid(limit: Int)
    case paymentDeclined
    /// The payment took too long, and the provider agrees that no money comes.
    case paymentGivenUp
    /// No provider is set up, so nothing can be paid.
    case noPaymentProvider
}
