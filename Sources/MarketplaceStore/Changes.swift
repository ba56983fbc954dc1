import Catalog
import GRDB

/// The rows of the table `listing_changes`.
///
/// SQLite has one writer at a time, so numbers are committed in the order in which they are given: whoever has seen a
/// number will never see a lower one appear.
enum Changes {
    /// Records that a listing has changed, in the transaction of the change.
    static func append(_ id: Listing.ID, _ database: Database) throws {
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO listing_changes (listing_id) VALUES (?)")
            .execute(arguments: [id])
    }

    static func lastSequence(_ database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT MAX(sequence) FROM listing_changes")
        return try Int64.fetchOne(statement) ?? 0
    }

    /// - Complexity: O(limit · log listings).
    static func after(_ sequence: Int64, limit: Int, _ database: Database) throws -> [ListingChange] {
        let sql = """
            SELECT \(ListingRows.shopColumns), c.sequence FROM listing_changes c JOIN listings l ON l.id = c.listing_id
            WHERE c.sequence > ? ORDER BY c.sequence LIMIT ?
            """
        let statement = try database.cachedStatement(sql: sql)
        let rows = try Row.fetchCursor(statement, arguments: [sequence, limit])
        return try Array(
            rows.map { row in
                ListingChange(sequence: row[ListingRows.shopColumnCount], offered: try ListingRows.shopListing(row))
            })
    }
}
