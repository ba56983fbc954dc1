/// An order as its two sides see it. It keeps the listing as it was bought.
public struct OrderResource: Hashable, Sendable, Codable {
    public var id: Int64
    public var buyerID: Int64
    public var sellerID: Int64
    /// `created`, `paid`, `shipped`, `completed`, `cancelled`, `refund_requested`, `refunded`, `disputed`, `resolved`.
    public var state: String
    public var version: Int64
    public var item: OrderItemResource
    public var quantity: Int
    public var totalMinor: Int64
    public var feeMinor: Int64
    public var refundedMinor: Int64
    public var currency: String
    public var delivery: DeliveryResource
    public var shipment: ShipmentResource?
    public var refundRequest: RefundRequestResource?
    public var createdAt: Timestamp
    public var paidAt: Timestamp?
    public var shippedAt: Timestamp?
    public var endedAt: Timestamp?
    /// When something will happen by itself.
    public var deadline: Timestamp?

    public init(
        id: Int64, buyerID: Int64, sellerID: Int64, state: String, version: Int64, item: OrderItemResource,
        quantity: Int, totalMinor: Int64, feeMinor: Int64, refundedMinor: Int64, currency: String,
        delivery: DeliveryResource, shipment: ShipmentResource?, refundRequest: RefundRequestResource?,
        createdAt: Timestamp, paidAt: Timestamp?, shippedAt: Timestamp?, endedAt: Timestamp?, deadline: Timestamp?
    ) {
        self.id = id
        self.buyerID = buyerID
        self.sellerID = sellerID
        self.state = state
        self.version = version
        self.item = item
        self.quantity = quantity
        self.totalMinor = totalMinor
        self.feeMinor = feeMinor
        self.refundedMinor = refundedMinor
        self.currency = currency
        self.delivery = delivery
        self.shipment = shipment
        self.refundRequest = refundRequest
        self.createdAt = createdAt
        self.paidAt = paidAt
        self.shippedAt = shippedAt
        self.endedAt = endedAt
        self.deadline = deadline
    }

    enum CodingKeys: String, CodingKey {
        case id, state, version, item, quantity, currency, delivery, shipment, deadline
        case buyerID = "buyer_id"
        case sellerID = "seller_id"
        case totalMinor = "total_minor"
        case feeMinor = "fee_minor"
        case refundedMinor = "refunded_minor"
        case refundRequest = "refund_request"
        case createdAt = "created_at"
        case paidAt = "paid_at"
        case shippedAt = "shipped_at"
        case endedAt = "ended_at"
    }
}

/// The listing of an order, frozen.
public struct OrderItemResource: Hashable, Sendable, Codable {
    public var listingID: Int64
    public var listingVersion: Int64
    public var title: String
    /// Where the order itself is read; absent in lists and in answers to changes.
    public var description: String?
    public var categoryID: Int
    public var condition: String
    public var priceMinor: Int64
    public var shippingFeeMinor: Int64
    public var region: String
    public var attributes: [AttributeResource]

    public init(
        listingID: Int64, listingVersion: Int64, title: String, description: String?, categoryID: Int,
        condition: String, priceMinor: Int64, shippingFeeMinor: Int64, region: String,
        attributes: [AttributeResource]
    ) {
        self.listingID = listingID
        self.listingVersion = listingVersion
        self.title = title
        self.description = description
        self.categoryID = categoryID
        self.condition = condition
        self.priceMinor = priceMinor
        self.shippingFeeMinor = shippingFeeMinor
        self.region = region
        self.attributes = attributes
    }

    enum CodingKeys: String, CodingKey {
        case title, description, condition, region, attributes
        case listingID = "listing_id"
        case listingVersion = "listing_version"
        case categoryID = "category_id"
        case priceMinor = "price_minor"
        case shippingFeeMinor = "shipping_fee_minor"
    }
}

/// What the buyer wants back, while it is asked for.
public struct RefundRequestResource: Hashable, Sendable, Codable {
    public var amountMinor: Int64
    public var reason: String
    /// Why the seller has refused; absent while they have not.
    public var refusal: String?

    public init(amountMinor: Int64, reason: String, refusal: String?) {
        self.amountMinor = amountMinor
        self.reason = reason
        self.refusal = refusal
    }

    enum CodingKeys: String, CodingKey {
        case reason, refusal
        case amountMinor = "amount_minor"
    }
}

/// A page of an account's orders, newest first.
public struct OrderPageResponse: Hashable, Sendable {
    public var orders: [OrderResource]
    /// What to send as `cursor` for the next page; null on the last.
    public var nextCursor: String?

    public init(orders: [OrderResource], nextCursor: String?) {
        self.orders = orders
        self.nextCursor = nextCursor
    }
}

extension OrderPageResponse: Codable {
    enum CodingKeys: String, CodingKey {
        case orders
        case nextCursor = "next_cursor"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(orders, forKey: .orders)
        try container.encode(nextCursor, forKey: .nextCursor)
    }
}

/// What has happened to an order, oldest first.
public struct OrderHistoryResponse: Hashable, Sendable, Codable {
    public var history: [OrderHistoryResource]

    public init(history: [OrderHistoryResource]) { self.history = history }
}

public struct OrderHistoryResource: Hashable, Sendable, Codable {
    public var version: Int64
    public var event: String
    /// `buyer`, `seller`, `clock`, `provider` or `operator`.
    public var actor: String
    public var state: String
    public var note: String
    public var at: Timestamp

    public init(version: Int64, event: String, actor: String, state: String, note: String, at: Timestamp) {
        self.version = version
        self.event = event
        self.actor = actor
        self.state = state
        self.note = note
        self.at = at
    }
}
