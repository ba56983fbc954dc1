/// The whole life of an order: in each state, what may happen, by whom, and what comes of it. A pair of state and event
/// that is not here is refused.
public enum OrderTransitions {
    public struct Rule: Hashable, Sendable {
        public var actors: Set<OrderActor>
        /// More than one where the event's content or the order's past decides.
        public var targets: Set<OrderState>

        init(_ actors: Set<OrderActor>, _ targets: OrderState...) {
            self.actors = actors
            self.targets = Set(targets)
        }
    }

    public static let table: [OrderState: [OrderEvent.Kind: Rule]] = [
        .created: [
            .pay: Rule([.provider], .paid),
            .cancel: Rule([.buyer, .seller], .cancelled),
            .expire: Rule([.clock], .cancelled),
        ],
        .paid: [
            .ship: Rule([.seller], .shipped),
            .cancel: Rule([.buyer, .seller], .cancelled),
            .requestRefund: Rule([.buyer], .refundRequested),
            .expire: Rule([.clock], .cancelled),
        ],
        .shipped: [
            .confirm: Rule([.buyer], .completed),
            .extend: Rule([.seller], .shipped),
            .requestRefund: Rule([.buyer], .refundRequested),
            .dispute: Rule([.buyer], .disputed),
            .expire: Rule([.clock], .completed),
        ],
        .refundRequested: [
            .withdrawRefund: Rule([.buyer], .paid, .shipped),
            .acceptRefund: Rule([.seller], .refunded),
            .refuseRefund: Rule([.seller], .refundRequested),
            .dispute: Rule([.buyer, .seller], .disputed),
            // A seller who says nothing agrees; a buyer who says nothing to a refusal lets it be.
            .expire: Rule([.clock], .refunded, .paid, .shipped),
        ],
        .disputed: [
            .resolve: Rule([.operator], .resolved)
        ],
        .completed: [:],
        .cancelled: [:],
        .refunded: [:],
        .resolved: [:],
    ]

    /// - Throws: `OrderError.illegalTransition` where the pair is not in the table, `.notAllowed` where another has to act.
    static func rule(
        _ state: OrderState, _ event: OrderEvent.Kind, by actor: OrderActor
    ) throws(OrderError) -> Rule {
        guard let rule = table[state]?[event] else { throw .illegalTransition(state: state, event: event) }
        guard rule.actors.contains(actor) else { throw .notAllowed(event: event, actor: actor) }
        return rule
    }
}
