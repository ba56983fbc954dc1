/// A listing as a page of hits shows it: all but its description, and its first attributes. `GET /v1/listings/{id}` has
/// the whole.
public struct ListingSummary: Hashable, Sendable, Codable {
    public var id: Int64
    public var sellerID: Int64
    public var title: String
    public var categoryID: Int
    public var condition: String
    public var priceMinor: Int64
    public var currency: String
    public var quantity: Int
    public var region: String
    public var shipsTo: [String]
    public var shippingFeeMinor: Int64
    /// The first ones, as many as fit a kilobyte.
    public var attributes: [AttributeResource]
    /// `active` or `closed`.
    public var status: String
    public var version: Int64
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    /// In bytes of UTF-8, of names and values together.
    public static let maxAttributeBytes = 1_024

    public init(_ listing: ListingResource) {
        id = listing.id
        sellerID = listing.sellerID
        title = listing.title
        categoryID = listing.categoryID
        condition = listing.condition
        priceMinor = listing.priceMinor
        currency = listing.currency
        quantity = listing.quantity
        region = listing.region
        shipsTo = listing.shipsTo
        shippingFeeMinor = listing.shippingFeeMinor
        attributes = Self.first(listing.attributes)
        status = listing.status
        version = listing.version
        createdAt = listing.createdAt
        updatedAt = listing.updatedAt
    }

    private static func first(_ attributes: [AttributeResource]) -> [AttributeResource] {
        var left = maxAttributeBytes
        return Array(
            attributes.prefix { attribute in
                left -= attribute.name.utf8.count + attribute.value.utf8.count
                return left >= 0
            })
    }

    enum CodingKeys: String, CodingKey {
        case id, title, condition, currency, quantity, region, attributes, status, version
        case sellerID = "seller_id"
        case categoryID = "category_id"
        case priceMinor = "price_minor"
        case shipsTo = "ships_to"
        case shippingFeeMinor = "shipping_fee_minor"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }
}
