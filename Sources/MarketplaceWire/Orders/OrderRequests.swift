/// The body of `POST /v1/orders`.
public struct OrderRequest: Hashable, Sendable {
    public var listingID: Int64
    public var quantity: Int
    public var delivery: DeliveryResource
    /// The total that the buyer has seen; another sum or currency is refused. Both absent take what it costs.
    public var expectedTotalMinor: Int64?
    /// The currency of `expectedTotalMinor`, ISO 4217; neither goes without the other.
    public var expectedCurrency: String?

    public init(
        listingID: Int64, quantity: Int, delivery: DeliveryResource, expectedTotalMinor: Int64? = nil,
        expectedCurrency: String? = nil
    ) {
        self.listingID = listingID
        self.quantity = quantity
        self.delivery = delivery
        self.expectedTotalMinor = expectedTotalMinor
        self.expectedCurrency = expectedCurrency
    }
}

extension OrderRequest: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case quantity, delivery
        case listingID = "listing_id"
        case expectedTotalMinor = "expected_total_minor"
        case expectedCurrency = "expected_currency"
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        listingID = try container.decode(Int64.self, forKey: .listingID)
        quantity = try container.decodeUnlessAbsent(Int.self, forKey: .quantity) ?? 1
        delivery = try container.decode(DeliveryResource.self, forKey: .delivery)
        expectedTotalMinor = try container.decodeUnlessAbsent(Int64.self, forKey: .expectedTotalMinor)
        expectedCurrency = try container.decodeUnlessAbsent(String.self, forKey: .expectedCurrency)
    }
}

/// Where the goods go. Seen by buyer and seller only.
public struct DeliveryResource: Hashable, Sendable {
    public var name: String
    public var address: String
    /// ISO 3166: `SG`, `CN-ZJ`.
    public var region: String

    public init(name: String, address: String, region: String) {
        self.name = name
        self.address = address
        self.region = region
    }
}

extension DeliveryResource: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, address, region
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        address = try container.decode(String.self, forKey: .address)
        region = try container.decode(String.self, forKey: .region)
    }
}

/// The body of `POST /v1/orders/{id}/ship`.
public struct ShipmentResource: Hashable, Sendable {
    /// `virtual`, `express` or `surface`; decides when the order confirms itself.
    public var kind: String
    public var carrier: String
    public var tracking: String

    public init(kind: String, carrier: String, tracking: String) {
        self.kind = kind
        self.carrier = carrier
        self.tracking = tracking
    }
}

extension ShipmentResource: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case kind, carrier, tracking
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decode(String.self, forKey: .kind)
        carrier = try container.decode(String.self, forKey: .carrier)
        tracking = try container.decode(String.self, forKey: .tracking)
    }
}

/// The body of what needs a reason and nothing else: to cancel, to refuse a refund, to open a dispute.
public struct ReasonRequest: Hashable, Sendable {
    public var reason: String

    public init(reason: String) { self.reason = reason }
}

extension ReasonRequest: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case reason
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        reason = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .reason)
    }
}

/// The body of `POST /v1/orders/{id}/refund-requests`.
public struct RefundRequestBody: Hashable, Sendable {
    /// The whole total until the goods are sent.
    public var amountMinor: Int64
    public var reason: String

    public init(amountMinor: Int64, reason: String) {
        self.amountMinor = amountMinor
        self.reason = reason
    }
}

extension RefundRequestBody: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case reason
        case amountMinor = "amount_minor"
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        amountMinor = try container.decode(Int64.self, forKey: .amountMinor)
        reason = try container.decode(String.self, forKey: .reason)
    }
}

/// The body of `POST /v1/orders/{id}/refund-requests/accept`.
public struct RefundAcceptance: Hashable, Sendable {
    /// What the buyer wants back, as the seller has read it.
    public var amountMinor: Int64

    public init(amountMinor: Int64) { self.amountMinor = amountMinor }
}

extension RefundAcceptance: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case amountMinor = "amount_minor"
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(of: CodingKeys.self)
        amountMinor = try decoder.container(keyedBy: CodingKeys.self).decode(Int64.self, forKey: .amountMinor)
    }
}
