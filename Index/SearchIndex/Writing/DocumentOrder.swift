/// The order in which a segment lays its documents: by falling base codes, channel by channel, then by rising key.
///
/// A document's base code is what a word is worth that stands once in its first field and nowhere else. Short titles
/// come first: the best documents of a list stand together at its beginning, what the rest can reach falls block by
/// block, and nearly every posting's code is its document's base, which costs no bytes.
enum DocumentOrder {
    /// The documents in their order.
    ///
    /// - Parameter bases: by channel and document.
    static func sorted(keys: [Int64], bases: [[UInt8]]) -> [UInt32] {
        var order = (0..<UInt32(keys.count)).map(\.self)
        if zip(keys, keys.dropFirst()).contains(where: { $0 >= $1 }) {
            order.sort { keys[Int($0)] < keys[Int($1)] }
        }
        // Stable counting sorts, the channel that counts least first.
        for codes in bases.reversed() { order = stablySorted(order, byFalling: codes) }
        return order
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
