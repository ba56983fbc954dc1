import Catalog

/// Every limit of an order's fields, in one place.
public enum OrderLimits {
    public static let quantity = 1...10_000
    public static let deliveryNameCharacters = 1...100
    public static let addressCharacters = 1...500
    public static let carrierCharacters = 1...60
    public static let trackingCharacters = 1...100
    public static let reasonCharacters = 1...500
    /// RFC draft of the `Idempotency-Key` header leaves it open; this is what payment providers take.
    public static let idempotencyKeyCharacters = 1...255
    /// How long a key is remembered: 24 hours.
    public static let idempotencyMilliseconds: Int64 = 24 * 3_600_000
}
