extension Snapshot {
    /// The terms of a channel that begin with a prefix, with the number of documents that hold them, in order.
    ///
    /// Deleted documents count until their segment is merged. Stops after `limit` terms.
    public func terms(
        channel: Int, prefix: [UInt8], limit: Int
    ) throws(IndexError) -> [(term: [UInt8], documentCount: Int)] {
        var found: [(term: [UInt8], documentCount: Int)] = []
        for part in parts {
            guard var iterator = try part.segment.dictionary(channel)?.terms(prefix: prefix) else { continue }
            var taken = 0
            while taken < limit, let (term, entry) = try iterator.next() {
                found.append((term, entry.documentCount))
                taken += 1
            }
        }
        guard parts.count > 1 else { return found }
        var united: [(term: [UInt8], documentCount: Int)] = []
        for next in found.sorted(by: { $0.term.lexicographicallyPrecedes($1.term) }) {
            if let last = united.last, last.term == next.term {
                united[united.count - 1].documentCount += next.documentCount
            } else {
                united.append(next)
            }
        }
        return Array(united.prefix(limit))
    }

    /// How many documents hold a term, deleted ones counted until their segment is merged.
    public func documentCount(channel: Int, term: [UInt8]) throws(IndexError) -> Int {
        var count = 0
        for part in parts { count += try part.segment.entry(channel, term)?.documentCount ?? 0 }
        return count
    }
}
