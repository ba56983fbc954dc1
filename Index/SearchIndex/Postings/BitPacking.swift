/// Packs unsigned integers in the bits that the largest of a block needs.
///
/// A full block of 128 stands in four lanes (value `i` in lane `i % 4`), each lane a stream of 32 values, so that four
/// are unpacked by one instruction: the layout of SIMD-BP128 (Lemire & Boytsov 2015). Shorter runs are one stream of
/// bits, least significant first.
///
/// ```
/// full block, width w: w groups of 16 bytes     run of n, width w: (n * w + 7) / 8 bytes
/// ```
enum BitPacking {
    static let blockLength = 128
    /// Unpacking a run may load, and throw away, this many bytes past its end. Every file ends in more than that.
    static let overread = 8

    /// The bits that a value needs: 0 for 0.
    static func width(_ value: UInt32) -> Int { 32 - value.leadingZeroBitCount }

    static func blockBytes(width: Int) -> Int { width * 16 }

    static func runBytes(count: Int, width: Int) -> Int { (count * width + 7) / 8 }

    /// Appends a full block. `width` is at most 32 and enough for each value.
    static func packBlock(_ values: UnsafePointer<UInt32>, width: Int, into bytes: inout [UInt8]) {
        guard width > 0 else { return }
        var words = [UInt32](repeating: 0, count: width * 4)
        for index in 0..<blockLength {
            let lane = index & 3
            let bit = (index >> 2) * width
            let value = unsafe values[index]
            let word = (bit >> 5) * 4 + lane
            words[word] |= value << UInt32(bit & 31)
            if bit & 31 + width > 32 { words[word + 4] |= value >> UInt32(32 - bit & 31) }
        }
        unsafe words.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// Reads a full block of 128 values. Reads `blockBytes(width:)` bytes and writes 128 values.
    @inline(__always)
    static func unpackBlock(_ source: UnsafeRawPointer, width: Int, into values: UnsafeMutablePointer<UInt32>) {
        let lanes = UnsafeMutableRawPointer(values)
        guard width > 0 else {
            for row in 0..<32 {
                unsafe lanes.storeBytes(of: SIMD4<UInt32>.zero, toByteOffset: row * 16, as: SIMD4<UInt32>.self)
            }
            return
        }
        let mask = SIMD4<UInt32>(repeating: width == 32 ? .max : (1 << UInt32(width)) &- 1)
        var word = unsafe source.loadUnaligned(as: SIMD4<UInt32>.self)
        var next = 16
        var shift: UInt32 = 0
        let step = UInt32(width)
        for row in 0..<32 {
            var value = word &>> SIMD4(repeating: shift)
            shift &+= step
            if shift >= 32 {
                shift &-= 32
                if row < 31 {
                    word = unsafe source.loadUnaligned(fromByteOffset: next, as: SIMD4<UInt32>.self)
                    next &+= 16
                }
                if shift > 0 { value |= word &<< SIMD4(repeating: step &- shift) }
            }
            unsafe lanes.storeBytes(of: value & mask, toByteOffset: row &* 16, as: SIMD4<UInt32>.self)
        }
    }

    /// Appends a run of fewer than 128 values, or any number.
    static func packRun(_ values: UnsafePointer<UInt32>, count: Int, width: Int, into bytes: inout [UInt8]) {
        var pending: UInt64 = 0
        var bits = 0
        for index in 0..<count {
            unsafe pending |= UInt64(values[index]) << UInt64(bits)
            bits += width
            while bits >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                bits -= 8
            }
        }
        if bits > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    }

    /// Reads a run. May load up to `overread` bytes past it.
    @inline(__always)
    static func unpackRun(
        _ source: UnsafeRawPointer, count: Int, width: Int, into values: UnsafeMutablePointer<UInt32>
    ) {
        let mask: UInt64 = (1 << UInt64(width)) &- 1
        var bit = 0
        for index in 0..<count {
            let word = unsafe source.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
            unsafe values[index] = UInt32(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & mask)
            bit &+= width
        }
    }

    // MARK: Documents

    /// Gaps this wide or narrower, which nearly all are, have their own unrolled code.
    private static let unrolledWidths = 16

    /// Reads the gaps of a full block as document numbers, from the document before it. A gap of 0 is the next document.
    /// Reads `blockBytes(width:)` bytes and writes 128 numbers.
    static func unpackDocuments(
        _ source: UnsafeRawPointer, width: Int, after previous: UInt32, into documents: UnsafeMutablePointer<UInt32>
    ) {
        switch width {
        case 0: unsafe documentRows(source, 0, previous, documents)
        case 1: unsafe documentRows(source, 1, previous, documents)
        case 2: unsafe documentRows(source, 2, previous, documents)
        case 3: unsafe documentRows(source, 3, previous, documents)
        case 4: unsafe documentRows(source, 4, previous, documents)
        case 5: unsafe documentRows(source, 5, previous, documents)
        case 6: unsafe documentRows(source, 6, previous, documents)
        case 7: unsafe documentRows(source, 7, previous, documents)
        case 8: unsafe documentRows(source, 8, previous, documents)
        case 9: unsafe documentRows(source, 9, previous, documents)
        case 10: unsafe documentRows(source, 10, previous, documents)
        case 11: unsafe documentRows(source, 11, previous, documents)
        case 12: unsafe documentRows(source, 12, previous, documents)
        case 13: unsafe documentRows(source, 13, previous, documents)
        case 14: unsafe documentRows(source, 14, previous, documents)
        case 15: unsafe documentRows(source, 15, previous, documents)
        case 16: unsafe documentRows(source, 16, previous, documents)
        default:
            unsafe unpackBlock(source, width: width, into: documents)
            unsafe sumBlock(documents, after: previous)
        }
    }

    /// All rows of a block, for a width known when this is compiled.
    @inline(__always)
    private static func documentRows(
        _ source: UnsafeRawPointer, _ width: Int, _ previous: UInt32, _ documents: UnsafeMutablePointer<UInt32>
    ) {
        let lanes = UnsafeMutableRawPointer(documents)
        var sum = SIMD4<UInt32>(repeating: previous)
        sum = unsafe documentRow(0, source, width, sum, lanes)
        sum = unsafe documentRow(1, source, width, sum, lanes)
        sum = unsafe documentRow(2, source, width, sum, lanes)
        sum = unsafe documentRow(3, source, width, sum, lanes)
        sum = unsafe documentRow(4, source, width, sum, lanes)
        sum = unsafe documentRow(5, source, width, sum, lanes)
        sum = unsafe documentRow(6, source, width, sum, lanes)
        sum = unsafe documentRow(7, source, width, sum, lanes)
        sum = unsafe documentRow(8, source, width, sum, lanes)
        sum = unsafe documentRow(9, source, width, sum, lanes)
        sum = unsafe documentRow(10, source, width, sum, lanes)
        sum = unsafe documentRow(11, source, width, sum, lanes)
        sum = unsafe documentRow(12, source, width, sum, lanes)
        sum = unsafe documentRow(13, source, width, sum, lanes)
        sum = unsafe documentRow(14, source, width, sum, lanes)
        sum = unsafe documentRow(15, source, width, sum, lanes)
        sum = unsafe documentRow(16, source, width, sum, lanes)
        sum = unsafe documentRow(17, source, width, sum, lanes)
        sum = unsafe documentRow(18, source, width, sum, lanes)
        sum = unsafe documentRow(19, source, width, sum, lanes)
        sum = unsafe documentRow(20, source, width, sum, lanes)
        sum = unsafe documentRow(21, source, width, sum, lanes)
        sum = unsafe documentRow(22, source, width, sum, lanes)
        sum = unsafe documentRow(23, source, width, sum, lanes)
        sum = unsafe documentRow(24, source, width, sum, lanes)
        sum = unsafe documentRow(25, source, width, sum, lanes)
        sum = unsafe documentRow(26, source, width, sum, lanes)
        sum = unsafe documentRow(27, source, width, sum, lanes)
        sum = unsafe documentRow(28, source, width, sum, lanes)
        sum = unsafe documentRow(29, source, width, sum, lanes)
        sum = unsafe documentRow(30, source, width, sum, lanes)
        sum = unsafe documentRow(31, source, width, sum, lanes)
    }

    /// Unpacks four gaps and adds them up onto the last document; returns the new last document, four times.
    @inline(__always)
    private static func documentRow(
        _ row: Int, _ source: UnsafeRawPointer, _ width: Int, _ last: SIMD4<UInt32>, _ lanes: UnsafeMutableRawPointer
    ) -> SIMD4<UInt32> {
        var gaps = SIMD4<UInt32>.zero
        if width > 0 {
            let bit = row &* width
            let shift = bit & 31
            gaps = unsafe source.loadUnaligned(fromByteOffset: (bit >> 5) &* 16, as: SIMD4<UInt32>.self)
            gaps = gaps &>> SIMD4(repeating: UInt32(shift))
            if shift &+ width > 32 {
                let next = unsafe source.loadUnaligned(fromByteOffset: ((bit >> 5) &+ 1) &* 16, as: SIMD4<UInt32>.self)
                gaps |= next &<< SIMD4(repeating: UInt32(32 &- shift))
            }
            if shift &+ width != 32 { gaps &= SIMD4(repeating: (1 << UInt32(width)) &- 1) }
        }
        gaps = gaps &+ SIMD4(0, gaps[0], gaps[1], gaps[2])
        gaps = gaps &+ SIMD4(0, 0, gaps[0], gaps[1])
        let documents = gaps &+ SIMD4(1, 2, 3, 4) &+ last
        unsafe lanes.storeBytes(of: documents, toByteOffset: row &* 16, as: SIMD4<UInt32>.self)
        return SIMD4(repeating: documents[3])
    }

    /// Turns the gaps of a full block into document numbers, from the document before it. A gap of 0 is the next document.
    private static func sumBlock(_ values: UnsafeMutablePointer<UInt32>, after previous: UInt32) {
        let lanes = UnsafeMutableRawPointer(values)
        var carry = SIMD4<UInt32>(repeating: previous)
        let one = SIMD4<UInt32>(repeating: 1)
        for row in 0..<32 {
            var sums = unsafe lanes.load(fromByteOffset: row &* 16, as: SIMD4<UInt32>.self) &+ one
            sums = sums &+ SIMD4(0, sums[0], sums[1], sums[2])
            sums = sums &+ SIMD4(0, 0, sums[0], sums[1])
            sums = sums &+ carry
            unsafe lanes.storeBytes(of: sums, toByteOffset: row &* 16, as: SIMD4<UInt32>.self)
            carry = SIMD4(repeating: sums[3])
        }
    }
}
