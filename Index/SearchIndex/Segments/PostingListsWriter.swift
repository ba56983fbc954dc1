/// Writes the three sections of a channel: postings as the terms come, then the dictionary that leads to them.
struct PostingListsWriter {
    private let channel: Int
    private let bases: [UInt8]
    private var dictionary = TermDictionaryWriter()
    private var encoder = PostingsEncoder()
    private var pending: [UInt8] = []
    private var written = 0
    private var histogram = [Int](repeating: 0, count: ImpactTable.maximumCodes)

    private static let flushBytes = 1 << 18

    /// - Parameter bases: the base code of every document of the segment.
    init(channel: Int, bases: [UInt8]) {
        self.channel = channel
        self.bases = bases
    }

    func begin(_ segment: inout SegmentWriter) throws(IndexError) { try segment.begin(.postings, channel) }

    /// Adds the postings of a term greater than all before it.
    mutating func add(
        _ term: UnsafeBufferPointer<UInt8>, documents: UnsafeBufferPointer<UInt32>, codes: UnsafeBufferPointer<UInt8>
    ) {
        let start = written + pending.count
        let entry: TermEntry
        if documents.count == 1 {
            entry = unsafe TermEntry(
                documentCount: 1, place: .single(document: documents[0], code: codes[0]), maximumCode: codes[0],
                rankCodes: [])
        } else {
            unsafe encoder.encode(documents: documents, codes: codes, bases: bases, into: &pending)
            let (maximum, ranks) = unsafe bestCodes(codes)
            entry = TermEntry(
                documentCount: documents.count, place: .list(start..<written + pending.count), maximumCode: maximum,
                rankCodes: ranks)
        }
        unsafe dictionary.add(term, entry, postingsStart: start)
    }

    mutating func flushIfLarge(_ segment: inout SegmentWriter) throws(IndexError) {
        if pending.count >= Self.flushBytes { try flush(&segment) }
    }

    mutating func end(_ segment: inout SegmentWriter) throws(IndexError) {
        try flush(&segment)
        segment.end()
        let index = dictionary.finish()
        try segment.write(.dictionaryBlocks, channel, dictionary.blocks.bytes)
        try segment.write(.dictionaryIndex, channel, index)
    }

    private mutating func flush(_ segment: inout SegmentWriter) throws(IndexError) {
        try segment.append(pending)
        written += pending.count
        pending.removeAll(keepingCapacity: true)
    }

    /// The highest code, and the k-th highest for the ranks that the list is long enough for.
    private mutating func bestCodes(_ codes: UnsafeBufferPointer<UInt8>) -> (UInt8, [UInt8]) {
        guard codes.count >= TermEntry.ranks[0] else { return unsafe (codes.max() ?? 0, []) }
        for place in codes.indices { unsafe histogram[Int(codes[place])] += 1 }
        var ranks: [UInt8] = []
        var maximum: UInt8?
        var seen = 0
        for code in stride(from: ImpactTable.maximumCodes - 1, through: 0, by: -1) where histogram[code] > 0 {
            if maximum == nil { maximum = UInt8(code) }
            seen += histogram[code]
            while ranks.count < TermEntry.ranks.count, seen >= TermEntry.ranks[ranks.count] {
                ranks.append(UInt8(code))
            }
            histogram[code] = 0
        }
        return (maximum ?? 0, ranks)
    }
}
