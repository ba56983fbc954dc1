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

    /// How many documents hold each of these terms, as `documentCount` counts. Terms that rise cost much less than as many
    /// single look-ups.
    public func documentCounts(channel: Int, terms: [[UInt8]]) throws(IndexError) -> [Int] {
        var counts = [Int](repeating: 0, count: terms.count)
        for part in parts {
            guard var lookup = part.segment.dictionary(channel)?.lookup() else { continue }
            for (number, term) in terms.enumerated() {
                let entry = unsafe try term.withUnsafeBufferPointer { (bytes) throws(IndexError) in
                    unsafe try lookup.entry(bytes)
                }
                counts[number] += entry?.documentCount ?? 0
            }
        }
        return counts
    }
}

extension Snapshot {
    /// The strings of a keyword column, each once and in no order, those of deleted documents too until their segment is
    /// merged; nil where there are more than `limit`.
    public func strings(column: String, limit: Int) throws(IndexError) -> Set<String>? {
        var found: Set<String> = []
        for part in parts {
            guard let strings = try DocumentFilter.column(column, part.segment).strings else { continue }
            guard strings.count <= limit else { return nil }
            for place in 0..<strings.count { found.insert(strings[place]) }
        }
        return found.count <= limit ? found : nil
    }
}
