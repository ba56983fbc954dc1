public import Catalog
import Ledger

/// What a buyer asks for.
public struct OrderDraft: Hashable, Sendable {
    public var listingID: Listing.ID
    public var quantity: Int
    public var delivery: Delivery
    /// The total that the buyer has seen; another sum or currency is refused. Nil takes what it costs.
    public var expectedTotal: Money?

    public init(listingID: Listing.ID, quantity: Int, delivery: Delivery, expectedTotal: Money? = nil) {
        self.listingID = listingID
        self.quantity = quantity
        self.delivery = delivery
        self.expectedTotal = expectedTotal
    }
}

extension TradeDesk {
    /// Takes the goods off the shelf and opens the order.
    /// - Throws: `OrderError`.
    public func open(
        _ draft: OrderDraft, buyerID: Int64, atMilliseconds now: Int64, clocks: OrderClocks
    ) throws -> Order {
        guard let listing = try listing(draft.listingID), listing.status == .active else {
            throw OrderError.listingNotFound
        }
        guard listing.sellerID != buyerID else { throw OrderError.ownListing }
        guard RegionCode.isCovered(draft.delivery.region, by: listing.content.shipsTo) else {
            throw OrderError.invalid([
                FieldProblem(field: "delivery.region", message: "is none that the seller ships to")
            ])
        }
        var order = Order(
            id: 0, buyerID: buyerID, sellerID: listing.sellerID, item: OrderedItem(listing),
            quantity: draft.quantity, delivery: draft.delivery, createdAtMilliseconds: now)
        if let expected = draft.expectedTotal, expected != order.total {
            throw OrderError.priceChanged(seen: expected, current: order.total)
        }
        guard OrderLimits.totalMinor.contains(order.total.amountMinor) else {
            let most = OrderLimits.totalMinor.upperBound
            throw OrderError.invalid([
                FieldProblem(
                    field: "quantity",
                    message: "the total must be at most \(most) minor units, is \(order.total.amountMinor)")
            ])
        }
        let left = listing.content.quantity - draft.quantity
        guard left >= 0 else { throw OrderError.soldOut(availableCount: listing.content.quantity) }
        try checkHold(draft.quantity, of: listing, buyerID: buyerID, atMilliseconds: now)
        try setQuantity(left, of: listing, atMilliseconds: now)
        order.deadlineMilliseconds = now + clocks.unpaidMilliseconds
        order = try insert(order)
        try record(order, "create", .buyer, "", now)
        return order
    }

    /// Lets an event happen to an order, with all that moves with it.
    /// - Throws: `OrderError`.
    @discardableResult
    public func apply(
        _ event: OrderEvent, to order: Order, by actor: OrderActor, atMilliseconds now: Int64, clocks: OrderClocks
    ) throws -> Order {
        var (next, movements) = try order.applying(event, by: actor, atMilliseconds: now, clocks: clocks)
        if actor == .clock, next.lapsedAtMilliseconds != nil, try payment(ofOrder: order.id)?.state == .requested {
            // The provider has not answered, so it was not the buyer who let the order lapse.
            next.lapsedAtMilliseconds = nil
        }
        for movement in movements { try carryOut(movement, next, now) }
        try update(next)
        try record(next, event.kind.rawValue, actor, event.note, now)
        if next.state == .completed { try didComplete(next) }
        return next
    }

    /// An order that the account is a side of, and which side.
    /// - Throws: `OrderError.notFound`.
    public func order(_ id: Order.ID, of accountID: Int64) throws -> (order: Order, actor: OrderActor) {
        guard let order = try order(id), let actor = order.actor(accountID) else { throw OrderError.notFound }
        return (order, actor)
    }

    private func carryOut(_ movement: OrderMovement, _ order: Order, _ now: Int64) throws {
        let currency = order.total.currency
        switch movement {
        case .hold:
            try transfer(
                order.total, from: .user(order.buyerID), to: .escrow, orderID: order.id, atMilliseconds: now)
        case .release(let amount):
            try transfer(
                Money(amountMinor: amount, currency: currency), from: .escrow, to: .user(order.sellerID),
                orderID: order.id, atMilliseconds: now)
        case .refund(let amount):
            let money = Money(amountMinor: amount, currency: currency)
            try transfer(
                money, from: .escrow, to: .user(order.buyerID), orderID: order.id, atMilliseconds: now)
            guard let paymentID = order.paymentID else { throw OrderError.notFound }
            try sendBack(money, of: order, by: paymentID, atMilliseconds: now)
        case .restock:
            // A listing that was deleted meanwhile has nothing to be put back to.
            guard let listing = try listing(order.item.listingID), listing.status != .deleted else { return }
            let quantity = min(ListingLimits.quantity.upperBound, listing.content.quantity + order.quantity)
            try setQuantity(quantity, of: listing, atMilliseconds: now)
        }
    }

    private func record(
        _ order: Order, _ event: String, _ actor: OrderActor, _ note: String, _ now: Int64
    ) throws {
        try record(
            OrderHistoryLine(
                orderID: order.id, version: order.version, event: event, actor: actor, state: order.state,
                note: note, atMilliseconds: now))
    }
}
