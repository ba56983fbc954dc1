import GRDB
public import Ratings

extension MarketplaceStore {
    /// All sales that were completed since that time.
    public func sales(sinceMilliseconds: Int64) async throws -> [Sale] {
        try await read { database in
            let sql = """
                SELECT id, seller_id, buyer_id, price * quantity + shipping_fee, currency, shipped_at, ended_at,
                    shipping_kind = 'virtual', EXISTS (
                        SELECT 1 FROM order_history AS line
                        WHERE line.order_id = orders.id AND line.state = 'completed' AND line.actor = 'clock')
                FROM orders WHERE state = 'completed' AND ended_at >= ? ORDER BY id
                """
            return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [sinceMilliseconds]).map { row in
                try Sale(
                    orderID: row.value(0), sellerID: row.value(1), buyerID: row.value(2), amountMinor: row.value(3),
                    currency: row.value(4),
                    shippedAtMilliseconds: row.value(5), completedAtMilliseconds: row.value(6),
                    isVirtual: row.value(7), isCompletedByClock: row.value(8))
            }
        }
    }

    /// Every account of whose sales any was ever weighed, by its log.
    /// - Complexity: O(n) in the lines of all logs.
    public func weighedSellers() async throws -> Set<Int64> {
        try await read { database in
            let sql = "SELECT DISTINCT subject_id FROM rating_log WHERE text LIKE '%\"kind\":\"weight\"%'"
            return Set(try Int64.all(sql, database))
        }
    }
}
