/// Collects one term's postings from the inputs of a merge under their new numbers and codes.
struct PostingsGatherer {
    private let inputs: [SegmentMerger.Input]
    private let channel: Int
    private let newNumbers: [[UInt32]]
    private let codes: [[UInt8]]
    /// Documents and codes in one number each, `count` of them: a rising run for each input, and where the runs end.
    private var pairs: [UInt64] = []
    private var count = 0
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
        count = 0
        runEnds.removeAll(keepingCapacity: true)
    }

    mutating func add(input: Int, _ entry: TermEntry) throws(IndexError) {
        let segment = inputs[input].segment
        var cursor = unsafe try segment.cursor(channel, entry, buffer: scratch.buffer(0))
        reserve(count + entry.documentCount)
        let begin = count
        let isInRange = unsafe newNumbers[input].withUnsafeBufferPointer { numbers in
            unsafe codes[input].withUnsafeBufferPointer { codes in
                unsafe pairs.withUnsafeMutableBufferPointer { pairs in
                    unsafe Self.take(&cursor, numbers, codes, into: pairs, &count)
                }
            }
        }
        guard isInRange else { throw segment.corrupt("a posting is out of range", .postings, channel) }
        guard !cursor.isCorrupt else { throw segment.corrupt("a posting list contradicts itself", .postings, channel) }
        if count > begin { runEnds.append(count) }
    }

    /// Takes the postings of a list. No step waits for the one before, as looking up new numbers waits for memory.
    ///
    /// - Returns: whether all documents and codes are known.
    private static func take(
        _ cursor: inout PostingsCursor, _ numbers: UnsafeBufferPointer<UInt32>, _ codes: UnsafeBufferPointer<UInt8>,
        into pairs: UnsafeMutableBufferPointer<UInt64>, _ count: inout Int
    ) -> Bool {
        var place = count
        var isInRange = true
        cursor.visit(below: PostingsCursor.end) { document, code in
            guard Int(document) < numbers.count, Int(code) < codes.count, place < pairs.count else {
                isInRange = false
                return
            }
            let new = unsafe numbers[Int(document)]
            unsafe pairs[place] = unsafe UInt64(new) << 8 | UInt64(codes[Int(code)])
            place &+= new == SegmentMerger.deleted ? 0 : 1
        }
        count = place
        return isInRange
    }

    /// Makes room for so many postings.
    private mutating func reserve(_ wanted: Int) {
        guard pairs.count < wanted else { return }
        let more = max(wanted, 2 * pairs.count) - pairs.count
        pairs += repeatElement(0, count: more)
        spare += repeatElement(0, count: more)
        documents += repeatElement(0, count: more)
        newCodes += repeatElement(0, count: more)
    }

    /// The postings gathered, by rising document.
    mutating func withPostings(
        _ body: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt8>) throws(IndexError) -> Void
    ) throws(IndexError) {
        while runEnds.count > 1 { mergeRuns() }
        let count = count
        unsafe pairs.withUnsafeBufferPointer { pairs in
            unsafe documents.withUnsafeMutableBufferPointer { documents in
                for place in 0..<count {
                    unsafe documents[place] = unsafe UInt32(truncatingIfNeeded: pairs[place] >> 8)
                }
            }
            unsafe newCodes.withUnsafeMutableBufferPointer { codes in
                for place in 0..<count { unsafe codes[place] = unsafe UInt8(truncatingIfNeeded: pairs[place]) }
            }
        }
        unsafe try documents.withUnsafeBufferPointer { (documents) throws(IndexError) in
            unsafe try newCodes.withUnsafeBufferPointer { (codes) throws(IndexError) in
                unsafe try body(
                    UnsafeBufferPointer(rebasing: documents[..<count]), UnsafeBufferPointer(rebasing: codes[..<count]))
            }
        }
    }

    /// Makes one run of every two neighbours.
    private mutating func mergeRuns() {
        var ends: [Int] = []
        var start = 0
        for place in stride(from: 0, to: runEnds.count, by: 2) {
            let middle = runEnds[place]
            let end = place + 1 < runEnds.count ? runEnds[place + 1] : middle
            merge(start..<middle, middle..<end)
            ends.append(end)
            start = end
        }
        swap(&pairs, &spare)
        runEnds = ends
    }

    /// Writes two neighbouring runs as one to the same places of `spare`.
    private mutating func merge(_ left: Range<Int>, _ right: Range<Int>) {
        unsafe pairs.withUnsafeBufferPointer { pairs in
            unsafe spare.withUnsafeMutableBufferPointer { spare in
                var (one, two) = (left.lowerBound, right.lowerBound)
                var place = one
                while one < left.upperBound, two < right.upperBound {
                    // Added instead of branched on: which comes first cannot be foreseen.
                    let (first, second) = unsafe (pairs[one], pairs[two])
                    let isFirst = first < second ? 1 : 0
                    unsafe spare[place] = min(first, second)
                    one &+= isFirst
                    two &+= 1 &- isFirst
                    place &+= 1
                }
                for rest in [one..<left.upperBound, two..<right.upperBound] {
                    for index in rest {
                        unsafe spare[place] = unsafe pairs[index]
                        place &+= 1
                    }
                }
            }
        }
    }
}
