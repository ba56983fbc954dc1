import Catalog
import GRDB

/// How a listing stands in its row.
enum ListingRows {
    /// In the order in which `listing(_:)` reads them.
    static let columns = """
        l.id, l.seller_id, l.status, l.version, l.created_at, l.updated_at, l.title, l.description, l.category_id, \
        l.condition, l.price, l.currency, l.quantity, l.region, l.ships_to, l.shipping_fee, l.attributes
        """
    private static let columnCount = 17

    /// In the order in which `shopListing(_:)` reads them: the seller's name is looked up beside the row.
    static let shopColumns = "\(columns), (SELECT display_name FROM accounts WHERE id = l.seller_id)"
    static let shopColumnCount = columnCount + 1

    /// - Throws: `DatabaseError` as `listing(_:)`, and where the seller has no account.
    static func shopListing(_ row: Row) throws -> ShopListing {
        guard let shopName: String = try row.value(columnCount) else { throw unknownValue(row, "seller_id") }
        return ShopListing(try listing(row), shopName: shopName)
    }

    /// - Throws: `DatabaseError` where a value is none of those that this version knows.
    static func listing(_ row: Row) throws -> Listing {
        guard let status = try ListingStatus(rawValue: row.value(2)) else { throw unknownValue(row, "status") }
        return try Listing(
            id: row.value(0), sellerID: row.value(1), content: content(row), status: status, version: row.value(3),
            createdAtMilliseconds: row.value(4), updatedAtMilliseconds: row.value(5))
    }

    private static func content(_ row: Row) throws -> ListingContent {
        guard let condition = try Condition(rawValue: row.value(9)) else { throw unknownValue(row, "condition") }
        guard let currency = try Currency(code: row.value(11)) else { throw unknownValue(row, "currency") }
        // What was listed before places were kept by their standard codes.
        return try ListingContent(
            title: row.value(6), description: row.value(7), categoryID: row.value(8), condition: condition,
            price: Money(amountMinor: row.value(10, in: ListingLimits.priceMinor), currency: currency),
            quantity: row.value(12, in: ListingLimits.quantity), region: RegionCode.standard(row.value(13)),
            shipsTo: TextList.decode(row.value(14)).map(RegionCode.standard),
            shippingFeeMinor: row.value(15, in: ListingLimits.shippingFeeMinor),
            attributes: TextList.decodePairs(row.value(16)).map { ListingAttribute(name: $0.0, value: $0.1) })
    }

    private static func unknownValue(_ row: Row, _ column: String) -> DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "unknown \(column) in listing \(row.databaseValues.first ?? .null)")
    }

    /// The columns of the content, in the order of `values(of:)`.
    static let contentColumns = [
        "title", "description", "category_id", "condition", "price", "currency", "quantity", "region", "ships_to",
        "shipping_fee", "attributes",
    ]

    static func values(of content: ListingContent) -> [(any DatabaseValueConvertible)?] {
        [
            content.title, content.description, content.categoryID, content.condition.rawValue,
            content.price.amountMinor, content.price.currency.code, content.quantity, content.region,
            TextList.encode(content.shipsTo), content.shippingFeeMinor,
            TextList.encode(content.attributes.map { ($0.name, $0.value) }),
        ]
    }
}
