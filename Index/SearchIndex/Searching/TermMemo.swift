/// What dictionaries said of terms lately: the searches that answer one query ask for the same terms again and again.
///
/// Each term has one place, where the next one drops it.
struct TermMemo {
    private struct Known {
        var segment: SegmentID
        var channel: Int
        var term: [UInt8]
        var entry: TermEntry?
    }

    private var places = [Known?](repeating: nil, count: placeCount)
    private static let placeCount = 128

    /// As `SegmentReader.entry`.
    mutating func entry(
        _ channel: Int, _ term: [UInt8], of segment: SegmentReader
    ) throws(IndexError) -> TermEntry? {
        let place = Self.place(channel, term)
        if let known = places[place], known.channel == channel, known.term == term, known.segment == segment.record.id {
            return known.entry
        }
        let entry = try segment.entry(channel, term)
        places[place] = Known(segment: segment.record.id, channel: channel, term: term, entry: entry)
        return entry
    }

    /// By the hash of Fowler, Noll and Vo (FNV-1a).
    private static func place(_ channel: Int, _ term: [UInt8]) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(channel)
        for byte in term { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & UInt64(placeCount - 1))
    }
}
