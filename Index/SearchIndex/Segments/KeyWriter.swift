/// Writes the documents' keys, and where they do not rise by themselves, the order that sorts them.
enum KeyWriter {
    static func write(_ keys: [Int64], to segment: inout SegmentWriter) throws(IndexError) {
        try segment.write(.keys, 0, PackedIntegers.pack(keys))
        if zip(keys, keys.dropFirst()).contains(where: { $0 >= $1 }) {
            let order = keys.indices.sorted { keys[$0] < keys[$1] }
            try segment.write(.keyOrder, 0, PackedIntegers.pack(order.map(Int64.init)))
        }
    }
}
