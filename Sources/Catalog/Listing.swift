/// What a seller offers, as it stands in the market.
public struct Listing: Hashable, Sendable, Identifiable {
    /// A listing's number, given by the store; never given twice.
    public typealias ID = Int64

    public var id: ID
    public var sellerID: Int64
    public var content: ListingContent
    public var status: ListingStatus
    /// 1 when created, one more with every change. It is the listing's ETag.
    public var version: Int64
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var createdAtMilliseconds: Int64
    public var updatedAtMilliseconds: Int64

    public init(
        id: ID, sellerID: Int64, content: ListingContent, status: ListingStatus, version: Int64,
        createdAtMilliseconds: Int64, updatedAtMilliseconds: Int64
    ) {
        self.id = id
        self.sellerID = sellerID
        self.content = content
        self.status = status
        self.version = version
        self.createdAtMilliseconds = createdAtMilliseconds
        self.updatedAtMilliseconds = updatedAtMilliseconds
    }
}

extension Listing {
    /// Whether it is found: active, and not sold out. A sold-out one is shown to whoever has its number.
    public var isOnSale: Bool { status == .active && content.quantity > 0 }
}

/// The part of a listing that its seller writes.
public struct ListingContent: Hashable, Sendable {
    public var title: String
    public var description: String
    public var categoryID: Category.ID
    public var condition: Condition
    public var price: Money
    public var quantity: Int
    /// Where the goods are: an ISO 3166 code, of a country (`SG`) or a part of one (`CN-ZJ`).
    public var region: String
    /// Countries and parts of countries that the seller ships to, or the one word `worldwide`.
    public var shipsTo: [String]
    /// In the currency of the price; 0 is free shipping.
    public var shippingFeeMinor: Int64
    /// What kind of thing it is, in the seller's words and order: 品牌 → 华为, colour → black.
    public var attributes: [ListingAttribute]

    public init(
        title: String, description: String = "", categoryID: Category.ID, condition: Condition = .new, price: Money,
        quantity: Int = 1, region: String, shipsTo: [String], shippingFeeMinor: Int64 = 0,
        attributes: [ListingAttribute] = []
    ) {
        self.title = title
        self.description = description
        self.categoryID = categoryID
        self.condition = condition
        self.price = price
        self.quantity = quantity
        self.region = region
        self.shipsTo = shipsTo
        self.shippingFeeMinor = shippingFeeMinor
        self.attributes = attributes
    }
}

public struct ListingAttribute: Hashable, Sendable, Codable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

public enum Condition: String, CaseIterable, Hashable, Sendable, Codable {
    case new
    case likeNew = "like_new"
    case good
    case fair
    case forParts = "for_parts"

    public var nameEnglish: String {
        switch self {
        case .new: "New"
        case .likeNew: "Like new"
        case .good: "Good"
        case .fair: "Fair"
        case .forParts: "For parts"
        }
    }

    public var nameChinese: String {
        switch self {
        case .new: "全新"
        case .likeNew: "几乎全新"
        case .good: "成色良好"
        case .fair: "有使用痕迹"
        case .forParts: "配件或待修"
        }
    }
}

/// An active listing is found and can be bought while there is any; a closed one is kept for its seller; a deleted one is only history.
public enum ListingStatus: String, CaseIterable, Hashable, Sendable, Codable {
    case active
    case closed
    case deleted
}
