/// Stretches of documents that have the same base code in every channel.
///
/// Within one, a document without exceptions scores what the set of terms that it holds is worth, and nothing else about
/// it matters.
@safe final class Levels: @unchecked Sendable {
    // Safe to share: the codes are this object's own and do not change after init; a place in them is checked against the
    // counts by `init` alone, so whoever asks for a code stays below them.
    /// Where each stretch begins; one more for the end of the segment.
    private let starts: [UInt32]
    let channelCount: Int
    private let codes: UnsafeMutablePointer<UInt8>

    var count: Int { starts.count - 1 }
    var documentCount: UInt32 { starts[count] }

    func start(_ level: Int) -> UInt32 { starts[level] }
    func end(_ level: Int) -> UInt32 { starts[level + 1] }

    /// The level of a document that is not before level `first`.
    func level(of document: UInt32, from first: Int) -> Int {
        var level = first
        while starts[level + 1] <= document { level += 1 }
        return level
    }

    /// The base code of a level's documents in each channel.
    @inline(__always)
    func codes(_ level: Int) -> UnsafePointer<UInt8> {
        precondition(level >= 0 && level < count)
        return unsafe UnsafePointer(codes + level &* channelCount)
    }

    init(_ channels: [[BaseCodes.Run]], documentCount: Int) {
        var places = [Int](repeating: 0, count: channels.count)
        var starts: [UInt32] = []
        var codes: [UInt8] = []
        var start: UInt32 = 0
        while start < UInt32(documentCount) {
            var next = UInt32(documentCount)
            for (channel, runs) in channels.enumerated() {
                while places[channel] + 1 < runs.count, runs[places[channel] + 1].firstDocument <= start {
                    places[channel] += 1
                }
                codes.append(runs[places[channel]].code)
                if places[channel] + 1 < runs.count { next = min(next, runs[places[channel] + 1].firstDocument) }
            }
            starts.append(start)
            start = next
        }
        self.starts = starts + [UInt32(documentCount)]
        channelCount = channels.count
        unsafe self.codes = .allocate(capacity: max(1, codes.count))
        for (place, code) in codes.enumerated() { unsafe (self.codes + place).initialize(to: code) }
    }

    deinit { unsafe codes.deallocate() }
}
