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
        guard let shopName: String = row[columnCount] else { throw unknownValue(row, "seller_id") }
        return ShopListing(try listing(row), shopName: shopName)
    }

    /// - Throws: `DatabaseError` where a value is none of those that this version knows.
    static func listing(_ row: Row) throws -> Listing {
        guard let status = ListingStatus(rawValue: row[2]) else { throw unknownValue(row, "status") }
        return Listing(
            id: row[0], sellerID: row[1], content: try content(row), status: status, version: row[3],
            createdAtMilliseconds: row[4], updatedAtMilliseconds: row[5])
    }

    private static func content(_ row: Row) throws -> ListingContent {
        guard let condition = Condition(rawValue: row[9]) else { throw unknownValue(row, "condition") }
        guard let currency = Currency(code: row[11]) else { throw unknownValue(row, "currency") }
        return ListingContent(
            title: row[6], description: row[7], categoryID: row[8], condition: condition,
            price: Money(amountMinor: row[10], currency: currency), quantity: row[12], region: row[13],
            shipsTo: TextList.decode(row[14]), shippingFeeMinor: row[15],
            attributes: TextList.decodePairs(row[16]).map { ListingAttribute(name: $0.0, value: $0.1) })
    }

    private static func unknownValue(_ row: Row, _ column: String) -> DatabaseError {
        let id: Int64 = row[0]
        return DatabaseError(resultCode: .SQLITE_CORRUPT, message: "unknown \(column) in listing \(id)")
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
