public import Catalog

/// Every limit of an order's fields, in one place.
public enum OrderLimits {
    public static let quantity = 1...10_000
    /// What an order may cost, in minor units.
    public static let totalMinor: ClosedRange<Int64> = 1...1_000_000_000_000
    /// How many orders of one buyer may wait to be paid: each takes goods off the shelf.
    public static let unpaidCount = 10
    /// So many units of one listing a buyer's unpaid orders may hold, however few there are.
    public static let heldUnits = 10
    /// Of a larger stock a buyer's unpaid orders may hold one part in so many.
    public static let heldShare = 2
    /// After so many orders of one listing that a buyer has left unpaid within `lapseMilliseconds`, the buyer may not order
    /// it again until the oldest of them is longer ago than that.
    public static let lapsesOfListing = 2
    /// As above, over all listings.
    public static let lapses = 10
    /// 24 hours.
    public static let lapseMilliseconds: Int64 = 24 * 3_600_000
    public static let deliveryName = TextRule(characters: 1...100)
    public static let address = TextRule(characters: 1...500)
    public static let carrier = TextRule(characters: 1...60)
    public static let tracking = TextRule(characters: 1...100)
    public static let reason = TextRule(characters: 1...500)
    /// RFC draft of the `Idempotency-Key` header leaves it open; this is what payment providers take.
    public static let idempotencyKeyCharacters = 1...255
    /// How long a key is remembered: 24 hours.
    public static let idempotencyMilliseconds: Int64 = 24 * 3_600_000
}
