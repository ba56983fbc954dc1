import Catalog
import GRDB

/// The rows of the table `listing_changes`.
///
/// SQLite has one writer at a time, so numbers are committed in the order in which they are given: whoever has seen a
/// number will never see a lower one appear.
enum Changes {
    /// The SQL function that names the history which this process writes; see `ChangeLogPosition`.
    static func historyFunction(_ name: String) -> DatabaseFunction {
        DatabaseFunction("change_history", argumentCount: 0, pure: false) { _ in name }
    }

    /// Older names are forgotten: an index that knows only those is made again.
    private static let keptHistories = 4_096

    /// Begins the history of this process before its first change. Where the transaction is undone, so is this.
    private static func beginHistory(_ database: Database) throws {
        let begin = """
            INSERT INTO change_histories (after_sequence, name)
            SELECT (SELECT COALESCE(MAX(sequence), 0) FROM listing_changes), change_history()
            WHERE NOT EXISTS (SELECT 1 FROM change_histories WHERE name = change_history())
            """
        try database.cachedStatement(sql: begin).execute()
        guard database.changesCount > 0 else { return }
        let forget = """
            DELETE FROM change_histories WHERE after_sequence <= (
                SELECT after_sequence FROM change_histories ORDER BY after_sequence DESC LIMIT 1 OFFSET ?)
            """
        try database.cachedStatement(sql: forget).execute(arguments: [keptHistories])
    }

    /// Records that a listing has changed, in the transaction of the change.
    static func append(_ id: Listing.ID, _ database: Database) throws {
        try beginHistory(database)
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO listing_changes (listing_id) VALUES (?)")
            .execute(arguments: [id])
    }

    static func lastSequence(_ database: Database) throws -> Int64 {
        try Int64.first("SELECT MAX(sequence) FROM listing_changes", database) ?? 0
    }

    /// - Throws: `DatabaseError` with `SQLITE_CORRUPT` where the last number that was given has no row.
    static func checkedLastSequence(_ database: Database) throws -> Int64 {
        let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'listing_changes'"
        let given = try Int64.first(sql, database) ?? 0
        let last = try lastSequence(database)
        guard given == last else {
            throw LostRows.lost("listing_changes ends at \(last), and \(given) was written")
        }
        return last
    }

    /// Nil where the log does not reach so far.
    static func position(at sequence: Int64, _ database: Database) throws -> ChangeLogPosition? {
        try sequence <= checkedLastSequence(database) ? known(sequence, database) : nil
    }

    static func newestPosition(_ database: Database) throws -> ChangeLogPosition {
        try known(checkedLastSequence(database), database)
    }

    private static func known(_ sequence: Int64, _ database: Database) throws -> ChangeLogPosition {
        guard let store = try String.first("SELECT name FROM store_identity", database) else {
            throw LostRows.lost("the name of the store is lost")
        }
        let sql = "SELECT name FROM change_histories WHERE after_sequence < ? ORDER BY after_sequence DESC LIMIT 1"
        let history = try String.first(sql, database, [sequence])
        return ChangeLogPosition(store: store, history: history ?? "", sequence: sequence)
    }

    /// Ends early once the texts reach `ListingLimits.batchBytes`.
    ///
    /// Each listing is read by itself: one that is damaged must not hide the changes of all others, at every try anew.
    /// - Complexity: O(limit · log listings).
    static func after(_ sequence: Int64, limit: Int, _ database: Database) throws -> [ListingChange] {
        let sql = "SELECT sequence, listing_id FROM listing_changes WHERE sequence > ? ORDER BY sequence LIMIT ?"
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [sequence, limit])
        var changes: [ListingChange] = []
        var bytes = 0
        while bytes < ListingLimits.batchBytes, let row = try rows.next() {
            let id: Listing.ID = try row.value(1)
            let change = try ListingChange(sequence: row.value(0), listingID: id, offered: readable(id, database))
            bytes += change.offered?.listing.content.textByteCount ?? 0
            changes.append(change)
        }
        return changes
    }

    /// Nil, and counted, where the listing is lost or damaged. A disk that cannot be read at all is another trouble, and passes.
    private static func readable(_ id: Listing.ID, _ database: Database) throws -> ShopListing? {
        let sql = "SELECT \(ListingRows.shopColumns) FROM listings l WHERE l.id = ?"
        return try StoreDamage.readable([id]) { _ in
            let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [id])
            guard let row = try rows.next() else { throw LostRows.lost("listing \(id) has a change and no row") }
            return [try ListingRows.shopListing(row)]
        }.first
    }
}
