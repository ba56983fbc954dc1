import Catalog

/// A log that hands everything on to another; what it does differently it says itself.
protocol ForwardingLog: ListingChangeLog {
    var log: any ListingChangeLog { get }
}

extension ForwardingLog {
    func changes(after sequence: Int64, limit: Int) throws -> [ListingChange] {
        try log.changes(after: sequence, limit: limit)
    }

    func lastSequence() throws -> Int64 { try log.lastSequence() }

    var knownSequence: Int64 { log.knownSequence }

    func position(at sequence: Int64) throws -> ChangeLogPosition? { try log.position(at: sequence) }

    func scanOnSale(
        batchSize: Int, afterID: Listing.ID, began: (ChangeLogPosition) throws -> Void,
        _ body: ([ShopListing]) throws -> Void
    ) throws -> Int64 {
        try log.scanOnSale(batchSize: batchSize, afterID: afterID, began: began, body)
    }

    func scanTitlesOnSale(every stride: Int, _ body: (String, Int64) throws -> Void) throws {
        try log.scanTitlesOnSale(every: stride, body)
    }

    func onSaleCount() throws -> Int { try log.onSaleCount() }

    func repeatChanges(of ids: [Listing.ID]) async throws { try await log.repeatChanges(of: ids) }

    func waitForChange(after sequence: Int64, timeoutMilliseconds: Int) async {
        await log.waitForChange(after: sequence, timeoutMilliseconds: timeoutMilliseconds)
    }
}
