import MarketplaceClient
import MarketplaceWire

/// Sends rows in batches. What was acknowledged is never sent again, neither now nor by the next run.
struct Importer {
    struct Summary: Hashable, Codable {
        var created = 0
        /// Listed by an earlier run.
        var skipped = 0
        var rejected = 0
    }

    var client: MarketplaceClient
    var account: Int64
    var log: ImportLog
    /// Rows a request.
    var batchSize = 200

    /// - Parameter progress: called with the number of rows that are settled.
    mutating func run(
        _ rows: [ImportRow], progress: (Int) -> Void
    ) async throws -> (summary: Summary, rejects: [ImportReject]) {
        try await settleDoubts(rows)
        var summary = Summary()
        var rejects: [ImportReject] = []
        let open = rows.filter { log.done[$0.key] == nil }
        summary.skipped = rows.count - open.count
        var newest = open.isEmpty ? 0 : try await newestListing()
        for start in stride(from: 0, to: open.count, by: batchSize) {
            progress(summary.skipped + start)
            let batch = Array(open[start..<min(start + batchSize, open.count)])
            let refused = try await send(batch, &newest)
            summary.created += batch.count - Set(refused.map(\.row)).count
            rejects += refused
        }
        progress(rows.count)
        summary.rejected = Set(rejects.map(\.row)).count
        return (summary, rejects)
    }

    private mutating func settleDoubts(_ rows: [ImportRow]) async throws {
        let keys = Set(log.inDoubt)
        guard !keys.isEmpty else { return }
        let doubtful = DoubtfulRows(client: client, account: account)
        let sent = rows.filter { keys.contains($0.key) }
        try log.settleBatch(try await doubtful.settled(sent, newest: log.newestBeforeDoubt))
    }

    private func newestListing() async throws -> Int64 {
        try await client.listings(sellerID: account, status: "all", limit: 1).listings.first?.id ?? 0
    }

    private mutating func send(_ batch: [ImportRow], _ newest: inout Int64) async throws -> [ImportReject] {
        try log.begin(batch.map(\.key), newest: newest)
        let answer = try await answer(to: batch)
        var created: [String: Int64] = [:]
        var rejects: [ImportReject] = []
        for result in answer.results where batch.indices.contains(result.index) {
            let row = batch[result.index]
            if let id = result.id {
                created[row.key] = id
                newest = max(newest, id)
            } else {
                rejects += Self.rejects(row, result)
            }
        }
        try log.settleBatch(created)
        return rejects
    }

    private mutating func answer(to batch: [ImportRow]) async throws -> ListingBatchResponse {
        do {
            return try await client.createBatch(batch.map(\.request))
        } catch let error as ClientError where error.meansNothingWasDone {
            try log.settleBatch([:])
            throw error
        } catch let error as ClientError {
            throw CommandFailure.failed("\(error); the same command finds out what was listed and goes on")
        }
    }

    private static func rejects(_ row: ImportRow, _ result: ListingBatchResult) -> [ImportReject] {
        let problems = result.errors ?? [ProblemField(field: "row", message: "refused with status \(result.status)")]
        return problems.map {
            ImportReject(row: row.number, key: row.key, column: $0.field, reason: $0.message)
        }
    }
}

extension ClientError {
    /// Whether a write that failed so has surely left no trace.
    fileprivate var meansNothingWasDone: Bool {
        switch self {
        case .unreachable, .invalidServer: true
        case .problem(let problem): problem.status < 500
        case .interrupted, .unexpected: false
        }
    }
}
