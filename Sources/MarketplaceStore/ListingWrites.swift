import Catalog
import GRDB

/// Writing the table `listings`; each write leaves its row in the change log.
enum ListingWrites {
    static func insert(
        _ content: ListingContent, sellerID: Int64, atMilliseconds: Int64, _ database: Database
    ) throws -> Listing {
        let values: [(any DatabaseValueConvertible)?] =
            [sellerID, atMilliseconds, atMilliseconds] + ListingRows.values(of: content)
        try database.cachedStatement(sql: insertSQL).execute(arguments: StatementArguments(values))
        let id = database.lastInsertedRowID
        try Changes.append(id, database)
        return Listing(
            id: id, sellerID: sellerID, content: content, status: .active, version: 1,
            createdAtMilliseconds: atMilliseconds, updatedAtMilliseconds: atMilliseconds)
    }

    private static let insertSQL = """
        INSERT INTO listings
            (seller_id, status, version, created_at, updated_at, \(ListingRows.contentColumns.joined(separator: ", ")))
        VALUES (?, 'active', 1, ?, ?, \(ListingRows.contentColumns.map { _ in "?" }.joined(separator: ", ")))
        """
}

/// A change of one listing by its seller.
struct ListingUpdate: Sendable {
    var id: Listing.ID
    var sellerID: Int64
    var expectedVersion: Int64
    var content: ListingContent?
    var status: ListingStatus?
    var quota: ListingQuota?
    var atMilliseconds: Int64

    func perform(_ database: Database) throws -> Listing {
        let old = try ListingReads.one(id, database)
        guard try write(database), let old, let new = try ListingReads.one(id, database) else { throw refusal(old) }
        try count(from: old, to: new, database)
        try Changes.append(id, database)
        return new
    }

    /// Keeps the seller's totals in step; what passes the quota throws and is undone with the rest of the write.
    private func count(from old: Listing, to new: Listing, _ database: Database) throws {
        var use = try SellerTotals.use(of: sellerID, database)
        let before = use
        try use.change(
            from: SellerUse.Counted(old.content, old.status), to: SellerUse.Counted(new.content, new.status),
            within: quota, atMilliseconds: atMilliseconds)
        if use != before { try SellerTotals.save(use, of: sellerID, database) }
    }

    /// Owner, version and status are asked in the statement that writes. Whether it has written.
    private func write(_ database: Database) throws -> Bool {
        var sets = ["version = version + 1", "updated_at = ?"]
        var values: [(any DatabaseValueConvertible)?] = [atMilliseconds]
        if let content {
            sets += ListingRows.contentColumns.map { "\($0) = ?" }
            values += ListingRows.values(of: content)
        }
        if let status {
            sets.append("status = ?")
            values.append(status.rawValue)
        }
        let sql = """
            UPDATE listings SET \(sets.joined(separator: ", "))
            WHERE id = ? AND seller_id = ? AND version = ? AND status IN (\(origins))
            """
        values += [id, sellerID, expectedVersion]
        try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
        return database.changesCount == 1
    }

    /// The statuses from which this change may be made, as a list of SQL literals.
    private var origins: String {
        let statuses = status?.origins ?? Set(ListingStatus.allCases).subtracting([.deleted])
        return statuses.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
    }

    private func refusal(_ listing: Listing?) -> CatalogError {
        guard let listing, listing.sellerID == sellerID, listing.status != .deleted else { return .notFound }
        guard listing.version == expectedVersion else { return .stale(currentVersion: listing.version) }
        return .illegalTransition(from: listing.status, to: status ?? listing.status)
    }
}
