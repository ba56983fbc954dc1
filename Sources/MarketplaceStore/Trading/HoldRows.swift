import Catalog
import GRDB
import Orders

/// What unpaid orders hold of listings' stock.
enum HoldRows {
    static func unpaid(of buyerID: Int64, _ database: Database) throws -> [StockHold] {
        let sql = "SELECT listing_id, quantity FROM orders WHERE buyer_id = ? AND state = 'created'"
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [buyerID]).map {
            try StockHold(listingID: $0.value(0), quantity: $0.value(1))
        }
    }

    static func lapsed(of buyerID: Int64, sinceMilliseconds: Int64, _ database: Database) throws -> [LapsedHold] {
        let sql = "SELECT listing_id, lapsed_at FROM orders WHERE buyer_id = ? AND lapsed_at > ?"
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [buyerID, sinceMilliseconds]).map {
            try LapsedHold(listingID: $0.value(0), atMilliseconds: $0.value(1))
        }
    }

    static func ofListings(_ ids: [Listing.ID], _ database: Database) throws -> [Listing.ID: HeldStock] {
        let sql = """
            SELECT listing_id, SUM(quantity), MAX(deadline) FROM orders
            WHERE state = 'created' AND listing_id IN (SELECT value FROM json_each(?)) GROUP BY listing_id
            """
        let list = "[" + ids.map(String.init).joined(separator: ",") + "]"
        let rows = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [list])
        return try Dictionary(
            rows: rows.map { try ($0.value(0), HeldStock(quantity: $0.value(1), untilMilliseconds: $0.value(2))) })
    }
}
