public import Catalog

/// What an unpaid order holds of a listing's stock.
public struct StockHold: Hashable, Sendable {
    public var listingID: Listing.ID
    public var quantity: Int

    public init(listingID: Listing.ID, quantity: Int) {
        self.listingID = listingID
        self.quantity = quantity
    }
}

/// An order that its buyer let end without paying it.
public struct LapsedHold: Hashable, Sendable {
    public var listingID: Listing.ID
    public var atMilliseconds: Int64

    public init(listingID: Listing.ID, atMilliseconds: Int64) {
        self.listingID = listingID
        self.atMilliseconds = atMilliseconds
    }
}

/// What all unpaid orders together hold of one listing.
public struct HeldStock: Hashable, Sendable {
    public var quantity: Int
    /// By then all of it is paid or for sale again, unless a payment is begun meanwhile.
    public var untilMilliseconds: Int64

    public init(quantity: Int, untilMilliseconds: Int64) {
        self.quantity = quantity
        self.untilMilliseconds = untilMilliseconds
    }
}

// MARK: - Limits

extension TradeDesk {
    /// Whether a buyer may take so much of a listing's stock off the shelf without having paid.
    /// - Throws: `OrderError.leftUnpaid`, `.tooManyUnpaid` or `.tooManyHeld`.
    func checkHold(_ quantity: Int, of listing: Listing, buyerID: Int64, atMilliseconds now: Int64) throws {
        let lapsed = try lapsedHolds(of: buyerID, sinceMilliseconds: now - OrderLimits.lapseMilliseconds)
        let ofListing = lapsed.filter { $0.listingID == listing.id }
        try Self.refuse(ofListing, limit: OrderLimits.lapsesOfListing, isOneListing: true)
        try Self.refuse(lapsed, limit: OrderLimits.lapses, isOneListing: false)
        let unpaid = try unpaidHolds(of: buyerID)
        guard unpaid.count < OrderLimits.unpaidCount else {
            throw OrderError.tooManyUnpaid(limit: OrderLimits.unpaidCount)
        }
        let held = unpaid.filter { $0.listingID == listing.id }.reduce(0) { $0 + $1.quantity }
        let limit = max(OrderLimits.heldUnits, (listing.content.quantity + held) / OrderLimits.heldShare)
        guard held + quantity <= limit else { throw OrderError.tooManyHeld(limit: limit, heldCount: held) }
    }

    /// - Throws: `OrderError.leftUnpaid` with the time when fewer than the limit will be within the last day.
    private static func refuse(_ lapsed: [LapsedHold], limit: Int, isOneListing: Bool) throws {
        guard lapsed.count >= limit else { return }
        let times = lapsed.map(\.atMilliseconds).sorted()
        throw OrderError.leftUnpaid(
            count: lapsed.count, isOneListing: isOneListing,
            untilMilliseconds: times[times.count - limit] + OrderLimits.lapseMilliseconds)
    }
}
