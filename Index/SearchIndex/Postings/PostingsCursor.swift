/// Walks one posting list forward, a decoded block at a time. All its memory is its caller's.
///
/// The list's bytes carry checked checksums; a block that contradicts itself all the same (only a broken writer can make
/// one) ends the list and sets `isCorrupt`, which every search looks at before it answers.
@safe struct PostingsCursor {
    /// After the last document.
    static let end = UInt32.max

    private(set) var document: UInt32 = 0
    let documentCount: Int
    private(set) var blockCount: Int
    private(set) var isCorrupt = false
    /// The highest code of the list.
    let maximumCode: UInt8

    private let list: UnsafeRawPointer
    private let listBytes: Int
    private let documents: UnsafeMutablePointer<UInt32>
    private let codes: UnsafeMutablePointer<UInt32>
    /// The decoded block, its length, the place in it, and where its codes stand until they are asked for.
    private var block = -1
    private var length = 0
    private var place = 0
    private var codesPending: UnsafeRawPointer?
    private var codeWidth = 0
    private var baseCode: UInt32 = 0

    /// `buffer` has room for two blocks. The cursor stands on the first document.
    @inline(__always)
    init(
        list: UnsafeRawBufferPointer, documentCount: Int, maximumCode: UInt8, buffer: UnsafeMutablePointer<UInt32>
    ) {
        unsafe self.list = list.baseAddress!
        listBytes = list.count
        self.documentCount = documentCount
        self.maximumCode = maximumCode
        blockCount = (documentCount + BitPacking.blockLength - 1) / BitPacking.blockLength
        unsafe documents = unsafe buffer
        unsafe codes = unsafe buffer + BitPacking.blockLength
        if blockCount > 1, listBytes < blockCount * PostingsEncoder.skipEntryBytes {
            fail()
        } else {
            decode(0)
        }
    }

    /// A list of one document, which has no bytes of its own.
    @inline(__always)
    init(single document: UInt32, code: UInt8, buffer: UnsafeMutablePointer<UInt32>) {
        unsafe list = UnsafeRawPointer(buffer)
        listBytes = 0
        documentCount = 1
        maximumCode = code
        blockCount = 1
        unsafe documents = unsafe buffer
        unsafe codes = unsafe buffer + BitPacking.blockLength
        unsafe buffer[0] = document
        unsafe codes[0] = UInt32(code)
        block = 0
        length = 1
        self.document = document
    }

    /// The code of the current document.
    @inline(__always)
    mutating func code() -> Int {
        if unsafe codesPending != nil { decodeCodes() }
        return unsafe Int(codes[place])
    }

    /// Steps to the next document.
    @inline(__always)
    mutating func next() {
        place &+= 1
        if place < length {
            document = unsafe documents[place]
        } else {
            nextBlock()
        }
    }

    /// Steps to the first document that is not before `target`; never back.
    @inline(__always)
    mutating func advance(to target: UInt32) {
        if document >= target { return }
        if unsafe documents[length &- 1] < target {
            seekBlock(target)
            if document >= target { return }
        }
        // The block's last document is not before the target: halve the rest of the block.
        var low = place
        var size = length &- place
        while size > 1 {
            let half = size >> 1
            low = unsafe documents[low &+ half &- 1] < target ? low &+ half : low
            size &-= half
        }
        place = low
        document = unsafe documents[low]
    }

    /// The block that holds the first document not before `target`, from block `from` on; `blockCount` if none does.
    @inline(__always)
    func findBlock(_ target: UInt32, from: Int) -> Int {
        guard blockCount > 1 else { return unsafe from == 0 && documents[length &- 1] >= target ? 0 : max(from, 1) }
        var low = from
        var step = 1
        // Gallop: a search goes on from near where it was.
        while low < blockCount, lastDocument(low) < target {
            let far = low &+ step
            if far >= blockCount || lastDocument(far) >= target {
                var high = min(far, blockCount)
                low &+= 1
                while low < high {
                    let middle = (low &+ high) >> 1
                    if lastDocument(middle) < target { low = middle &+ 1 } else { high = middle }
                }
                return low
            }
            low = far
            step <<= 1
        }
        return low
    }

    /// The last document of a block.
    @inline(__always)
    func lastDocument(_ block: Int) -> UInt32 {
        if blockCount == 1 { return unsafe documents[length &- 1] }
        return unsafe UInt32(littleEndian: list.loadUnaligned(fromByteOffset: block &* 4, as: UInt32.self))
    }

    /// The highest code of a block.
    @inline(__always)
    func maximumCode(ofBlock block: Int) -> UInt8 {
        unsafe blockCount == 1 ? maximumCode : list.load(fromByteOffset: blockCount &* 8 &+ block, as: UInt8.self)
    }

    /// The decoded block.
    var currentBlock: Int { block }

    /// What is left of the decoded block, and the place past it; for loops that take a block at a time.
    @inline(__always)
    func visitBlock(below limit: UInt32, _ body: (_ document: UInt32, _ code: UInt32) -> Void) -> Int {
        var index = place
        while index < length {
            let document = unsafe documents[index]
            if document >= limit { break }
            unsafe body(document, codes[index])
            index &+= 1
        }
        return index
    }

    /// Visits all postings before `limit` and steps past them.
    @inline(__always)
    mutating func visit(below limit: UInt32, _ body: (_ document: UInt32, _ code: UInt32) -> Void) {
        while document < limit {
            if unsafe codesPending != nil { decodeCodes() }
            place = visitBlock(below: limit, body)
            if place < length {
                document = unsafe documents[place]
            } else {
                nextBlock()
            }
        }
    }

    // MARK: Decoding

    @inline(never)
    private mutating func nextBlock() {
        if block &+ 1 < blockCount { decode(block &+ 1) } else { finish() }
    }

    @inline(never)
    private mutating func seekBlock(_ target: UInt32) {
        let found = blockCount > 1 ? findBlock(target, from: block &+ 1) : 1
        if found < blockCount { decode(found) } else { finish() }
    }

    private mutating func finish() {
        block = blockCount
        document = Self.end
        unsafe documents[0] = Self.end
        place = 0
        length = 1
        unsafe codesPending = nil
    }

    private mutating func fail() {
        isCorrupt = true
        blockCount = 0
        finish()
    }

    private mutating func decode(_ index: Int) {
        block = index
        let isFull = index < blockCount &- 1 || documentCount & 127 == 0
        length = isFull ? BitPacking.blockLength : documentCount & 127
        let skips = blockCount > 1 ? blockCount &* PostingsEncoder.skipEntryBytes : 0
        let start = skips &+ (index == 0 ? 0 : endOffset(index &- 1))
        guard start >= skips, start &+ PostingsEncoder.blockHeaderBytes <= listBytes else { return fail() }
        let header = unsafe list + start
        let gapWidth = unsafe Int(header.load(as: UInt8.self))
        codeWidth = unsafe Int(header.load(fromByteOffset: 1, as: UInt8.self))
        baseCode = unsafe UInt32(header.load(fromByteOffset: 2, as: UInt8.self))
        guard gapWidth <= 32, codeWidth <= 8 else { return fail() }
        let gaps = unsafe header + PostingsEncoder.blockHeaderBytes
        let previous = index == 0 ? UInt32.max : lastDocument(index &- 1)
        if isFull {
            let gapBytes = BitPacking.blockBytes(width: gapWidth)
            let bytes = PostingsEncoder.blockHeaderBytes &+ gapBytes &+ BitPacking.blockBytes(width: codeWidth)
            guard start &+ bytes <= listBytes else { return fail() }
            unsafe BitPacking.unpackBlock(gaps, width: gapWidth, into: documents)
            unsafe BitPacking.sumBlock(documents, after: previous)
            unsafe codesPending = unsafe gaps + gapBytes
        } else {
            let gapBytes = BitPacking.runBytes(count: length, width: gapWidth)
            let bytes =
                PostingsEncoder.blockHeaderBytes &+ gapBytes
                &+ BitPacking.runBytes(count: length, width: codeWidth)
            guard start &+ bytes <= listBytes else { return fail() }
            unsafe BitPacking.unpackRun(gaps, count: length, width: gapWidth, into: documents)
            var sum = previous
            for place in 0..<length {
                sum = unsafe sum &+ documents[place] &+ 1
                unsafe documents[place] = sum
            }
            unsafe codesPending = unsafe gaps + gapBytes
        }
        guard unsafe blockCount == 1 || documents[length &- 1] == lastDocument(index) else { return fail() }
        guard isRising(after: previous, gapWidth: gapWidth) else { return fail() }
        place = 0
        document = unsafe documents[0]
    }

    /// Whether the decoded documents rise. Gaps of up to 24 bits cannot lead once round 2³² in a block: then the ends tell.
    @inline(__always)
    private func isRising(after previous: UInt32, gapWidth: Int) -> Bool {
        guard unsafe previous == .max || documents[0] > previous, unsafe documents[length &- 1] >= documents[0] else {
            return false
        }
        return gapWidth <= 24 || (1..<length).allSatisfy { unsafe documents[$0 &- 1] < documents[$0] }
    }

    @inline(__always)
    private func endOffset(_ block: Int) -> Int {
        unsafe Int(
            UInt32(littleEndian: list.loadUnaligned(fromByteOffset: (blockCount &+ block) &* 4, as: UInt32.self)))
    }

    @inline(never)
    private mutating func decodeCodes() {
        guard let source = unsafe codesPending else { return }
        unsafe codesPending = nil
        if length == BitPacking.blockLength {
            unsafe BitPacking.unpackBlock(source, width: codeWidth, into: codes)
        } else {
            unsafe BitPacking.unpackRun(source, count: length, width: codeWidth, into: codes)
        }
        guard baseCode > 0 else { return }
        for place in 0..<length { unsafe codes[place] = unsafe (codes[place] &+ baseCode) & 0xFF }
    }
}
