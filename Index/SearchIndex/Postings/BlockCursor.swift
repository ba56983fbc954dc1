/// Walks blocks of postings forward, one decoded at a time. All its memory is its caller's.
///
/// The list's bytes carry checked checksums; a block that contradicts itself all the same (only a broken writer can make
/// one) ends the list and sets `isCorrupt`, which every search looks at before it answers.
@safe struct BlockCursor {
    /// After the last document.
    static let end = UInt32.max

    /// Where the codes of a list stand.
    enum Codes {
        case inBlocks
        case absent
    }

    private(set) var document: UInt32 = 0
    let documentCount: Int
    private(set) var blockCount: Int
    private(set) var isCorrupt = false
    /// The highest code of the list.
    private let maximumCode: UInt8

    private let list: UnsafeRawPointer
    private let listBytes: Int
    private let documents: UnsafeMutablePointer<UInt32>
    private let codes: UnsafeMutablePointer<UInt32>
    private let hasCodes: Bool
    /// The decoded block, its length, the place in it, and where its codes stand until they are asked for.
    private(set) var block = -1
    private var length = 0
    private var place = 0
    private var codesPending: UnsafeRawPointer?
    /// How they are written, and what packed ones are less.
    private var codeForm: UInt8 = 0
    private var leastCode: UInt32 = 0
    /// The base codes of the segment's documents.
    private let bases: BaseCodes.View

    /// `buffer` has room for two blocks. The cursor stands on the first document.
    @inline(__always)
    init(
        list: UnsafeRawBufferPointer, documentCount: Int, maximumCode: UInt8, bases: BaseCodes.View, codes kind: Codes,
        buffer: UnsafeMutablePointer<UInt32>
    ) {
        self.bases = bases
        blockCount = (documentCount + BitPacking.blockLength - 1) / BitPacking.blockLength
        let head = blockCount > 1 && kind == .inBlocks ? 1 : 0
        unsafe self.list = unsafe list.baseAddress! + head
        listBytes = list.count - head
        hasCodes = kind == .inBlocks
        self.documentCount = documentCount
        self.maximumCode = maximumCode
        unsafe documents = unsafe buffer
        unsafe codes = unsafe buffer + BitPacking.blockLength
        if blockCount > 1, listBytes < blockCount * PostingsEncoder.skipEntryBytes {
            fail()
        } else {
            decode(0)
        }
    }

    /// One block whose documents and codes stand in the buffer already.
    init(decoded count: Int, maximumCode: UInt8, in buffer: UnsafeMutablePointer<UInt32>) {
        self.maximumCode = maximumCode
        unsafe list = UnsafeRawPointer(buffer)
        listBytes = 0
        // No block is ever decoded.
        bases = unsafe BaseCodes.View(unread: buffer)
        documentCount = count
        hasCodes = true
        blockCount = 1
        unsafe documents = unsafe buffer
        unsafe codes = unsafe buffer + BitPacking.blockLength
        block = 0
        length = count
        pad()
        document = unsafe documents[0]
    }

    /// A list of nothing: it stands at its end.
    init(emptyIn buffer: UnsafeMutablePointer<UInt32>) {
        unsafe self.init(decoded: 1, maximumCode: 0, in: buffer)
        blockCount = 0
        finish()
    }

    var areCodesPending: Bool {
        @inline(__always) get { unsafe codesPending != nil }
    }

    /// The code of the current document, once decoded.
    var code: Int {
        @inline(__always) get { unsafe Int(codes[place]) }
    }

    var firstOfBlock: UInt32 { unsafe documents[0] }
    var lastOfBlock: UInt32 { unsafe documents[length &- 1] }

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
        place = position(of: target)
        document = unsafe documents[place]
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

    /// The highest code of the blocks that may hold documents of `start..<end`; nil where there are none. Not before the
    /// block at hand.
    func maximumCode(from start: UInt32, to end: UInt32) -> UInt8? {
        guard document < end else { return nil }
        if blockCount == 1 { return maximumCode }
        var block = findBlock(start, from: self.block)
        var most: UInt8?
        while block < blockCount {
            most = max(most ?? 0, maximumCode(ofBlock: block))
            if lastDocument(block) >= end &- 1 { break }
            block += 1
        }
        return most
    }

    /// The highest code of a block.
    @inline(__always)
    func maximumCode(ofBlock block: Int) -> UInt8 {
        unsafe blockCount == 1 ? maximumCode : list.load(fromByteOffset: blockCount &* 8 &+ block, as: UInt8.self)
    }

    /// Visits what is left of the decoded block before `limit`, and steps past it.
    @inline(__always)
    mutating func visitBlock(below limit: UInt32, _ body: (_ document: UInt32, _ code: UInt32) -> Void) {
        var index = place
        while index < length {
            let document = unsafe documents[index]
            if document >= limit { break }
            unsafe body(document, codes[index])
            index &+= 1
        }
        settle(index)
    }

    /// Visits the postings of the list before `limit`, and steps past them.
    @inline(__always)
    mutating func visit(below limit: UInt32, _ body: (_ document: UInt32, _ code: UInt32) -> Void) {
        while document < limit {
            if areCodesPending { decodeCodes() }
            visitBlock(below: limit, body)
        }
    }

    /// Visits the documents of the list before `limit`, and steps past them.
    @inline(__always)
    mutating func visitDocuments(below limit: UInt32, _ body: (_ document: UInt32) -> Void) {
        while document < limit {
            var index = place
            while index < length {
                let document = unsafe documents[index]
                if document >= limit { break }
                body(document)
                index &+= 1
            }
            settle(index)
        }
    }

    /// Copies the documents of the decoded block before `limit` and steps past them; returns how many.
    @inline(__always)
    mutating func take(below limit: UInt32, into candidates: UnsafeMutablePointer<UInt32>) -> Int {
        var count = 0
        var index = place
        while index < length {
            let document = unsafe documents[index]
            if document >= limit { break }
            unsafe candidates[count] = document
            count &+= 1
            index &+= 1
        }
        settle(index)
        return count
    }

    /// Keeps those of the rising candidates that the list holds; returns how many. Never goes back.
    @inline(__always)
    mutating func keep(_ candidates: UnsafeMutablePointer<UInt32>, count: Int) -> Int {
        var kept = 0
        unsafe lookUp(candidates, count: count) { _, candidate, isHeld in
            unsafe candidates[kept] = candidate
            kept &+= isHeld ? 1 : 0
        }
        return kept
    }

    /// Looks the rising candidates up, up to the end of the list, and calls the body with each. Never goes back.
    ///
    /// All candidates that fall into one block are looked up beside each other, each by the same seven steps.
    @inline(__always)
    private mutating func lookUp(
        _ candidates: UnsafeMutablePointer<UInt32>, count: Int,
        _ body: (_ index: Int, _ candidate: UInt32, _ isHeld: Bool) -> Void
    ) {
        var index = 0
        while index < count {
            guard reachBlock(of: unsafe candidates[index]) else { return }
            let last = unsafe documents[length &- 1]
            while index < count {
                let candidate = unsafe candidates[index]
                if candidate > last { break }
                let found = position(of: candidate)
                unsafe body(index, candidate, documents[found] == candidate)
                index &+= 1
            }
        }
    }

    /// Goes on to the block that holds a document if any does; returns whether there is one.
    @inline(__always)
    private mutating func reachBlock(of target: UInt32) -> Bool {
        if unsafe documents[length &- 1] < target { seekBlock(target) }
        return document != Self.end
    }

    /// Keeps those of the rising candidates that the list, whose codes are in its blocks, holds; returns how many. Calls the
    /// body with each one's place before and now, and its code. Never goes back.
    @inline(__always)
    mutating func keep(
        _ candidates: UnsafeMutablePointer<UInt32>, count: Int,
        _ body: (_ before: Int, _ now: Int, _ code: UInt32) -> Void
    ) -> Int {
        var kept = 0
        var index = 0
        while index < count {
            guard reachBlock(of: unsafe candidates[index]) else { break }
            let last = unsafe documents[length &- 1]
            while index < count {
                let candidate = unsafe candidates[index]
                if candidate > last { break }
                let found = position(of: candidate)
                if unsafe documents[found] == candidate {
                    if areCodesPending { decodeCodes() }
                    unsafe candidates[kept] = candidate
                    body(index, kept, unsafe codes[found])
                    kept &+= 1
                }
                index &+= 1
            }
        }
        return kept
    }

    /// Keeps those of the rising candidates that the list holds, their sums with a value more; returns how many.
    mutating func keep(
        _ candidates: UnsafeMutablePointer<UInt32>, adding value: Int32, to sums: UnsafeMutablePointer<Int32>,
        count: Int
    ) -> Int {
        var kept = 0
        for index in 0..<count {
            let candidate = unsafe candidates[index]
            advance(to: candidate)
            guard document == candidate else { continue }
            unsafe candidates[kept] = candidate
            unsafe sums[kept] = unsafe sums[index] &+ value
            kept += 1
        }
        return kept
    }

    /// Writes the places of those of the rising candidates that the list holds; returns how many. Never goes back.
    @inline(__always)
    mutating func find(
        _ candidates: UnsafeMutablePointer<UInt32>, count: Int, into places: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var held = 0
        unsafe lookUp(candidates, count: count) { index, _, isHeld in
            unsafe places[held] = UInt32(truncatingIfNeeded: index)
            held &+= isHeld ? 1 : 0
        }
        return held
    }

    /// Adds a value to the sums of those of the rising candidates that the list holds. Never goes back.
    @inline(__always)
    mutating func add(
        _ value: Int32, to sums: UnsafeMutablePointer<Int32>, of candidates: UnsafeMutablePointer<UInt32>, count: Int
    ) {
        unsafe lookUp(candidates, count: count) { index, _, isHeld in unsafe sums[index] &+= isHeld ? value : 0 }
    }

    /// The first place of the decoded block, which is padded, that is not before `target`; one is. Adds instead of
    /// branching, since no branch could be foreseen.
    @inline(__always)
    private func position(of target: UInt32) -> Int {
        var low = unsafe isBefore(documents[63], target) &<< 6
        low &+= unsafe isBefore(documents[low &+ 31], target) &<< 5
        low &+= unsafe isBefore(documents[low &+ 15], target) &<< 4
        low &+= unsafe isBefore(documents[low &+ 7], target) &<< 3
        low &+= unsafe isBefore(documents[low &+ 3], target) &<< 2
        low &+= unsafe isBefore(documents[low &+ 1], target) &<< 1
        return unsafe low &+ isBefore(documents[low], target)
    }

    /// 1 where it is, 0 where not.
    @inline(__always)
    private func isBefore(_ document: UInt32, _ target: UInt32) -> Int {
        Int(truncatingIfNeeded: (UInt64(document) &- UInt64(target)) &>> 63)
    }

    /// Fills a short block up, so that searches in it need not know its length.
    private func pad() {
        for place in length..<BitPacking.blockLength { unsafe documents[place] = Self.end }
    }

    /// Goes on at a place of the block, or past it.
    @inline(__always)
    private mutating func settle(_ index: Int) {
        place = index
        if index < length {
            document = unsafe documents[index]
        } else {
            nextBlock()
        }
    }

    // MARK: Codes

    /// The documents' base codes for the decoded block.
    mutating func takeCodes(bases: BaseCodes.View) {
        unsafe codesPending = nil
        guard unsafe Int(documents[length &- 1]) < bases.count else { return fail() }
        unsafe bases.take(documents, count: length, into: codes)
    }

    /// Sets the code of a document of the decoded block.
    mutating func setCode(_ code: UInt32, of document: UInt32) {
        let found = position(of: document)
        guard unsafe documents[found] == document else { return fail() }
        unsafe codes[found] = code
    }

    /// Copies the postings of the only block, codes decoded, that differ from their base codes; returns how many.
    mutating func copyExceptions(
        from bases: BaseCodes.View, to target: UnsafeMutablePointer<UInt32>
    ) -> Int {
        guard length > 0, unsafe Int(documents[length &- 1]) < bases.count else {
            fail()
            return 0
        }
        var count = 0
        for place in 0..<length where unsafe codes[place] != UInt32(bases[Int(documents[place])]) {
            unsafe target[count] = unsafe documents[place]
            unsafe target[BitPacking.blockLength + count] = unsafe codes[place]
            count += 1
        }
        return count
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

    mutating func fail() {
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
        guard start >= skips, start &+ (hasCodes ? 2 : 1) <= listBytes else { return fail() }
        let header = unsafe list + start
        let gapWidth = unsafe Int(header.load(as: UInt8.self))
        guard gapWidth <= 32 else { return fail() }
        let gapBytes =
            isFull
            ? BitPacking.blockBytes(width: gapWidth) : BitPacking.runBytes(count: length, width: gapWidth)
        var head = 1
        if hasCodes {
            codeForm = unsafe header.load(fromByteOffset: 1, as: UInt8.self)
            leastCode = unsafe UInt32(header.load(fromByteOffset: 2, as: UInt8.self))
            guard let (codeHead, codeBytes) = codeSize(isFull: isFull) else { return fail() }
            head = codeHead
            guard start &+ head &+ gapBytes &+ codeBytes <= listBytes else { return fail() }
        } else {
            guard start &+ head &+ gapBytes <= listBytes else { return fail() }
        }
        let gaps = unsafe header + head
        let previous = index == 0 ? UInt32.max : lastDocument(index &- 1)
        if isFull {
            unsafe BitPacking.unpackDocuments(gaps, width: gapWidth, after: previous, into: documents)
        } else {
            unsafe BitPacking.unpackRun(gaps, count: length, width: gapWidth, into: documents)
            var sum = previous
            for place in 0..<length {
                sum = unsafe sum &+ documents[place] &+ 1
                unsafe documents[place] = sum
            }
            pad()
        }
        unsafe codesPending = unsafe gaps + gapBytes
        guard unsafe blockCount == 1 || documents[length &- 1] == lastDocument(index) else { return fail() }
        guard isRising(after: previous, gapWidth: gapWidth) else { return fail() }
        place = 0
        document = unsafe documents[0]
    }

    /// The bytes of the block's header and of its codes; nil where their form is none.
    @inline(__always)
    private func codeSize(isFull: Bool) -> (head: Int, bytes: Int)? {
        if codeForm >= PostingsEncoder.exceptionForm {
            return (2, 2 &* Int(codeForm &- PostingsEncoder.exceptionForm))
        }
        guard codeForm <= 8 else { return nil }
        let width = Int(codeForm)
        return (
            3, isFull ? BitPacking.blockBytes(width: width) : BitPacking.runBytes(count: length, width: width)
        )
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
    mutating func decodeCodes() {
        guard let source = unsafe codesPending else { return }
        guard codeForm < PostingsEncoder.exceptionForm else { return unsafe takeBases(source) }
        unsafe codesPending = nil
        if length == BitPacking.blockLength {
            unsafe BitPacking.unpackBlock(source, width: Int(codeForm), into: codes)
        } else {
            unsafe BitPacking.unpackRun(source, count: length, width: Int(codeForm), into: codes)
        }
        guard leastCode > 0 else { return }
        for place in 0..<length { unsafe codes[place] = unsafe (codes[place] &+ leastCode) & 0xFF }
    }

    /// The documents' base codes, and the exceptions put over them.
    private mutating func takeBases(_ exceptions: UnsafeRawPointer) {
        takeCodes(bases: bases)
        let count = Int(codeForm &- PostingsEncoder.exceptionForm)
        for number in 0..<count {
            let place = unsafe Int(exceptions.load(fromByteOffset: number, as: UInt8.self))
            guard place < length else { return fail() }
            unsafe codes[place] = unsafe UInt32(exceptions.load(fromByteOffset: count &+ number, as: UInt8.self))
        }
    }
}
