/// A file of deletions as a manifest names it: it must be this one, not an older one of the same segment.
struct DeletionsRecord: Hashable, Sendable, Codable {
    var file: String
    var deletedCount: Int
    /// CRC-32C of the whole file.
    var checksum: UInt32
}

/// Which documents of a segment are deleted, as of one commit. Immutable; a deletion makes a new value.
///
/// ```
/// file: magic "SESADELS" | version u32 | document count u32 | segment id 16 bytes | deleted count u32
///       | CRC-32C u32 of all other bytes | word u64 × ((documents + 63) / 64)
/// ```
final class Deletions: Sendable {
    private static let magic: [UInt8] = Array("SESADELS".utf8)
    private static let version: UInt32 = 1
    private static let headerBytes = 40

    let documentCount: Int
    let deletedCount: Int
    let words: [UInt64]

    init(documentCount: Int, words: [UInt64]) {
        precondition(words.count == (documentCount + 63) / 64)
        self.documentCount = documentCount
        self.words = words
        deletedCount = words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    @inline(__always)
    func contains(_ document: Int) -> Bool {
        words[document >> 6] & (1 << UInt64(document & 63)) != 0
    }

    /// These and more. Nil stands for none.
    static func adding(_ documents: [UInt32], to old: Deletions?, documentCount: Int) -> Deletions? {
        guard !documents.isEmpty else { return old }
        var words = old?.words ?? [UInt64](repeating: 0, count: (documentCount + 63) / 64)
        for document in documents { words[Int(document) >> 6] |= 1 << UInt64(document & 63) }
        return Deletions(documentCount: documentCount, words: words)
    }

    func encoded(for segment: SegmentID) -> [UInt8] {
        var head = ByteWriter()
        head.append(contentsOf: Self.magic)
        head.appendFixed(Self.version)
        head.appendFixed(UInt32(documentCount))
        segment.write(to: &head)
        head.appendFixed(UInt32(deletedCount))
        var body = ByteWriter()
        for word in words { body.appendFixed(word) }
        head.appendFixed(Self.checksum(head.bytes, body.bytes))
        head.append(contentsOf: body.bytes)
        return head.bytes
    }

    static func read(
        path: String, record: DeletionsRecord, segment: SegmentRecord
    ) throws(IndexError) -> Deletions {
        let wordCount = (segment.documentCount + 63) / 64
        let bytes = try FileSystem.read(path, limit: headerBytes + wordCount * 8)
        guard Checksum.crc32c(bytes) == record.checksum else {
            throw .corrupt(path: path, offset: 0, reason: "it is not the file that the commit names")
        }
        guard bytes.count == headerBytes + wordCount * 8, bytes.starts(with: magic) else {
            throw .corrupt(path: path, offset: min(bytes.count, 8), reason: "not the deletions of this segment")
        }
        let found = checksum(Array(bytes[..<(headerBytes - 4)]), Array(bytes[headerBytes...]))
        return unsafe try bytes.withUnsafeBufferPointer { (buffer) throws(IndexError) in
            var reader = unsafe ByteReader(UnsafeRawBufferPointer(buffer), path: path)
            _ = unsafe try reader.readBytes(magic.count)
            let version = try reader.readFixed(UInt32.self)
            guard version <= Self.version else {
                throw .tooNew(path: path, version: version, newestKnown: Self.version)
            }
            let documents = Int(try reader.readFixed(UInt32.self))
            let id = try SegmentID.read(from: &reader)
            let deleted = Int(try reader.readFixed(UInt32.self))
            guard try reader.readFixed(UInt32.self) == found else { throw reader.corrupt("the checksum is wrong") }
            guard id == segment.id, documents == segment.documentCount else {
                throw .mismatch(path: path, what: "segment", found: id.description, expected: segment.id.description)
            }
            var words: [UInt64] = []
            words.reserveCapacity(wordCount)
            for _ in 0..<wordCount { words.append(try reader.readFixed(UInt64.self)) }
            let deletions = Deletions(documentCount: documents, words: words)
            guard deletions.deletedCount == deleted else {
                throw reader.corrupt("the number of deleted documents is wrong")
            }
            return deletions
        }
    }

    private static func checksum(_ head: [UInt8], _ body: [UInt8]) -> UInt32 {
        let first = Checksum.crc32c(head)
        return unsafe body.withUnsafeBytes { unsafe Checksum.crc32c($0, from: first) }
    }
}
