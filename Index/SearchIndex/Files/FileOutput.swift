import Glibc

/// Where a segment is written to: a file, or memory for a segment that is not on disk yet.
///
/// Counts the CRC-32C of every page on the way, so that nothing is read again.
struct FileOutput: ~Copyable {
    let path: String
    private(set) var count = 0
    private(set) var pageChecksums: [UInt32] = []
    private var pageChecksum: UInt32 = 0
    private var buffer: [UInt8] = []
    private let descriptor: Int32?
    private let isDurable: Bool

    private static let bufferBytes = 1 << 20

    /// Creates the file; it must not exist.
    ///
    /// - Parameter isDurable: whether it outlives a crash once finished; false for what the next moment reads and removes.
    init(creating path: String, isDurable: Bool = true) throws(IndexError) {
        self.path = path
        self.isDurable = isDurable
        descriptor = try FileSystem.openPrivate(path, O_WRONLY | O_EXCL)
        buffer.reserveCapacity(Self.bufferBytes + FileImage.pageSize)
    }

    /// Keeps everything in memory.
    init(inMemory name: String) {
        path = name
        descriptor = nil
        isDurable = false
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    mutating func append(_ bytes: [UInt8]) throws(IndexError) {
        var start = 0
        while start < bytes.count {
            let room = FileImage.pageSize - count % FileImage.pageSize
            let length = min(room, bytes.count - start)
            let part = bytes[start..<start + length]
            pageChecksum = unsafe part.withUnsafeBytes { unsafe Checksum.crc32c($0, from: pageChecksum) }
            buffer.append(contentsOf: part)
            count += length
            start += length
            if length == room { endPage() }
            if buffer.count >= Self.bufferBytes { try flush() }
        }
    }

    mutating func pad(toMultipleOf alignment: Int) throws(IndexError) {
        let rest = count % alignment
        if rest > 0 { try append([UInt8](repeating: 0, count: alignment - rest)) }
    }

    /// Ends the last page, so that `pageChecksums` covers all that was appended.
    mutating func endLastPage() {
        if count % FileImage.pageSize != 0 { endPage() }
    }

    /// Makes a file durable and closes it. Returns the bytes where they were kept in memory.
    consuming func finish() throws(IndexError) -> [UInt8] {
        guard let descriptor else { return buffer }
        try flush()
        guard !isDurable || fsync(descriptor) == 0 else { throw FileSystem.error(path, "fsync") }
        return []
    }

    private mutating func endPage() {
        pageChecksums.append(pageChecksum)
        pageChecksum = 0
    }

    private mutating func flush() throws(IndexError) {
        guard let descriptor else { return }
        unsafe try buffer.withUnsafeBufferPointer { (bytes) throws(IndexError) in
            unsafe try FileSystem.writeAll(descriptor, UnsafeRawBufferPointer(bytes), path: path)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
