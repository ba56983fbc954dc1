/// The order in which a segment lays its documents: by falling base codes, channel by channel, then by rising key.
///
/// A document's base code is what a word is worth that stands once in its first field and nowhere else. Short titles
/// come first: the best documents of a list stand together at its beginning, what the rest can reach falls block by
/// block, and nearly every posting's code is its document's base, which costs no bytes.
enum DocumentOrder {
    /// The documents in their order.
    ///
    /// - Parameter bases: by channel and document.
    /// - Throws: `IndexError.invalid` where two documents have one key.
    static func sorted(keys: [Int64], bases: [[UInt8]]) throws(IndexError) -> [UInt32] {
        var order = byKey(keys)
        try requireDistinct(order.lazy.map { keys[Int($0)] })
        // Stable counting sorts, the channel that counts least first.
        for codes in bases.reversed() { order = stablySorted(order, byFalling: codes) }
        return order
    }

    /// - Parameter keys: rising.
    /// - Throws: `IndexError.invalid` with the first key that stands twice.
    static func requireDistinct(_ keys: some Sequence<Int64>) throws(IndexError) {
        var last: Int64?
        for key in keys {
            guard key != last else { throw .invalid(field: "key", reason: "\(key) stands twice") }
            last = key
        }
    }

    /// The documents by rising key, equal ones as they came: what rises already is merged, as each thread of a build has its
    /// documents in the order of their keys where its caller had.
    private static func byKey(_ keys: [Int64]) -> [UInt32] {
        var order = (0..<UInt32(keys.count)).map(\.self)
        var ends = keys.indices.dropFirst().filter { keys[$0 - 1] > keys[$0] } + [keys.count]
        var spare = ends.count > 1 ? order : []
        while ends.count > 1 {
            var start = 0
            var merged: [Int] = []
            for place in stride(from: 0, to: ends.count, by: 2) {
                let middle = ends[place]
                let end = place + 1 < ends.count ? ends[place + 1] : middle
                merge(order, start..<middle, middle..<end, by: keys, into: &spare)
                merged.append(end)
                start = end
            }
            swap(&order, &spare)
            ends = merged
        }
        return order
    }

    private static func merge(
        _ order: [UInt32], _ left: Range<Int>, _ right: Range<Int>, by keys: [Int64], into merged: inout [UInt32]
    ) {
        var (one, two) = (left.lowerBound, right.lowerBound)
        for place in left.lowerBound..<right.upperBound {
            let isLeft =
                two == right.upperBound
                || one < left.upperBound && keys[Int(order[one])] <= keys[Int(order[two])]
            merged[place] = isLeft ? order[one] : order[two]
            one += isLeft ? 1 : 0
            two += isLeft ? 0 : 1
        }
    }

    private static func stablySorted(_ order: [UInt32], byFalling codes: [UInt8]) -> [UInt32] {
        var starts = [Int](repeating: 0, count: 257)
        for code in codes { starts[256 - Int(code)] += 1 }
        for place in 1...256 { starts[place] += starts[place - 1] }
        var sorted = order
        for document in order {
            let slot = 255 - Int(codes[Int(document)])
            sorted[starts[slot]] = document
            starts[slot] += 1
        }
        return sorted
    }

    /// The number by which documents are sorted before their keys are looked at, carried on to one channel more.
    static func rank(_ channelsBefore: UInt32, _ code: UInt8) -> UInt32 { channelsBefore << 8 | UInt32(255 - code) }
}
