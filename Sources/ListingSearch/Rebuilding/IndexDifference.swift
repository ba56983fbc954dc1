public import Catalog
import SearchIndex

/// Holds an index against the store: the set of active listings and the version of each.
public struct IndexDifference: Hashable, Sendable {
    /// In the store and not in the index, in the index and not in the store, in both in another version.
    public var missing: [Listing.ID] = []
    public var surplus: [Listing.ID] = []
    public var stale: [Listing.ID] = []
    /// What was compared.
    public var listings = 0

    public var isEmpty: Bool { missing.isEmpty && surplus.isEmpty && stale.isEmpty }

    public var summary: String {
        func few(_ name: String, _ ids: [Listing.ID]) -> String {
            "\(ids.count) \(name)"
                + (ids.isEmpty ? "" : " (\(ids.prefix(5).map(String.init).joined(separator: ", "))…)")
        }
        return [few("missing", missing), few("surplus", surplus), few("stale", stale)].joined(separator: ", ")
    }
}

extension ListingIndex {
    /// Compares with the store without changing anything. Reads all listings in one snapshot of the store; those that
    /// changed after `sequence`, up to which the index has followed, are left out: both sides may rightly differ.
    ///
    /// - Parameter checking: called now and then; what it throws ends the comparison.
    public func difference(
        from log: any ListingChangeLog, followedTo sequence: Int64, checking: () throws -> Void = {}
    ) throws -> IndexDifference {
        var store: [Listing.ID: Int64] = [:]
        let snapshot = index.snapshot()
        _ = try log.scanOnSale(batchSize: 1_000, afterID: 0) { offered in
            try checking()
            for listing in offered.map(\.listing) { store[listing.id] = listing.version }
        }
        let changing = try changed(log, after: sequence)
        var difference = IndexDifference()
        difference.listings = store.count
        try snapshot.forEachKey(column: ListingSchema.version) { key, version in
            let stored = store.removeValue(forKey: key)
            guard !changing.contains(key) else { return }
            if stored == nil {
                difference.surplus.append(key)
            } else if stored != version {
                difference.stale.append(key)
            }
        }
        difference.missing = store.keys.filter { !changing.contains($0) }.sorted()
        return difference
    }

    private func changed(_ log: any ListingChangeLog, after start: Int64) throws -> Set<Listing.ID> {
        var changed: Set<Listing.ID> = []
        var sequence = start
        while true {
            let changes = try log.changes(after: sequence, limit: 5_000)
            guard let last = changes.last else { return changed }
            changed.formUnion(changes.map(\.listingID))
            sequence = last.sequence
        }
    }
}
