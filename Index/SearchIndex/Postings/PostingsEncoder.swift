/// Writes the posting list of one term: documents as gaps, a code of the impact table for each.
///
/// ```
/// list of n postings, blocks of 128, b = blocks, the last may be short:
///   if b > 1:  lastDocument u32 × b | endOffset u32 × b | maximumCode u8 × b     (offsets from the first block)
///   block:     gapWidth u8 | codeWidth u8 | baseCode u8 | gaps | codes
/// ```
/// Gaps are document - previous document - 1; the one before the first is 2³² - 1. Codes are kept less the block's least.
/// A full block's gaps and a short one's stand as `BitPacking` says; codes likewise.
struct PostingsEncoder {
    private var gaps = [UInt32](repeating: 0, count: BitPacking.blockLength)
    private var codes = [UInt32](repeating: 0, count: BitPacking.blockLength)
    private var blocks: [UInt8] = []
    private var lastDocuments: [UInt32] = []
    private var endOffsets: [UInt32] = []
    private var maximumCodes: [UInt8] = []

    static let blockHeaderBytes = 3
    static let skipEntryBytes = 9

    /// Appends the list to `bytes`. The documents rise strictly and there are two or more.
    mutating func encode(
        documents: UnsafeBufferPointer<UInt32>, codes all: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]
    ) {
        precondition(documents.count == all.count && documents.count >= 2)
        blocks.removeAll(keepingCapacity: true)
        lastDocuments.removeAll(keepingCapacity: true)
        endOffsets.removeAll(keepingCapacity: true)
        maximumCodes.removeAll(keepingCapacity: true)
        var previous = UInt32.max
        var start = 0
        while start < documents.count {
            let count = min(BitPacking.blockLength, documents.count - start)
            previous = unsafe encodeBlock(documents, all, start: start, count: count, previous: previous)
            start += count
        }
        if lastDocuments.count > 1 {
            unsafe lastDocuments.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
            unsafe endOffsets.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: maximumCodes)
        }
        bytes.append(contentsOf: blocks)
    }

    private mutating func encodeBlock(
        _ documents: UnsafeBufferPointer<UInt32>, _ all: UnsafeBufferPointer<UInt8>, start: Int, count: Int,
        previous: UInt32
    ) -> UInt32 {
        var before = previous
        var widest: UInt32 = 0
        var least = UInt8.max
        var most = UInt8.min
        for index in 0..<count {
            let document = unsafe documents[start + index]
            precondition(before == .max || document > before, "documents of a posting list rise strictly")
            let gap = document &- before &- 1
            gaps[index] = gap
            widest |= gap
            before = document
            let code = unsafe all[start + index]
            least = min(least, code)
            most = max(most, code)
        }
        for index in 0..<count { codes[index] = unsafe UInt32(all[start + index] - least) }
        let gapWidth = BitPacking.width(widest)
        let codeWidth = BitPacking.width(UInt32(most - least))
        blocks.append(UInt8(gapWidth))
        blocks.append(UInt8(codeWidth))
        blocks.append(least)
        pack(gaps, count: count, width: gapWidth)
        pack(codes, count: count, width: codeWidth)
        lastDocuments.append(before.littleEndian)
        endOffsets.append(UInt32(blocks.count).littleEndian)
        maximumCodes.append(most)
        return before
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
