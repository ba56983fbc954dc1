import Catalog
import SearchIndex

extension ListingRebuild {
    struct Proof {
        var listings: Int
        var sequence: Int64
    }

    /// Brings a generation level with the store and holds it against the store: the same set of listings, each in the
    /// same version.
    func prove(_ path: String, _ report: (Step) -> Void) throws -> Proof {
        let live = try ListingIndex(opening: path, categories: categories, analyzer: lexicon.analyzer)
        let reached = try catchUp(live, from: live.index.snapshot().checkpoint)
        report(.catchingUp(sequence: reached))
        let difference = try live.difference(from: log, followedTo: reached, checking: checkCancellation)
        guard difference.isEmpty else {
            throw ListingSearchError.unavailable("the new generation differs from the store: \(difference.summary)")
        }
        try live.commit(log, followedTo: reached)
        return Proof(listings: live.index.snapshot().documentCount, sequence: reached)
    }

    private func catchUp(_ live: ListingIndex, from start: Int64) throws -> Int64 {
        var sequence = start
        var committed = start
        while true {
            try checkCancellation()
            let next = try live.follow(log, after: sequence, limit: 5_000)
            if next == sequence { return sequence }
            sequence = next
            // What is not committed is in memory.
            if sequence - committed >= 50_000 {
                try live.commit(log, followedTo: sequence)
                committed = sequence
            }
        }
    }
}
