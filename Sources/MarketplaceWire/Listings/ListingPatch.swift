/// The body of `PATCH /v1/listings/{id}`: a member that is absent (nil) leaves what is there, one that is given takes
/// its place whole. No member of a listing can be null, so null is refused as the wrong type.
public struct ListingPatch: Hashable, Sendable {
    public var title: String?
    public var description: String?
    public var categoryID: Int?
    public var condition: String?
    public var priceMinor: Int64?
    public var currency: String?
    public var quantity: Int?
    public var region: String?
    public var shipsTo: [String]?
    public var shippingFeeMinor: Int64?
    public var attributes: [AttributeResource]?

    public init(
        title: String? = nil, description: String? = nil, categoryID: Int? = nil, condition: String? = nil,
        priceMinor: Int64? = nil, currency: String? = nil, quantity: Int? = nil, region: String? = nil,
        shipsTo: [String]? = nil, shippingFeeMinor: Int64? = nil, attributes: [AttributeResource]? = nil
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

extension ListingPatch: Codable {
    typealias CodingKeys = ListingContentKeys

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        title = try container.decodeUnlessAbsent(String.self, forKey: .title)
        description = try container.decodeUnlessAbsent(String.self, forKey: .description)
        categoryID = try container.decodeUnlessAbsent(Int.self, forKey: .categoryID)
        condition = try container.decodeUnlessAbsent(String.self, forKey: .condition)
        priceMinor = try container.decodeUnlessAbsent(Int64.self, forKey: .priceMinor)
        currency = try container.decodeUnlessAbsent(String.self, forKey: .currency)
        quantity = try container.decodeUnlessAbsent(Int.self, forKey: .quantity)
        region = try container.decodeUnlessAbsent(String.self, forKey: .region)
        shipsTo = try container.decodeUnlessAbsent([String].self, forKey: .shipsTo)
        shippingFeeMinor = try container.decodeUnlessAbsent(Int64.self, forKey: .shippingFeeMinor)
        attributes = try container.decodeUnlessAbsent([AttributeResource].self, forKey: .attributes)
    }
}
