import Catalog
import GRDB

/// The rows of the table `seller_totals`: what each seller has on sale and has added, kept in step in the transaction of
/// every write of listings, so that a quota costs a look-up and not a count.
enum SellerTotals {
    /// `day` is the number of days since 1970 in which `added_listings` and `added_bytes` were added.
    static let schema = """
        CREATE TABLE seller_totals (
            seller_id INTEGER PRIMARY KEY REFERENCES accounts (id),
            listings INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            day INTEGER NOT NULL DEFAULT 0,
            added_listings INTEGER NOT NULL DEFAULT 0,
            added_bytes INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        """

    static func use(of sellerID: Int64, _ database: Database) throws -> SellerUse {
        let sql = """
            SELECT listings, bytes, day, added_listings, added_bytes FROM seller_totals WHERE seller_id = ?
            """
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [sellerID])
        guard let row else { return SellerUse() }
        return try SellerUse(
            onSale: ListingUse(listingCount: row.value(0), byteCount: row.value(1)), day: row.value(2),
            addedThatDay: ListingUse(listingCount: row.value(3), byteCount: row.value(4)))
    }

    static func save(_ use: SellerUse, of sellerID: Int64, _ database: Database) throws {
        let sql = """
            INSERT OR REPLACE INTO seller_totals (seller_id, listings, bytes, day, added_listings, added_bytes)
            VALUES (?, ?, ?, ?, ?, ?)
            """
        try database.cachedStatement(sql: sql).execute(
            arguments: [
                sellerID, use.onSale.listingCount, use.onSale.byteCount, use.day, use.addedThatDay.listingCount,
                use.addedThatDay.byteCount,
            ])
    }
}

// MARK: - Counting anew

extension SellerTotals {
    /// What the listings themselves come to, by seller.
    /// - Complexity: O(listings).
    static func counted(_ database: Database) throws -> [Int64: ListingUse] {
        let sql = """
            SELECT seller_id, length(CAST(title AS BLOB)) + length(CAST(description AS BLOB)), attributes
            FROM listings NOT INDEXED WHERE status = 'active'
            """
        var uses: [Int64: ListingUse] = [:]
        let rows = try Row.fetchCursor(database, sql: sql)
        while let row = try rows.next() {
            let bytes = try TextList.decodePairs(row.value(2)).reduce(row.value(1)) {
                $0 + $1.0.utf8.count + $1.1.utf8.count
            }
            let sellerID: Int64 = try row.value(0)
            uses[sellerID, default: .none] =
                uses[sellerID, default: .none] + ListingUse(listingCount: 1, byteCount: bytes)
        }
        return uses
    }

    /// What was added today stays as it is: nothing else says it.
    static func recount(_ database: Database) throws {
        try database.execute(sql: "UPDATE seller_totals SET listings = 0, bytes = 0")
        let sql = """
            INSERT INTO seller_totals (seller_id, listings, bytes) VALUES (?, ?, ?)
            ON CONFLICT (seller_id) DO UPDATE SET listings = excluded.listings, bytes = excluded.bytes
            """
        for (sellerID, use) in try counted(database) {
            try database.execute(sql: sql, arguments: [sellerID, use.listingCount, use.byteCount])
        }
    }

    /// The sellers whose totals are not what their listings come to.
    static func wrong(_ database: Database) throws -> [Int64] {
        let counted = try counted(database)
        let rows = try Row.fetchAll(database, sql: "SELECT seller_id, listings, bytes FROM seller_totals")
        let kept = try rows.map { row -> (Int64, ListingUse) in
            try (row.value(0), ListingUse(listingCount: row.value(1), byteCount: row.value(2)))
        }
        let uses = Dictionary(kept) { $1 }
        return Set(counted.keys).union(uses.keys).filter { counted[$0, default: .none] != uses[$0, default: .none] }
            .sorted()
    }
}

extension MarketplaceStore {
    /// The sellers whose totals of listings on sale are not what their listings come to; none in a sound store.
    /// - Complexity: O(listings), in one snapshot.
    public func sellersWithWrongTotals() async throws -> [Int64] {
        try await read(SellerTotals.wrong)
    }

    /// Counts all totals of listings on sale anew.
    public func recountSellerTotals() async throws {
        try await write(SellerTotals.recount)
    }
}
