import CChecksum

/// CRC-32C (Castagnoli polynomial, RFC 3720), by the processor's own instruction where it has one.
enum Checksum {
    static func crc32c(_ bytes: UnsafeRawBufferPointer, from previous: UInt32 = 0) -> UInt32 {
        guard let base = bytes.baseAddress else { return previous }
        return unsafe sesame_crc32c(previous, base, bytes.count)
    }

    static func crc32c(_ bytes: [UInt8]) -> UInt32 {
        unsafe bytes.withUnsafeBytes { unsafe crc32c($0) }
    }
}
