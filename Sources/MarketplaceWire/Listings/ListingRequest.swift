/// The body of `POST /v1/listings`, and an item of a batch.
public struct ListingRequest: Hashable, Sendable {
    public var title: String
    /// Empty where absent.
    public var description: String?
    public var categoryID: Int
    /// `new`, `like_new`, `good`, `fair`, `for_parts`; `new` where absent.
    public var condition: String?
    /// In minor units of the currency: 1250 is 12.50 CNY.
    public var priceMinor: Int64
    /// ISO 4217.
    public var currency: String
    /// 1 where absent.
    public var quantity: Int?
    /// ISO 3166: `SG`, `CN-ZJ`.
    public var region: String
    /// ISO 3166 codes, or the one word `worldwide`.
    public var shipsTo: [String]
    /// 0, free shipping, where absent.
    public var shippingFeeMinor: Int64?
    /// None where absent.
    public var attributes: [AttributeResource]?

    public init(
        title: String, description: String? = nil, categoryID: Int, condition: String? = nil, priceMinor: Int64,
        currency: String, quantity: Int? = nil, region: String, shipsTo: [String], shippingFeeMinor: Int64? = nil,
        attributes: [AttributeResource]? = nil
    ) {
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
    }
}

extension ListingRequest: Codable {
    typealias CodingKeys = ListingContentKeys

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        title = try container.decode(String.self, forKey: .title)
        description = try container.decodeUnlessAbsent(String.self, forKey: .description)
        categoryID = try container.decode(Int.self, forKey: .categoryID)
        condition = try container.decodeUnlessAbsent(String.self, forKey: .condition)
        priceMinor = try container.decode(Int64.self, forKey: .priceMinor)
        currency = try container.decode(String.self, forKey: .currency)
        quantity = try container.decodeUnlessAbsent(Int.self, forKey: .quantity)
        region = try container.decode(String.self, forKey: .region)
        shipsTo = try container.decode([String].self, forKey: .shipsTo)
        shippingFeeMinor = try container.decodeUnlessAbsent(Int64.self, forKey: .shippingFeeMinor)
        attributes = try container.decodeUnlessAbsent([AttributeResource].self, forKey: .attributes)
    }
}

/// The members of a listing that its seller writes.
enum ListingContentKeys: String, CodingKey, CaseIterable {
    case title, description, condition, currency, quantity, region, attributes
    case categoryID = "category_id"
    case priceMinor = "price_minor"
    case shipsTo = "ships_to"
    case shippingFeeMinor = "shipping_fee_minor"
}
