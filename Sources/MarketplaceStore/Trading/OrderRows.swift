import Catalog
import GRDB
import Orders

/// How an order stands in its row.
enum OrderRows {
    /// What is written once.
    private static let fixedColumns = [
        "buyer_id", "seller_id", "quantity", "created_at", "listing_id", "listing_version", "title", "description",
        "category_id", "condition", "price", "currency", "shipping_fee", "region", "attributes", "delivery_name",
        "delivery_address", "delivery_region", "fee",
    ]
    /// What events change.
    private static let changingColumns = [
        "state", "version", "updated_at", "deadline", "paid_at", "shipped_at", "ended_at", "payment_id",
        "shipping_kind", "carrier", "tracking", "extensions", "refund_requests", "refund_amount", "refund_reason",
        "refund_refusal", "interrupted_state", "remaining", "refunded", "lapsed_at",
    ]
    private static let columns = (["id"] + fixedColumns + changingColumns).joined(separator: ", ")

    static let insertSQL = """
        INSERT INTO orders (\((fixedColumns + changingColumns).joined(separator: ", ")))
        VALUES (\((fixedColumns + changingColumns).map { _ in "?" }.joined(separator: ", ")))
        """
    static let updateSQL =
        "UPDATE orders SET \(changingColumns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ? AND version = ?"

    // MARK: - Writing

    static func fixedValues(_ order: Order) -> [(any DatabaseValueConvertible)?] {
        let item = order.item
        return [
            order.buyerID, order.sellerID, order.quantity, order.createdAtMilliseconds, item.listingID,
            item.listingVersion, item.title, item.description, item.categoryID, item.condition.rawValue,
            item.price.amountMinor, item.price.currency.code, item.shippingFeeMinor, item.region,
            TextList.encode(item.attributes.map { ($0.name, $0.value) }), order.delivery.name,
            order.delivery.address, order.delivery.region, order.feeMinor,
        ]
    }

    static func changingValues(_ order: Order) -> [(any DatabaseValueConvertible)?] {
        let request = order.refundRequest
        return [
            order.state.rawValue, order.version, order.updatedAtMilliseconds, order.deadlineMilliseconds,
            order.paidAtMilliseconds, order.shippedAtMilliseconds, order.endedAtMilliseconds, order.paymentID,
            order.shipment?.kind.rawValue, order.shipment?.carrier, order.shipment?.tracking, order.extensionCount,
            order.refundRequestCount, request?.amountMinor, request?.reason, request?.refusal,
            request?.interrupted.rawValue, request?.remainingMilliseconds, order.refundedMinor,
            order.lapsedAtMilliseconds,
        ]
    }

    // MARK: - Reading

    static func one(_ id: Order.ID, _ database: Database) throws -> Order? {
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM orders WHERE id = ?")
        let found = try Row.fetchOne(statement, arguments: [id]).map(order)
        if found == nil { try LostRows.check(id, .orders, database) }
        return found
    }

    /// By falling number.
    static func of(
        _ accountID: Int64, as role: OrderRole, beforeID: Order.ID?, limit: Int, _ database: Database
    ) throws -> [Order] {
        let side = role == .buyer ? "buyer_id" : "seller_id"
        let sql = "SELECT \(columns) FROM orders WHERE \(side) = ? AND id < ? ORDER BY id DESC LIMIT ?"
        return try Row.fetchAll(
            database.cachedStatement(sql: sql), arguments: [accountID, beforeID ?? .max, max(0, limit)]
        ).map(order)
    }

    static func due(atMilliseconds: Int64, limit: Int, _ database: Database) throws -> [Order.ID] {
        let sql = "SELECT id FROM orders WHERE deadline IS NOT NULL AND deadline <= ? ORDER BY deadline LIMIT ?"
        return try Int64.all(sql, database, [atMilliseconds, limit])
    }

    static func history(of id: Order.ID, _ database: Database) throws -> [OrderHistoryLine] {
        let sql = "SELECT order_id, version, event, actor, state, note, at FROM order_history WHERE order_id = ?"
        let lines = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [id]).map { row in
            try OrderHistoryLine(
                orderID: row.value(0), version: row.value(1), event: row.value(2),
                actor: known(row, 3, OrderActor.init(rawValue:)),
                state: known(row, 4, OrderState.init(rawValue:)), note: row.value(5), atMilliseconds: row.value(6))
        }
        // Every version of an order has its line.
        let version = try Int64.first("SELECT version FROM orders WHERE id = ?", database, [id])
        guard version ?? 0 == Int64(lines.count) else {
            throw LostRows.lost("the history of order \(id) has gaps")
        }
        return lines
    }

    /// - Throws: `DatabaseError` where a value is none of those that this version knows.
    static func known<Value>(_ row: Row, _ index: Int, _ read: (String) -> Value?) throws -> Value {
        let text: String = try row.value(index)
        guard let value = read(text) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "unknown \(row.columnName(index)) '\(text)'")
        }
        return value
    }

    private static func order(_ row: Row) throws -> Order {
        let currency = try known(row, 12, Currency.init(code:))
        let item = try OrderedItem(
            listingID: row.value(5), listingVersion: row.value(6), title: row.value(7), description: row.value(8),
            categoryID: row.value(9),
            condition: known(row, 10, Condition.init(rawValue:)),
            price: Money(amountMinor: row.value(11, in: ListingLimits.priceMinor), currency: currency),
            shippingFeeMinor: row.value(13, in: ListingLimits.shippingFeeMinor), region: row.value(14),
            attributes: TextList.decodePairs(row.value(15)).map { ListingAttribute(name: $0.0, value: $0.1) })
        var order = try Order(
            id: row.value(0), buyerID: row.value(1), sellerID: row.value(2), item: item,
            quantity: row.value(3, in: OrderLimits.quantity),
            delivery: Delivery(name: row.value(16), address: row.value(17), region: row.value(18)),
            createdAtMilliseconds: row.value(4))
        order.feeMinor = try row.value(19, in: 0...0)
        order.state = try known(row, 20, OrderState.init(rawValue:))
        order.version = try row.value(21)
        order.updatedAtMilliseconds = try row.value(22)
        order.deadlineMilliseconds = try row.value(23)
        order.paidAtMilliseconds = try row.value(24)
        order.shippedAtMilliseconds = try row.value(25)
        order.endedAtMilliseconds = try row.value(26)
        order.paymentID = try row.value(27)
        order.shipment = try shipment(row)
        order.extensionCount = try row.value(31)
        order.refundRequestCount = try row.value(32)
        order.refundRequest = try refundRequest(row)
        order.refundedMinor = try row.value(38, in: 0...OrderLimits.totalMinor.upperBound)
        order.lapsedAtMilliseconds = try row.value(39)
        return order
    }

    private static func shipment(_ row: Row) throws -> Shipment? {
        guard let carrier: String = try row.value(29), let tracking: String = try row.value(30) else { return nil }
        return Shipment(
            kind: try known(row, 28, ShippingKind.init(rawValue:)), carrier: carrier, tracking: tracking)
    }

    private static func refundRequest(_ row: Row) throws -> RefundRequest? {
        guard try row.value(33) as Int64? != nil, let reason: String = try row.value(34),
            let remaining: Int64 = try row.value(37)
        else {
            return nil
        }
        return try RefundRequest(
            amountMinor: row.value(33, in: 0...OrderLimits.totalMinor.upperBound), reason: reason,
            refusal: row.value(35),
            interrupted: known(row, 36, OrderState.init(rawValue:)), remainingMilliseconds: remaining)
    }
}
