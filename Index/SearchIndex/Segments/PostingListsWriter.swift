/// Writes the three sections of a channel: postings as the terms come, then the dictionary that leads to them.
struct PostingListsWriter {
    private let channel: Int
    private var dictionary = TermDictionaryWriter()
    private var written = 0

    init(channel: Int) { self.channel = channel }

    func begin(_ segment: inout SegmentWriter) throws(IndexError) { try segment.begin(.postings, channel) }

    /// Adds terms that are all greater than those before them.
    mutating func add(_ encoded: EncodedTerms, to segment: inout SegmentWriter) throws(IndexError) {
        var start = 0
        unsafe encoded.terms.withUnsafeBufferPointer { bytes in
            for (end, entry) in zip(encoded.ends, encoded.entries) {
                let term = unsafe UnsafeBufferPointer(rebasing: bytes[start..<end])
                unsafe dictionary.add(term, entry, postingsStart: written)
                if case .list(let range) = entry.place { written += range.count }
                start = end
            }
        }
        try segment.append(encoded.lists.bytes)
    }

    mutating func end(_ segment: inout SegmentWriter) throws(IndexError) {
        segment.end()
        let index = dictionary.finish()
        try segment.write(.dictionaryBlocks, channel, dictionary.blocks.bytes)
        try segment.write(.dictionaryIndex, channel, index)
    }
}

/// Posting lists behind each other, as they are encoded.
struct EncodedLists: Sendable {
    private(set) var bytes: [UInt8] = []
    private var encoder = PostingsEncoder()
    private var histogram = [Int](repeating: 0, count: ImpactTable.maximumCodes)

    /// Encodes a list; its entry counts from the first of the bytes.
    ///
    /// - Parameter bases: the base code of every document of the segment.
    mutating func add(
        documents: UnsafeBufferPointer<UInt32>, codes: UnsafeBufferPointer<UInt8>, bases: BaseCodes.View
    ) -> TermEntry {
        if documents.count == 1 {
            return unsafe TermEntry(
                documentCount: 1, place: .single(document: documents[0], code: codes[0]), maximumCode: codes[0],
                rankCodes: TermEntry.RankCodes())
        }
        let start = bytes.count
        unsafe encoder.encode(documents: documents, codes: codes, bases: bases, into: &bytes)
        let (maximum, ranks) = unsafe bestCodes(codes)
        return TermEntry(
            documentCount: documents.count, place: .list(start..<bytes.count), maximumCode: maximum, rankCodes: ranks)
    }

    /// The highest code, and the k-th highest for the ranks that the list is long enough for.
    private mutating func bestCodes(_ codes: UnsafeBufferPointer<UInt8>) -> (UInt8, TermEntry.RankCodes) {
        guard codes.count >= TermEntry.ranks[0] else { return unsafe (codes.max() ?? 0, TermEntry.RankCodes()) }
        for place in codes.indices { unsafe histogram[Int(codes[place])] += 1 }
        var ranks = TermEntry.RankCodes()
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
