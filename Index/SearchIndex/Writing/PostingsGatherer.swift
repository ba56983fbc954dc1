/// Collects one term's postings from the inputs of a merge under their new numbers and codes.
struct PostingsGatherer {
    private let inputs: [SegmentMerger.Input]
    private let channel: Int
    private let newNumbers: [[UInt32]]
    private let codes: [[UInt8]]
    /// Documents and codes in one number each: a rising run for each input, and where the runs end.
    private var pairs: [UInt64] = []
    private var runEnds: [Int] = []
    private var spare: [UInt64] = []
    private var documents: [UInt32] = []
    private var newCodes: [UInt8] = []
    private let scratch = CursorBuffer(cursors: 1)

    init(_ inputs: [SegmentMerger.Input], channel: Int, newNumbers: [[UInt32]], codes: [[UInt8]]) {
        self.inputs = inputs
        self.channel = channel
        self.newNumbers = newNumbers
        self.codes = codes
    }

    mutating func removeAll() {
        pairs.removeAll(keepingCapacity: true)
        runEnds.removeAll(keepingCapacity: true)
        documents.removeAll(keepingCapacity: true)
        newCodes.removeAll(keepingCapacity: true)
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
            if new != SegmentMerger.deleted { pairs.append(UInt64(new) << 8 | UInt64(remap[code])) }
            cursor.next()
        }
        guard !cursor.isCorrupt else { throw segment.corrupt("a posting list contradicts itself", .postings, channel) }
        if pairs.count > runEnds.last ?? 0 { runEnds.append(pairs.count) }
    }

    /// The postings gathered, by rising document.
    mutating func withPostings(
        _ body: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt8>) throws(IndexError) -> Void
    ) throws(IndexError) {
        while runEnds.count > 1 { mergeRuns() }
        for pair in pairs {
            documents.append(UInt32(truncatingIfNeeded: pair >> 8))
            newCodes.append(UInt8(truncatingIfNeeded: pair))
        }
        unsafe try documents.withUnsafeBufferPointer { (documents) throws(IndexError) in
            unsafe try newCodes.withUnsafeBufferPointer { (codes) throws(IndexError) in
                unsafe try body(documents, codes)
            }
        }
    }

    /// Makes one run of every two neighbours.
    private mutating func mergeRuns() {
        spare.removeAll(keepingCapacity: true)
        var ends: [Int] = []
        var start = 0
        for place in stride(from: 0, to: runEnds.count, by: 2) {
            let middle = runEnds[place]
            let end = place + 1 < runEnds.count ? runEnds[place + 1] : middle
            merge(start..<middle, middle..<end)
            ends.append(spare.count)
            start = end
        }
        swap(&pairs, &spare)
        runEnds = ends
    }

    private mutating func merge(_ left: Range<Int>, _ right: Range<Int>) {
        var one = left.lowerBound
        var two = right.lowerBound
        while one < left.upperBound, two < right.upperBound {
            if pairs[one] < pairs[two] {
                spare.append(pairs[one])
                one += 1
            } else {
                spare.append(pairs[two])
                two += 1
            }
        }
        spare += pairs[one..<left.upperBound]
        spare += pairs[two..<right.upperBound]
    }
}
