/// Writes the posting list of one term: documents as gaps, a code of the impact table for each.
///
/// ```
/// list of n postings in blocks of 128, b blocks, the last may be short
///   n ≤ 128:   block with codes
///   n > 128:   0 u8 | skips | block with codes × b
///        or    1 u8 | exceptions u32 | bytes of exceptions u32 | skips | block × b | list of the exceptions
///   skips:     lastDocument u32 × b | endOffset u32 × b | maximumCode u8 × b     (offsets from the first block)
///   block:     gapWidth u8 | gaps
///   block with codes:
///              gapWidth u8 | form u8 | leastCode u8 | gaps | codes               (form 0...8: the codes' width)
///        or    gapWidth u8 | form u8 | gaps | place u8 × e | code u8 × e         (form 128 + e)
/// ```
/// Gaps are document - previous document - 1; the one before the first is 2³² - 1. A full block's gaps and a short one's
/// stand as `BitPacking` says, and so do packed codes, less the block's least. The lists that begin with 1 and the
/// blocks of a form from 128 on have their documents' base codes but for exceptions. The shorter way is chosen.
struct PostingsEncoder {
    private var gaps = [UInt32](repeating: 0, count: BitPacking.blockLength)
    private var codes = [UInt32](repeating: 0, count: BitPacking.blockLength)
    private var blocks: [UInt8] = []
    private var lastDocuments: [UInt32] = []
    private var endOffsets: [UInt32] = []
    private var maximumCodes: [UInt8] = []
    private var exceptionDocuments: [UInt32] = []
    private var exceptionCodes: [UInt8] = []

    static let skipEntryBytes = 9
    static let exceptionForm: UInt8 = 128
    /// A list has levels if at most one posting of so many is an exception: each costs about two bytes.
    private static let postingsPerException = 3

    private enum Codes {
        case absent
        case packed
        case packedOrExceptions(BaseCodes.View)
    }

    /// Appends the list to `bytes`. The documents rise strictly.
    ///
    /// - Parameter bases: the base code of every document of the segment.
    mutating func encode(
        documents: UnsafeBufferPointer<UInt32>, codes all: UnsafeBufferPointer<UInt8>,
        bases: BaseCodes.View, into bytes: inout [UInt8]
    ) {
        precondition(documents.count == all.count && documents.count > 0)
        guard documents.count > BitPacking.blockLength else {
            unsafe encodeBlocks(documents, all, .packedOrExceptions(bases))
            bytes += blocks
            return
        }
        unsafe findExceptions(documents, all, bases)
        guard exceptionDocuments.count * Self.postingsPerException <= documents.count else {
            return unsafe encodePacked(documents, all, into: &bytes)
        }
        unsafe encodeBlocks(documents, all, .absent)
        bytes.append(1)
        let header = bytes.count
        bytes += [UInt8](repeating: 0, count: ListHeader.leveledBytes - 1)
        appendSkips(to: &bytes)
        bytes += blocks
        let start = bytes.count
        if !exceptionDocuments.isEmpty {
            let (documents, codes) = (exceptionDocuments, exceptionCodes)
            unsafe documents.withUnsafeBufferPointer { documents in
                unsafe codes.withUnsafeBufferPointer { unsafe encodePacked(documents, $0, into: &bytes) }
            }
        }
        Self.put(UInt32(exceptionDocuments.count), at: header, in: &bytes)
        Self.put(UInt32(bytes.count - start), at: header + 4, in: &bytes)
    }

    private static func put(_ value: UInt32, at place: Int, in bytes: inout [UInt8]) {
        for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte)) }
    }

    /// A list whose codes stand packed in its blocks, whatever its length.
    private mutating func encodePacked(
        _ documents: UnsafeBufferPointer<UInt32>, _ codes: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]
    ) {
        unsafe encodeBlocks(documents, codes, .packed)
        if documents.count > BitPacking.blockLength {
            bytes.append(0)
            appendSkips(to: &bytes)
        }
        bytes += blocks
    }

    private mutating func findExceptions(
        _ documents: UnsafeBufferPointer<UInt32>, _ codes: UnsafeBufferPointer<UInt8>, _ bases: BaseCodes.View
    ) {
        exceptionDocuments.removeAll(keepingCapacity: true)
        exceptionCodes.removeAll(keepingCapacity: true)
        for place in documents.indices where unsafe codes[place] != bases[Int(documents[place])] {
            unsafe exceptionDocuments.append(documents[place])
            unsafe exceptionCodes.append(codes[place])
        }
    }

    private func appendSkips(to bytes: inout [UInt8]) {
        unsafe lastDocuments.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        unsafe endOffsets.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        bytes += maximumCodes
    }

    // MARK: Blocks

    private mutating func encodeBlocks(
        _ documents: UnsafeBufferPointer<UInt32>, _ codes: UnsafeBufferPointer<UInt8>, _ kind: Codes
    ) {
        blocks.removeAll(keepingCapacity: true)
        lastDocuments.removeAll(keepingCapacity: true)
        endOffsets.removeAll(keepingCapacity: true)
        maximumCodes.removeAll(keepingCapacity: true)
        var previous = UInt32.max
        var start = 0
        while start < documents.count {
            let end = min(start + BitPacking.blockLength, documents.count)
            let blockDocuments = unsafe UnsafeBufferPointer(rebasing: documents[start..<end])
            let blockCodes = unsafe UnsafeBufferPointer(rebasing: codes[start..<end])
            unsafe encodeBlock(blockDocuments, blockCodes, kind, previous: previous)
            previous = unsafe documents[end - 1]
            lastDocuments.append(previous.littleEndian)
            endOffsets.append(UInt32(blocks.count).littleEndian)
            unsafe maximumCodes.append(blockCodes.max() ?? 0)
            start = end
        }
    }

    private mutating func encodeBlock(
        _ documents: UnsafeBufferPointer<UInt32>, _ all: UnsafeBufferPointer<UInt8>, _ kind: Codes,
        previous: UInt32
    ) {
        let count = documents.count
        var before = previous
        var widest: UInt32 = 0
        for index in 0..<count {
            let document = unsafe documents[index]
            precondition(before == .max || document > before, "documents of a posting list rise strictly")
            let gap = document &- before &- 1
            gaps[index] = gap
            widest |= gap
            before = document
        }
        let gapWidth = BitPacking.width(widest)
        blocks.append(UInt8(gapWidth))
        if case .absent = kind { return pack(gaps, count: count, width: gapWidth) }
        let least = unsafe all.min() ?? 0
        let codeWidth = unsafe BitPacking.width(UInt32((all.max() ?? 0) - least))
        if case .packedOrExceptions(let bases) = kind {
            let places = (0..<count).filter { unsafe all[$0] != bases[Int(documents[$0])] }
            if 2 * places.count <= BitPacking.runBytes(count: count, width: codeWidth), places.count < 128 {
                blocks.append(Self.exceptionForm + UInt8(places.count))
                pack(gaps, count: count, width: gapWidth)
                blocks += places.map { UInt8($0) }
                blocks += places.map { unsafe all[$0] }
                return
            }
        }
        blocks.append(UInt8(codeWidth))
        blocks.append(least)
        for index in 0..<count { codes[index] = unsafe UInt32(all[index] - least) }
        pack(gaps, count: count, width: gapWidth)
        pack(codes, count: count, width: codeWidth)
    }

    private mutating func pack(_ values: [UInt32], count: Int, width: Int) {
        unsafe values.withUnsafeBufferPointer {
            if count == BitPacking.blockLength {
                unsafe BitPacking.packBlock($0.baseAddress!, width: width, into: &blocks)
            } else {
                unsafe BitPacking.packRun($0.baseAddress!, count: count, width: width, into: &blocks)
            }
        }
    }
}
