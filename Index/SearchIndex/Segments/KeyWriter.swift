/// Writes the documents' keys and what finds a key's document: the few runs in which keys rise, or an order that sorts
/// them.
enum KeyWriter {
    /// Each run is searched by halves: more of them cost more than an order takes.
    static let maximumRuns = 64

    static func sections(_ keys: [Int64]) -> [EncodedSection] {
        var sections = [EncodedSection(.keys, 0, PackedIntegers.pack(keys))]
        var starts: [Int64] = [0]
        for place in keys.indices.dropFirst() where keys[place - 1] >= keys[place] {
            starts.append(Int64(place))
            if starts.count > maximumRuns { break }
        }
        if starts.count > maximumRuns {
            let order = keys.indices.sorted { keys[$0] < keys[$1] }
            sections.append(EncodedSection(.keyOrder, 0, PackedIntegers.pack(order.map(Int64.init))))
        } else if starts.count > 1 {
            sections.append(EncodedSection(.keyRuns, 0, PackedIntegers.pack(starts)))
        }
        return sections
    }
}
