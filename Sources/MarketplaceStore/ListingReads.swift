import Catalog
import GRDB

/// Reading the table `listings`.
enum ListingReads {
    static func one(_ id: Listing.ID, _ database: Database) throws -> Listing? {
        let sql = "SELECT \(ListingRows.columns) FROM listings l WHERE l.id = ?"
        let found = try all(sql, [id], database).first
        if found == nil { try LostRows.check(id, .listings, database) }
        return found
    }

    /// - Complexity: O(ids · log listings).
    static func many(_ ids: [Listing.ID], _ database: Database) throws -> [Listing] {
        let sql = "SELECT \(ListingRows.columns) FROM listings l WHERE l.id IN (SELECT value FROM json_each(?))"
        let found = try all(sql, [json(ids)], database)
        try LostRows.check(ids, found: found.lazy.map(\.id), .listings, database)
        return found
    }

    /// The same with their shops, without those that are lost or damaged: they must not hide what others list.
    static func offered(_ ids: [Listing.ID], _ database: Database) throws -> [ShopListing] {
        try StoreDamage.readable(ids) { try allOffered($0, database) }
    }

    private static func allOffered(_ ids: [Listing.ID], _ database: Database) throws -> [ShopListing] {
        let sql = "SELECT \(ListingRows.shopColumns) FROM listings l WHERE l.id IN (SELECT value FROM json_each(?))"
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [json(ids)])
        let found = try Array(rows.map(ListingRows.shopListing))
        try LostRows.check(ids, found: found.lazy.map(\.listing.id), .listings, database)
        return found
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

    /// As the index `listings_on_sale` has it.
    private static let isOnSale = "l.status = 'active' AND l.quantity > 0"

    /// Calls the body with batches of listings that are on sale by rising number. A batch ends early once its texts reach
    /// `ListingLimits.batchBytes`.
    /// - Throws: `DatabaseError` with `SQLITE_CORRUPT`, after the last batch, where the table has another number of them than
    ///   its index: damage must not make a smaller market of it.
    static func scanOnSale(
        afterID: Listing.ID, batchSize: Int, _ database: Database, _ body: ([ShopListing]) throws -> Void
    ) throws {
        let sql = """
            SELECT \(ListingRows.shopColumns) FROM listings l NOT INDEXED
            WHERE l.id > ? AND \(isOnSale) ORDER BY l.id
            """
        let rows = try Row.fetchCursor(database.makeStatement(sql: sql), arguments: [afterID])
        var batch: [ShopListing] = []
        var (count, bytes) = (0, 0)
        batch.reserveCapacity(batchSize)
        while let row = try rows.next() {
            let offered = try ListingRows.shopListing(row)
            batch.append(offered)
            count += 1
            bytes += offered.listing.content.textByteCount
            guard batch.count >= batchSize || bytes >= ListingLimits.batchBytes else { continue }
            try body(batch)
            bytes = 0
            batch.removeAll(keepingCapacity: true)
        }
        if !batch.isEmpty { try body(batch) }
        let indexed = try onSaleCount(afterID: afterID, database)
        guard indexed == count else {
            throw LostRows.lost("\(count) listings are on sale, and their index has \(indexed)")
        }
    }

    /// Calls the body with the title and the seller of one in so many listings that are on sale, by rising number.
    static func scanTitlesOnSale(
        every stride: Int, _ database: Database, _ body: (_ title: String, _ sellerID: Int64) throws -> Void
    ) throws {
        let sql = """
            SELECT l.title, l.seller_id FROM listings l NOT INDEXED
            WHERE \(isOnSale) ORDER BY l.id
            """
        let rows = try Row.fetchCursor(database.makeStatement(sql: sql))
        var number = 0
        while let row = try rows.next() {
            if number % stride == 0 { try body(row.value(0), row.value(1)) }
            number += 1
        }
    }

    /// By the index of them alone.
    static func onSaleCount(afterID: Listing.ID = 0, _ database: Database) throws -> Int {
        let sql = """
            SELECT COUNT(*) FROM listings l INDEXED BY listings_on_sale
            WHERE l.id > ? AND \(isOnSale)
            """
        return try Int.first(sql, database, [afterID]) ?? 0
    }

    private static func all(
        _ sql: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> [Listing] {
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
        return try Array(rows.map(ListingRows.listing))
    }
}
