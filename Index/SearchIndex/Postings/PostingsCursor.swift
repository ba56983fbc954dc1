/// Walks one posting list forward: its documents, and for each its code.
///
/// In a list of levels the codes are the documents' base codes but for those of a second, short list: the exceptions.
@safe struct PostingsCursor {
    // Safe: the buffers belong to the search's scratch memory and outlive the cursor; places in them are checked.
    static let end = BlockCursor.end

    var blocks: BlockCursor
    /// The postings whose codes are not their documents' base codes; of a list without levels only after
    /// `findExceptions`.
    var exceptions: BlockCursor
    /// Whether the list has no codes in its blocks.
    let isLeveled: Bool
    private let bases: BaseCodes.View
    private let buffer: UnsafeMutablePointer<UInt32>
    /// The highest code of the list.
    let maximumCode: UInt8

    static let numbersInBuffer = 4 * BitPacking.blockLength

    var document: UInt32 {
        @inline(__always) get { blocks.document }
    }
    var documentCount: Int { blocks.documentCount }
    var blockCount: Int { blocks.blockCount }
    var isCorrupt: Bool { blocks.isCorrupt || exceptions.isCorrupt }
    /// The decoded block.
    var currentBlock: Int { blocks.block }

    /// `buffer` has room for `numbersInBuffer`. The cursor stands on the first document.
    init(
        list: UnsafeRawBufferPointer, documentCount: Int, maximumCode: UInt8, bases: BaseCodes.View,
        buffer: UnsafeMutablePointer<UInt32>
    ) {
        self.bases = bases
        unsafe self.buffer = unsafe buffer
        self.maximumCode = maximumCode
        let spare = unsafe buffer + 2 * BitPacking.blockLength
        guard unsafe ListHeader.isLeveled(list, documentCount: documentCount) else {
            isLeveled = false
            blocks = unsafe BlockCursor(
                list: list, documentCount: documentCount, maximumCode: maximumCode, bases: bases, codes: .inBlocks,
                buffer: buffer)
            exceptions = unsafe BlockCursor(emptyIn: spare)
            return
        }
        isLeveled = true
        guard let header = unsafe ListHeader(list, documentCount: documentCount) else {
            blocks = unsafe BlockCursor(emptyIn: buffer)
            exceptions = unsafe BlockCursor(emptyIn: spare)
            blocks.fail()
            return
        }
        blocks = unsafe BlockCursor(
            list: header.blocks, documentCount: documentCount, maximumCode: maximumCode, bases: bases,
            codes: .absent, buffer: buffer)
        exceptions =
            unsafe header.exceptionCount == 0
            ? BlockCursor(emptyIn: spare)
            : BlockCursor(
                list: header.exceptions, documentCount: header.exceptionCount, maximumCode: maximumCode, bases: bases,
                codes: .inBlocks, buffer: spare)
    }

    /// A list of one document, which has no bytes of its own.
    init(single document: UInt32, code: UInt8, bases: BaseCodes.View, buffer: UnsafeMutablePointer<UInt32>) {
        self.bases = bases
        unsafe self.buffer = unsafe buffer
        maximumCode = code
        isLeveled = false
        unsafe buffer[0] = document
        unsafe buffer[BitPacking.blockLength] = UInt32(code)
        blocks = unsafe BlockCursor(decoded: 1, maximumCode: code, in: buffer)
        exceptions = unsafe BlockCursor(emptyIn: buffer + 2 * BitPacking.blockLength)
    }

    /// The code of the current document.
    @inline(__always)
    mutating func code() -> Int {
        if blocks.areCodesPending { takeCodes() }
        return blocks.code
    }

    /// Steps to the next document.
    @inline(__always)
    mutating func next() { blocks.next() }

    /// Steps to the first document that is not before `target`; never back.
    @inline(__always)
    mutating func advance(to target: UInt32) { blocks.advance(to: target) }

    /// Keeps those of the rising candidates that the list holds; returns how many. Never goes back.
    @inline(__always)
    mutating func keep(_ candidates: UnsafeMutablePointer<UInt32>, count: Int) -> Int {
        unsafe blocks.keep(candidates, count: count)
    }

    /// Visits all postings before `limit` with their codes and steps past them.
    @inline(__always)
    mutating func visit(below limit: UInt32, _ body: (_ document: UInt32, _ code: UInt32) -> Void) {
        while document < limit {
            if blocks.areCodesPending { takeCodes() }
            blocks.visitBlock(below: limit, body)
        }
    }

    /// Visits what is left of the decoded block before `limit`, with codes, and steps past it.
    @inline(__always)
    mutating func visitBlock(below limit: UInt32, _ body: (_ document: UInt32, _ code: UInt32) -> Void) {
        if blocks.areCodesPending { takeCodes() }
        blocks.visitBlock(below: limit, body)
    }

    /// Decodes the codes of the current block.
    @inline(never)
    private mutating func takeCodes() {
        guard isLeveled else { return blocks.decodeCodes() }
        blocks.takeCodes(bases: bases)
        let (first, last) = (blocks.firstOfBlock, blocks.lastOfBlock)
        exceptions.advance(to: first)
        while exceptions.document <= last {
            if exceptions.areCodesPending { exceptions.decodeCodes() }
            blocks.setCode(UInt32(exceptions.code), of: exceptions.document)
            exceptions.next()
        }
    }

    // MARK: Levels

    /// Whether every posting's code is known without decoding it, but for the exceptions: then the list can be searched
    /// level by level.
    var hasLevels: Bool { isLeveled || blockCount == 1 }

    /// The code of a document that the list, one of levels whose exceptions are found, holds. Asked for rising documents.
    @inline(__always)
    mutating func code(of document: UInt32) -> Int {
        exceptions.advance(to: document)
        guard exceptions.document == document else { return Int(bases[Int(document)]) }
        if exceptions.areCodesPending { exceptions.decodeCodes() }
        return exceptions.code
    }

    /// Makes `exceptions` true for a list of one block, which has its codes in it.
    mutating func findExceptions() {
        guard !isLeveled, blockCount == 1 else { return }
        if blocks.areCodesPending { blocks.decodeCodes() }
        let spare = unsafe buffer + 2 * BitPacking.blockLength
        let count = unsafe blocks.copyExceptions(from: bases, to: spare)
        exceptions =
            unsafe count == 0
            ? BlockCursor(emptyIn: spare) : BlockCursor(decoded: count, maximumCode: maximumCode, in: spare)
    }
}

/// What stands before the blocks of a list of more than one block.
///
/// ```
/// kind u8 (0: codes in the blocks; 1: levels) | of levels: exceptions u32 | bytes of exceptions u32
/// ```
@safe struct ListHeader {
    // Safe: the ranges are checked against the list that they are of.
    static let leveledBytes = 9

    let blocks: UnsafeRawBufferPointer
    let exceptions: UnsafeRawBufferPointer
    let exceptionCount: Int

    static func isLeveled(_ list: UnsafeRawBufferPointer, documentCount: Int) -> Bool {
        unsafe documentCount > BitPacking.blockLength && list.count > 0 && list[0] == 1
    }

    init?(_ list: UnsafeRawBufferPointer, documentCount: Int) {
        guard list.count > Self.leveledBytes else { return nil }
        let count = unsafe Int(UInt32(littleEndian: list.loadUnaligned(fromByteOffset: 1, as: UInt32.self)))
        let bytes = unsafe Int(UInt32(littleEndian: list.loadUnaligned(fromByteOffset: 5, as: UInt32.self)))
        guard count <= documentCount, bytes <= list.count - Self.leveledBytes, (count == 0) == (bytes == 0) else {
            return nil
        }
        exceptionCount = count
        let end = list.count - bytes
        unsafe blocks = UnsafeRawBufferPointer(rebasing: list[Self.leveledBytes..<end])
        unsafe exceptions = UnsafeRawBufferPointer(rebasing: list[end...])
    }
}
