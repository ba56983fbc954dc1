/// Collects one term's postings from the inputs of a merge under their new numbers and codes.
struct PostingsGatherer {
    private let inputs: [SegmentMerger.Input]
    private let channel: Int
    private let newNumbers: [[UInt32]]
    private let codes: [[UInt8]]
    private let sorts: Bool
    private var documents: [UInt32] = []
    private var newCodes: [UInt8] = []
    private var pairs: [UInt64] = []
    private let scratch = CursorBuffer(cursors: 1)

    init(
        _ inputs: [SegmentMerger.Input], channel: Int, newNumbers: [[UInt32]], codes: [[UInt8]], sorts: Bool
    ) {
        self.inputs = inputs
        self.channel = channel
        self.newNumbers = newNumbers
        self.codes = codes
        self.sorts = sorts
    }

    mutating func removeAll() {
        documents.removeAll(keepingCapacity: true)
        newCodes.removeAll(keepingCapacity: true)
        pairs.removeAll(keepingCapacity: true)
    }

    mutating func add(input: Int, _ entry: TermEntry) throws(IndexError) {
        let segment = inputs[input].segment
        var cursor = unsafe try segment.cursor(channel, entry, buffer: scratch.buffer(0))
        let numbers = newNumbers[input]
        let remap = codes[input]
        while cursor.document != PostingsCursor.end {
            let old = Int(cursor.document)
            let code = cursor.code()
            guard old < numbers.count, code < remap.count else {
                throw segment.corrupt("a posting is out of range", .postings, channel)
            }
            let new = numbers[old]
            if new != SegmentMerger.deleted {
                if sorts {
                    pairs.append(UInt64(new) << 8 | UInt64(remap[code]))
                } else {
                    documents.append(new)
                    newCodes.append(remap[code])
                }
            }
            cursor.next()
        }
        guard !cursor.isCorrupt else { throw segment.corrupt("a posting list contradicts itself", .postings, channel) }
    }

    /// The postings gathered, by rising document.
    mutating func withPostings(
        _ body: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt8>) throws(IndexError) -> Void
    ) throws(IndexError) {
        if sorts {
            pairs.sort()
            for pair in pairs {
                documents.append(UInt32(truncatingIfNeeded: pair >> 8))
                newCodes.append(UInt8(truncatingIfNeeded: pair))
            }
        }
        unsafe try documents.withUnsafeBufferPointer { (documents) throws(IndexError) in
            unsafe try newCodes.withUnsafeBufferPointer { (codes) throws(IndexError) in
                unsafe try body(documents, codes)
            }
        }
    }
}
