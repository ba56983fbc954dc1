/// Keys in order, each leading to an entry: what begins with a prefix is one stretch of them.
struct PrefixTable: Sendable {
    private var bytes: [UInt8] = []
    private var starts: [UInt32] = [0]
    private var entries: [UInt32] = []

    init(_ keys: [(key: String, entry: UInt32)]) {
        let sorted = keys.map { (Array($0.key.utf8), $0.entry) }.sorted { left, right in
            left.0 != right.0 ? left.0.lexicographicallyPrecedes(right.0) : left.1 < right.1
        }
        entries.reserveCapacity(sorted.count)
        for (key, entry) in sorted {
            bytes += key
            starts.append(UInt32(bytes.count))
            entries.append(entry)
        }
    }

    func entry(_ place: Int) -> UInt32 { entries[place] }

    func key(_ place: Int) -> ArraySlice<UInt8> { bytes[Int(starts[place])..<Int(starts[place + 1])] }

    /// The places of the keys that begin with a prefix.
    func range(of prefix: [UInt8]) -> Range<Int> {
        let first = firstPlace { !$0.lexicographicallyPrecedes(prefix) }
        let end = firstPlace { key in
            !key.lexicographicallyPrecedes(prefix) && !key.starts(with: prefix)
        }
        return first..<max(first, end)
    }

    /// The first place whose key has a property that all keys behind it have too.
    private func firstPlace(_ holds: (ArraySlice<UInt8>) -> Bool) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(key(middle)) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
