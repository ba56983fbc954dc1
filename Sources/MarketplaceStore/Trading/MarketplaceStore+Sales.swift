import GRDB
public import Ratings

extension MarketplaceStore {
    /// All sales that were completed since that time.
    public func sales(sinceMilliseconds: Int64) async throws -> [Sale] {
        try await read { database in
            let sql = """
                SELECT id, seller_id, buyer_id, price * quantity + shipping_fee, currency, shipped_at, ended_at
                FROM orders WHERE state = 'completed' AND ended_at >= ? ORDER BY id
                """
            return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [sinceMilliseconds]).map { row in
                Sale(
                    orderID: row[0], sellerID: row[1], buyerID: row[2], amountMinor: row[3], currency: row[4],
                    shippedAtMilliseconds: row[5], completedAtMilliseconds: row[6])
            }
        }
    }
}
