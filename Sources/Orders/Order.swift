public import Catalog

/// What a buyer has bought of a seller, with everything as it was bought.
public struct Order: Hashable, Sendable, Identifiable {
    /// An order's number, given by the store; never given twice.
    public typealias ID = Int64

    public var id: ID
    public var buyerID: Int64
    public var sellerID: Int64
    public var item: OrderedItem
    public var quantity: Int
    public var delivery: Delivery
    /// What the market takes of the total. Always nought.
    public var feeMinor: Int64 = 0
    public var state: OrderState = .created
    /// 1 when created, one more with every event.
    public var version: Int64 = 1
    public var createdAtMilliseconds: Int64
    public var updatedAtMilliseconds: Int64
    /// When something happens by itself; nil where nothing will.
    public var deadlineMilliseconds: Int64?
    public var paidAtMilliseconds: Int64?
    public var shippedAtMilliseconds: Int64?
    public var endedAtMilliseconds: Int64?
    /// When the buyer let the order end without paying it: they cancelled it, or its time was over.
    public var lapsedAtMilliseconds: Int64?
    /// The payment that made it paid: refunds go back by it.
    public var paymentID: Payment.ID?
    public var shipment: Shipment?
    public var extensionCount = 0
    public var refundRequest: RefundRequest?
    public var refundRequestCount = 0
    /// What the buyer has got back, in the end.
    public var refundedMinor: Int64 = 0

    public init(
        id: ID, buyerID: Int64, sellerID: Int64, item: OrderedItem, quantity: Int, delivery: Delivery,
        createdAtMilliseconds: Int64
    ) {
        self.id = id
        self.buyerID = buyerID
        self.sellerID = sellerID
        self.item = item
        self.quantity = quantity
        self.delivery = delivery
        self.createdAtMilliseconds = createdAtMilliseconds
        updatedAtMilliseconds = createdAtMilliseconds
    }

    /// What the buyer pays: the goods and one shipping fee. The limits of price and quantity keep it within 64 bits.
    public var total: Money {
        Money(
            amountMinor: item.price.amountMinor * Int64(quantity) + item.shippingFeeMinor, currency: item.price.currency
        )
    }

    /// What the account is to the order; nil for strangers.
    public func actor(_ accountID: Int64) -> OrderActor? {
        switch accountID {
        case buyerID: .buyer
        case sellerID: .seller
        default: nil
        }
    }
}

/// The listing as it was when it was bought.
public struct OrderedItem: Hashable, Sendable {
    public var listingID: Listing.ID
    public var listingVersion: Int64
    public var title: String
    public var description: String
    public var categoryID: Category.ID
    public var condition: Condition
    public var price: Money
    public var shippingFeeMinor: Int64
    public var region: String
    public var attributes: [ListingAttribute]

    public init(
        listingID: Listing.ID, listingVersion: Int64, title: String, description: String, categoryID: Category.ID,
        condition: Condition, price: Money, shippingFeeMinor: Int64, region: String, attributes: [ListingAttribute]
    ) {
        self.listingID = listingID
        self.listingVersion = listingVersion
        self.title = title
        self.description = description
        self.categoryID = categoryID
        self.condition = condition
        self.price = price
        self.shippingFeeMinor = shippingFeeMinor
        self.region = region
        self.attributes = attributes
    }

    init(_ listing: Listing) {
        let content = listing.content
        self.init(
            listingID: listing.id, listingVersion: listing.version, title: content.title,
            description: content.description, categoryID: content.categoryID, condition: content.condition,
            price: content.price, shippingFeeMinor: content.shippingFeeMinor, region: content.region,
            attributes: content.attributes)
    }
}

/// Where the goods go. Seen by buyer and seller only.
public struct Delivery: Hashable, Sendable {
    public var name: String
    public var address: String
    /// ISO 3166, as a listing's `shipsTo`.
    public var region: String

    public init(name: String, address: String, region: String) {
        self.name = name
        self.address = address
        self.region = region
    }
}

public struct Shipment: Hashable, Sendable {
    public var kind: ShippingKind
    public var carrier: String
    public var tracking: String

    public init(kind: ShippingKind, carrier: String, tracking: String) {
        self.kind = kind
        self.carrier = carrier
        self.tracking = tracking
    }
}

/// How goods go; decides when an order confirms itself.
public enum ShippingKind: String, CaseIterable, Hashable, Sendable, Codable {
    /// Nothing is carried: a code, a file, a service.
    case virtual
    case express
    case surface
}

public struct RefundRequest: Hashable, Sendable {
    public var amountMinor: Int64
    public var reason: String
    /// Why the seller has refused it; nil while they have not.
    public var refusal: String?
    /// The state that stands still meanwhile.
    public var interrupted: OrderState
    /// What was left of its clock.
    public var remainingMilliseconds: Int64

    public init(
        amountMinor: Int64, reason: String, refusal: String? = nil, interrupted: OrderState,
        remainingMilliseconds: Int64
    ) {
        self.amountMinor = amountMinor
        self.reason = reason
        self.refusal = refusal
        self.interrupted = interrupted
        self.remainingMilliseconds = remainingMilliseconds
    }
}
