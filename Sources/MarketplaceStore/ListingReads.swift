import Catalog
import GRDB

/// Reading the table `listings`.
enum ListingReads {
    static func one(_ id: Listing.ID, _ database: Database) throws -> Listing? {
        let sql = "SELECT \(ListingRows.columns) FROM listings l WHERE l.id = ?"
        return try all(sql, [id], database).first
    }

    /// - Complexity: O(ids · log listings).
    static func many(_ ids: [Listing.ID], _ database: Database) throws -> [Listing] {
        let sql = "SELECT \(ListingRows.columns) FROM listings l WHERE l.id IN (SELECT value FROM json_each(?))"
        return try all(sql, [json(ids)], database)
    }

    /// The same with their shops.
    static func offered(_ ids: [Listing.ID], _ database: Database) throws -> [ShopListing] {
        let sql = "SELECT \(ListingRows.shopColumns) FROM listings l WHERE l.id IN (SELECT value FROM json_each(?))"
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [json(ids)])
        return try Array(rows.map(ListingRows.shopListing))
    }

    private static func json(_ ids: [Listing.ID]) -> String { "[" + ids.map(String.init).joined(separator: ",") + "]" }

    /// By falling number, so that a page is found by the last number of the page before and costs no more than the first.
    static func ofSeller(
        _ sellerID: Int64, statuses: Set<ListingStatus>, beforeID: Listing.ID?, limit: Int, _ database: Database
    ) throws -> ListingPageRead {
        let shown = statuses.subtracting([.deleted]).map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        // One more than the page tells whether there is a next one.
        let sql = """
            SELECT \(ListingRows.columns) FROM listings l
            WHERE l.seller_id = ? AND l.id < ? AND l.status <> 'deleted' AND l.status IN (\(shown))
            ORDER BY l.id DESC LIMIT ?
            """
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: sql), arguments: [sellerID, beforeID ?? .max, max(0, limit) + 1])
        var page = ListingPageRead(listings: [], hasMore: false)
        var bytes = 0
        while let row = try rows.next() {
            let listing = try ListingRows.listing(row)
            bytes += listing.content.textByteCount
            if page.listings.count >= limit || (bytes > ListingLimits.pageBytes && !page.listings.isEmpty) {
                page.hasMore = true
                break
            }
            page.listings.append(listing)
        }
        return page
    }

    /// Calls the body with batches of listings that are on sale by rising number.
    static func scanOnSale(
        afterID: Listing.ID, batchSize: Int, _ database: Database, _ body: ([ShopListing]) throws -> Void
    ) throws {
        let sql = """
            SELECT \(ListingRows.shopColumns) FROM listings l NOT INDEXED
            WHERE l.id > ? AND l.status = 'active' AND l.quantity > 0 ORDER BY l.id
            """
        let rows = try Row.fetchCursor(database.makeStatement(sql: sql), arguments: [afterID])
        var batch: [ShopListing] = []
        batch.reserveCapacity(batchSize)
        while let row = try rows.next() {
            batch.append(try ListingRows.shopListing(row))
            guard batch.count >= batchSize else { continue }
            try body(batch)
            batch.removeAll(keepingCapacity: true)
        }
        if !batch.isEmpty { try body(batch) }
    }

    private static func all(
        _ sql: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> [Listing] {
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
        return try Array(rows.map(ListingRows.listing))
    }
}
