/// A completed sale, as far as signs of brushing are looked for in it.
public struct Sale: Hashable, Sendable {
    public var orderID: Int64
    public var sellerID: Int64
    public var buyerID: Int64
    public var amountMinor: Int64
    public var currency: String
    public var shippedAtMilliseconds: Int64
    public var completedAtMilliseconds: Int64
    /// Nothing was carried: a code, a file, a service.
    public var isVirtual: Bool
    /// Nobody confirmed it: its time was over.
    public var isCompletedByClock: Bool

    public init(
        orderID: Int64, sellerID: Int64, buyerID: Int64, amountMinor: Int64, currency: String,
        shippedAtMilliseconds: Int64, completedAtMilliseconds: Int64, isVirtual: Bool = false,
        isCompletedByClock: Bool = false
    ) {
        self.orderID = orderID
        self.sellerID = sellerID
        self.buyerID = buyerID
        self.amountMinor = amountMinor
        self.currency = currency
        self.shippedAtMilliseconds = shippedAtMilliseconds
        self.completedAtMilliseconds = completedAtMilliseconds
        self.isVirtual = isVirtual
        self.isCompletedByClock = isCompletedByClock
    }
}

/// A sign that a sale may have been made for its rating. One alone is nothing, but for shared accounts: people have
/// favourite shops, and some confirm at the door.
public enum BrushingSignal: String, CaseIterable, Hashable, Sendable {
    /// The buyer buys almost only from a few sellers whose buyers do the same.
    case closedRing = "closed_ring"
    /// The buyer is one of a group that makes most of the sales of this seller and of another one too.
    case sharedAccounts = "shared_accounts"
    /// Goods that are carried, confirmed sooner after shipping than anything is.
    case instant
    /// Many sales of the seller were confirmed by hand within minutes.
    case burst
    /// Just over the amount from which a sale gives a point.
    case justOver = "just_over"
}

/// What was found in a seller's sales.
public struct BrushingEvidence: Hashable, Sendable {
    public var sellerID: Int64
    public var saleCount: Int
    /// The sales with two signs or more or to shared accounts, with their signs; of a flagged seller in a closed ring, all
    /// sales to the ring.
    public var suspicious: [Int64: Set<BrushingSignal>]
    /// How many sales have each sign.
    public var counts: [BrushingSignal: Int]
    /// Whether an operator should look: so many of the sales are suspicious.
    public var isFlagged: Bool

    public init(
        sellerID: Int64, saleCount: Int, suspicious: [Int64: Set<BrushingSignal>], counts: [BrushingSignal: Int],
        isFlagged: Bool
    ) {
        self.sellerID = sellerID
        self.saleCount = saleCount
        self.suspicious = suspicious
        self.counts = counts
        self.isFlagged = isFlagged
    }

    /// What a suspicious sale of a flagged seller is to count for the standing, in thousandths: nothing within a ring or
    /// with three signs, a fifth with two.
    public static func weight(_ signals: Set<BrushingSignal>) -> Int {
        signals.isDisjoint(with: [.closedRing, .sharedAccounts]) && signals.count <= 2 ? 200 : 0
    }
}

/// What a sale is to count for the standing from now on.
public struct WeightChange: Hashable, Sendable {
    public static let whole = 1_000

    public var orderID: Int64
    /// In thousandths.
    public var weight: Int
    /// Why, as the log has it.
    public var reason: String

    /// What has to be written about a seller's sales so that those that are suspicious now weigh less, and those that no
    /// longer are weigh whole again.
    /// - Parameters:
    ///   - orders: The sales that were looked over: others stay as they are.
    ///   - evidence: Of the seller, if there is any.
    ///   - known: What sales weigh by the log, where it says anything.
    public static func needed(
        orders: some Sequence<Int64>, evidence: BrushingEvidence?, known: [Int64: Int]
    ) -> [WeightChange] {
        let suspicious = evidence.flatMap { $0.isFlagged ? $0.suspicious : nil } ?? [:]
        return orders.sorted().compactMap { order in
            let signals = suspicious[order]
            let weight = signals.map(BrushingEvidence.weight) ?? whole
            guard weight != known[order] ?? whole else { return nil }
            let signs = signals?.map(\.rawValue).sorted().joined(separator: " ")
            return WeightChange(orderID: order, weight: weight, reason: signs ?? "no signs any more")
        }
    }
}
