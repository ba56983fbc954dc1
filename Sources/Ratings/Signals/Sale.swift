/// A completed sale, as far as signs of brushing are looked for in it.
public struct Sale: Hashable, Sendable {
    public var orderID: Int64
    public var sellerID: Int64
    public var buyerID: Int64
    public var amountMinor: Int64
    public var currency: String
    public var shippedAtMilliseconds: Int64
    public var completedAtMilliseconds: Int64

    public init(
        orderID: Int64, sellerID: Int64, buyerID: Int64, amountMinor: Int64, currency: String,
        shippedAtMilliseconds: Int64, completedAtMilliseconds: Int64
    ) {
        self.orderID = orderID
        self.sellerID = sellerID
        self.buyerID = buyerID
        self.amountMinor = amountMinor
        self.currency = currency
        self.shippedAtMilliseconds = shippedAtMilliseconds
        self.completedAtMilliseconds = completedAtMilliseconds
    }
}

/// A sign that a sale may have been made for its rating. One alone is nothing: people have favourite shops, and some
/// confirm at the door.
public enum BrushingSignal: String, CaseIterable, Hashable, Sendable {
    /// The buyer buys almost only from a few sellers whose buyers do the same.
    case closedRing = "closed_ring"
    /// Confirmed sooner after shipping than anything is carried.
    case instant
    /// Many sales of the seller were completed within minutes.
    case burst
    /// Just over the amount from which a sale gives a point.
    case justOver = "just_over"
}

/// What was found in a seller's sales.
public struct BrushingEvidence: Hashable, Sendable {
    public var sellerID: Int64
    public var saleCount: Int
    /// The sales with two signs or more, with their signs; of a flagged seller in a closed ring, all sales to the ring.
    public var suspicious: [Int64: Set<BrushingSignal>]
    /// How many sales have each sign.
    public var counts: [BrushingSignal: Int]
    /// Whether an operator should look: so many of the sales are suspicious.
    public var isFlagged: Bool

    /// What a suspicious sale of a flagged seller is to count for the standing, in thousandths: nothing within a ring or
    /// with three signs, a fifth with two.
    public static func weight(_ signals: Set<BrushingSignal>) -> Int {
        signals.contains(.closedRing) || signals.count > 2 ? 0 : 200
    }
}
