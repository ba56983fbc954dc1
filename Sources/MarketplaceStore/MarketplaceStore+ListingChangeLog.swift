public import Catalog
import GRDB
import Scheduling

extension MarketplaceStore: ListingChangeLog {
    public func changes(after sequence: Int64, limit: Int) throws -> [ListingChange] {
        try readBlocking { try Changes.after(sequence, limit: max(0, limit), $0) }
    }

    public func lastSequence() throws -> Int64 {
        try readBlocking(Changes.checkedLastSequence)
    }

    public func position(at sequence: Int64) throws -> ChangeLogPosition? {
        try readBlocking { try Changes.position(at: sequence, $0) }
    }

    /// One read transaction from beginning to end. The WAL cannot be emptied past it while it lasts.
    public func scanOnSale(
        batchSize: Int, afterID: Listing.ID, began: (ChangeLogPosition) throws -> Void,
        _ body: ([ShopListing]) throws -> Void
    ) throws -> Int64 {
        try scanBlocking { database in
            let position = try Changes.newestPosition(database)
            try ScanBodyError.keeping { try began(position) }
            try ListingReads.scanOnSale(afterID: afterID, batchSize: max(1, batchSize), database) { batch in
                try ScanBodyError.keeping { try body(batch) }
            }
            return position.sequence
        }
    }

    /// One read transaction, as for `scanOnSale`.
    public func scanTitlesOnSale(every stride: Int, _ body: (String, Int64) throws -> Void) throws {
        try scanBlocking { database in
            try ListingReads.scanTitlesOnSale(every: max(1, stride), database) { title, sellerID in
                try ScanBodyError.keeping { try body(title, sellerID) }
            }
        }
    }

    private func scanBlocking<Value>(_ work: (Database) throws -> Value) throws -> Value {
        BlockingRule.assertMayBlock()
        do { return try pool.read(work) } catch let error as ScanBodyError {
            throw error.error
        } catch { throw StoreError.translated(error, path: path) }
    }

    public func onSaleCount() throws -> Int {
        try readBlocking {
            try ListingReads.onSaleCount($0)
        }
    }

    public var knownSequence: Int64 { signal.sequence }

    public func repeatChanges(of ids: [Listing.ID]) async throws {
        guard !ids.isEmpty else { return }
        try await write { database in for id in ids { try Changes.append(id, database) } }
    }

    public func waitForChange(after sequence: Int64, timeoutMilliseconds: Int) async {
        await signal.wait(after: sequence, timeoutMilliseconds: timeoutMilliseconds)
    }
}

/// What was thrown by those who were handed rows: it leaves as it is, while the database's own errors get the path.
private struct ScanBodyError: Error {
    var error: any Error

    static func keeping(_ work: () throws -> Void) throws(ScanBodyError) {
        do { try work() } catch { throw ScanBodyError(error: error) }
    }
}
