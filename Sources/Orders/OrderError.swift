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
    /// No provider is set up, so nothing can be paid.
    case noPaymentProvider
}
