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
        BlockingRule.assertMayBlock()
        // The body's own errors leave as they are; only the database's get the path.
        var bodyError: (any Error)?
        func keepingError(_ work: () throws -> Void) throws {
            do { try work() } catch {
                bodyError = error
                throw error
            }
        }
        do {
            return try pool.read { database in
                let position = try Changes.newestPosition(database)
                try keepingError { try began(position) }
                try ListingReads.scanOnSale(afterID: afterID, batchSize: max(1, batchSize), database) { batch in
                    try keepingError { try body(batch) }
                }
                return position.sequence
            }
        } catch {
            throw bodyError ?? StoreError.translated(error, path: path)
        }
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
