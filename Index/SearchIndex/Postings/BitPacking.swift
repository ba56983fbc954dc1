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

    /// Turns the gaps of a full block into document numbers, from the document before it. A gap of 0 is the next document.
    @inline(__always)
    static func sumBlock(_ values: UnsafeMutablePointer<UInt32>, after previous: UInt32) {
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
