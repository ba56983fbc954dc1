import Accounts
public import CreditProfile
import Foundation
import GRDB
import Ratings

extension MarketplaceStore: CreditStore {
    public func creditConsent(_ accountID: Int64) async throws -> Int64? {
        try await read { database in
            let sql = """
                SELECT given_at FROM credit_consents WHERE account_id = ? AND revoked_at IS NULL
                """
            return try Int64.first(sql, database, [accountID])
        }
    }

    public func giveCreditConsent(_ accountID: Int64, atMilliseconds: Int64) async throws {
        try await write { database in
            let sql = """
                INSERT INTO credit_consents (account_id, given_at)
                SELECT ?1, ?2 WHERE NOT EXISTS
                    (SELECT 1 FROM credit_consents WHERE account_id = ?1 AND revoked_at IS NULL)
                """
            try database.cachedStatement(sql: sql).execute(arguments: [accountID, atMilliseconds])
        }
    }

    public func revokeCreditConsent(_ accountID: Int64, atMilliseconds: Int64) async throws {
        try await write { database in
            let sql = "UPDATE credit_consents SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL"
            try database.cachedStatement(sql: sql).execute(arguments: [atMilliseconds, accountID])
        }
    }

    public func creditProfile(
        _ accountID: Int64, consentMilliseconds: Int64, issuedMilliseconds: Int64
    ) async throws -> CreditProfile? {
        try await read { database in
            guard let account = try AccountRows.many([accountID], database).first else { return nil }
            let head = try RatingLogRows.head(accountID, database)
            return CreditProfile(
                accountID: accountID, shop: account.displayName,
                memberSinceMilliseconds: account.createdAtMilliseconds, consentMilliseconds: consentMilliseconds,
                issuedMilliseconds: issuedMilliseconds, sales: try CreditRows.sales(accountID, database),
                endedOtherwise: try CreditRows.endedOtherwise(accountID, database),
                ratingLogLength: head?.sequence ?? 0, ratingLogHash: head?.hash ?? RatingLogLine.firstHash)
        }
    }

    public func marketKey() async throws -> MarketKey {
        let stored: @Sendable (Database) throws -> MarketKey? = { database in
            let sql = "SELECT value FROM secrets WHERE name = 'market-key'"
            guard let bytes = try Data.all(sql, database).first else { return nil }
            guard let key = MarketKey(bytes: Array(bytes)) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the market's key is damaged")
            }
            return key
        }
        if let key = try await read(stored) { return key }
        return try await write { database in
            if let key = try stored(database) { return key }
            let key = MarketKey()
            try database.execute(
                sql: "INSERT INTO secrets (name, value) VALUES ('market-key', ?)", arguments: [Data(key.bytes)])
            return key
        }
    }
}

/// Sums over an account's sales, from `orders_ended` alone: an order's own row is as long as its description.
enum CreditRows {
    static let index = """
        CREATE INDEX orders_ended
        ON orders (seller_id, state, currency, ended_at, price, quantity, shipping_fee, buyer_id)
        WHERE ended_at IS NOT NULL
        """

    static func sales(_ sellerID: Int64, _ database: Database) throws -> [CreditProfile.Sales] {
        let totals = """
            SELECT currency, COUNT(*), SUM(price * quantity + shipping_fee), COUNT(DISTINCT buyer_id)
            FROM orders WHERE seller_id = ? AND state = 'completed' AND ended_at IS NOT NULL
            GROUP BY currency ORDER BY currency
            """
        let months = """
            SELECT strftime('%Y-%m', ended_at / 1000, 'unixepoch') AS month, COUNT(*),
                SUM(price * quantity + shipping_fee)
            FROM orders WHERE seller_id = ? AND state = 'completed' AND currency = ? AND ended_at IS NOT NULL
            GROUP BY month ORDER BY month
            """
        return try Row.fetchAll(database.cachedStatement(sql: totals), arguments: [sellerID]).map { row in
            let currency: String = try row.value(0)
            return try CreditProfile.Sales(
                currency: currency, trades: row.value(1), grossMinor: row.value(2, in: StoredNumbers.sums),
                distinctBuyers: row.value(3),
                months: Row.fetchAll(database.cachedStatement(sql: months), arguments: [sellerID, currency]).map {
                    try CreditProfile.Month(
                        month: $0.value(0), trades: $0.value(1), grossMinor: $0.value(2, in: StoredNumbers.sums))
                })
        }
    }

    static func endedOtherwise(_ sellerID: Int64, _ database: Database) throws -> [String: Int] {
        let sql = """
            SELECT state, COUNT(*) FROM orders
            WHERE seller_id = ? AND state IN ('cancelled', 'refunded', 'resolved') AND ended_at IS NOT NULL
            GROUP BY state
            """
        let rows = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [sellerID])
        return try Dictionary(rows: rows.map { try ($0.value(0), $0.value(1)) })
    }
}
