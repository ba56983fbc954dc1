/// A listing as the market shows it. Its ETag is its version: `"v3"`.
public struct ListingResource: Hashable, Sendable, Codable {
    public var id: Int64
    public var sellerID: Int64
    public var title: String
    public var description: String
    public var categoryID: Int
    public var condition: String
    public var priceMinor: Int64
    public var currency: String
    public var quantity: Int
    public var region: String
    public var shipsTo: [String]
    public var shippingFeeMinor: Int64
    public var attributes: [AttributeResource]
    /// `active` or `closed`.
    public var status: String
    public var version: Int64
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    /// How many more unpaid orders hold; told to its seller only.
    public var heldQuantity: Int?
    /// By when all of those are paid or for sale again; told to its seller, where some are held.
    public var heldUntil: Timestamp?

    public init(
        id: Int64, sellerID: Int64, title: String, description: String, categoryID: Int, condition: String,
        priceMinor: Int64, currency: String, quantity: Int, region: String, shipsTo: [String], shippingFeeMinor: Int64,
        attributes: [AttributeResource], status: String, version: Int64, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.sellerID = sellerID
        self.title = title
        self.description = description
        self.categoryID = categoryID
        self.condition = condition
        self.priceMinor = priceMinor
        self.currency = currency
        self.quantity = quantity
        self.region = region
        self.shipsTo = shipsTo
        self.shippingFeeMinor = shippingFeeMinor
        self.attributes = attributes
        self.status = status
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    enum CodingKeys: String, CodingKey {
        case id, title, description, condition, currency, quantity, region, attributes, status, version
        case sellerID = "seller_id"
        case categoryID = "category_id"
        case priceMinor = "price_minor"
        case shipsTo = "ships_to"
        case shippingFeeMinor = "shipping_fee_minor"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case heldQuantity = "held_quantity"
        case heldUntil = "held_until"
    }
}
