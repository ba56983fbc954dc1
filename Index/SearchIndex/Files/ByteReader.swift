/// Reads what `ByteWriter` wrote, and distrusts every byte: a value past the end or out of its range throws
/// `IndexError.corrupt` with the path and the offset in the file.
@safe struct ByteReader {
    // Safe to pass around: every read is checked, and a reader lives no longer than the call that made its bytes.
    private let bytes: UnsafeRawBufferPointer
    private let path: String
    private let fileOffset: Int
    private(set) var position = 0

    /// `fileOffset` is where `bytes` begins in the file, for errors.
    init(_ bytes: UnsafeRawBufferPointer, path: String, fileOffset: Int = 0) {
        unsafe self.bytes = bytes
        self.path = path
        self.fileOffset = fileOffset
    }

    var remaining: Int { unsafe bytes.count - position }

    func corrupt(_ reason: String) -> IndexError {
        .corrupt(path: path, offset: fileOffset + position, reason: reason)
    }

    mutating func readByte() throws(IndexError) -> UInt8 {
        guard remaining >= 1 else { throw corrupt("the bytes end early") }
        defer { position += 1 }
        return unsafe bytes[position]
    }

    mutating func readFixed<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type
    ) throws(IndexError) -> Value {
        let size = MemoryLayout<Value>.size
        guard remaining >= size else { throw corrupt("the bytes end early") }
        defer { position += size }
        return unsafe Value(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Value.self))
    }

    @inline(__always)
    mutating func readVarint() throws(IndexError) -> UInt64 {
        // Most fit in a byte.
        guard unsafe remaining > 0 && bytes[position] < 0x80 else { return try readLongVarint() }
        defer { position += 1 }
        return unsafe UInt64(bytes[position])
    }

    private mutating func readLongVarint() throws(IndexError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try readByte()
            guard shift < 63 || byte <= 1 else { throw corrupt("a varint is longer than 64 bits") }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    /// A varint that counts something: at most `limit`.
    mutating func readCount(limit: Int) throws(IndexError) -> Int {
        let value = try readVarint()
        guard value <= UInt64(limit) else { throw corrupt("a count of \(value) is over its limit of \(limit)") }
        return Int(value)
    }

    mutating func readBytes(_ count: Int) throws(IndexError) -> UnsafeRawBufferPointer {
        guard count >= 0, remaining >= count else { throw corrupt("the bytes end early") }
        defer { position += count }
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    mutating func readString() throws(IndexError) -> String {
        let count = try readCount(limit: remaining)
        let utf8 = unsafe try readBytes(count)
        guard let text = unsafe String(validating: utf8, as: UTF8.self) else {
            throw corrupt("a string is not UTF-8")
        }
        return text
    }
}
