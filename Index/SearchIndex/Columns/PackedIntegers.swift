/// Int64 values in the bits that their span needs, each found by its place.
///
/// ```
/// count u64 | base i64 | width u8 | 7 zero bytes | bits, least significant first | 8 zero bytes
/// ```
/// Widths above 56 are written as 64, so that one unaligned load always holds a value.
@safe struct PackedIntegers: Sendable {
    // Safe to share: the bytes belong to an image that its owner keeps, and never change.
    static let headerBytes = 24

    let count: Int
    let base: Int64
    let width: Int
    private let mask: UInt64
    nonisolated(unsafe) private let bits: UnsafeRawPointer

    /// Checks the section's pages and its size.
    init(_ image: FileImage, _ range: Range<Int>) throws(IndexError) {
        let bytes = unsafe try image.verified(range)
        var reader = unsafe ByteReader(bytes, path: image.path, fileOffset: range.lowerBound)
        let count = try reader.readFixed(UInt64.self)
        base = try reader.readFixed(Int64.self)
        let width = Int(try reader.readByte())
        guard width <= 56 || width == 64, count <= UInt64(range.count) * 8 + 1 << 32,
            range.count == Self.byteCount(count: Int(count), width: width)
        else { throw reader.corrupt("a column has a wrong size") }
        self.count = Int(count)
        self.width = width
        mask = width == 64 ? .max : (1 << UInt64(width)) - 1
        unsafe bits = unsafe bytes.baseAddress! + Self.headerBytes
    }

    @inline(__always)
    subscript(place: Int) -> Int64 {
        precondition(place >= 0 && place < count)
        let bit = place &* width
        let word = unsafe UInt64(littleEndian: bits.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self))
        return base &+ Int64(bitPattern: (word &>> UInt64(bit & 7)) & mask)
    }

    static func byteCount(count: Int, width: Int) -> Int {
        headerBytes + (count * width + 7) / 8 + 8
    }

    static func pack(_ values: some Collection<Int64>) -> [UInt8] {
        let least = values.min() ?? 0
        let most = values.max() ?? 0
        let span = UInt64(bitPattern: most &- least)
        var width = 64 - span.leadingZeroBitCount
        if width > 56 { width = 64 }
        var writer = ByteWriter()
        writer.reserve(byteCount(count: values.count, width: width))
        writer.appendFixed(UInt64(values.count))
        writer.appendFixed(least)
        writer.appendFixed(UInt64(width))
        if width == 64 {
            for value in values { writer.appendFixed(value &- least) }
        } else if width > 0 {
            pack(values.lazy.map { UInt64(bitPattern: $0 &- least) }, width: UInt64(width), into: &writer)
        }
        writer.appendFixed(UInt64(0))
        return writer.bytes
    }

    /// Appends the values' bits, the bytes of eight at a time.
    private static func pack(_ values: some Sequence<UInt64>, width: UInt64, into writer: inout ByteWriter) {
        var pending: UInt64 = 0
        var filled: UInt64 = 0
        for value in values {
            pending |= value << filled
            filled += width
            guard filled >= 64 else { continue }
            writer.appendFixed(pending)
            filled -= 64
            // A shift by as many bits as a number has leaves nothing.
            pending = value >> (width - filled)
        }
        while filled > 0 {
            writer.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            filled -= min(8, filled)
        }
    }
}
