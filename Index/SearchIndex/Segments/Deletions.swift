/// A file of deletions as a manifest names it: it must be this one, not an older one of the same segment.
struct DeletionsRecord: Hashable, Sendable, Codable {
    var file: String
    var deletedCount: Int
    /// CRC-32C of the whole file.
    var checksum: UInt32
}

/// Which documents of a segment are deleted at one moment. Immutable; a deletion makes a new value, which shares with the
/// old one all blocks but those that it touched: what is kept of the past costs little, and so does a deletion in a large
/// segment.
///
/// ```
/// file: magic "SESADELS" | version u32 | document count u32 | segment id 16 bytes | deleted count u32
///       | CRC-32C u32 of all other bytes | word u64 × ((documents + 63) / 64)
/// ```
@safe final class Deletions: @unchecked Sendable {
    // Safe to share: nothing changes after init, and the blocks are kept as long as the table that points into them.
    private static let magic: [UInt8] = Array("SESADELS".utf8)
    private static let version: UInt32 = 1
    private static let headerBytes = 40
    private static let shiftOfBlock = 14
    /// So many documents share a block of 2 KiB.
    private static let documentsOfBlock = 1 << shiftOfBlock
    private static let wordsOfBlock = documentsOfBlock / 64

    /// A bit a document. The last block has room past the last document, which stays 0.
    @safe private final class Block: @unchecked Sendable {
        // Safe to share: written only before it is handed on.
        let words: UnsafeMutablePointer<UInt64>

        init(copying other: Block?) {
            unsafe words = UnsafeMutablePointer.allocate(capacity: wordsOfBlock)
            if let other {
                unsafe words.initialize(from: other.words, count: wordsOfBlock)
            } else {
                unsafe words.initialize(repeating: 0, count: wordsOfBlock)
            }
        }

        deinit { unsafe words.deallocate() }
    }

    let documentCount: Int
    let deletedCount: Int
    private let blocks: [Block]
    /// The words of `blocks`: searches read them without counting references.
    private let table: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>

    private init(documentCount: Int, blocks: [Block], deletedCount: Int) {
        precondition(blocks.count == Self.blockCount(documentCount))
        self.documentCount = documentCount
        self.blocks = blocks
        self.deletedCount = deletedCount
        unsafe table = UnsafeMutablePointer.allocate(capacity: max(1, blocks.count))
        for (place, block) in blocks.enumerated() { unsafe (table + place).initialize(to: block.words) }
    }

    deinit { unsafe table.deallocate() }

    /// - Parameter words: bit `d % 64` of word `d / 64` is document `d`.
    private convenience init(documentCount: Int, words: [UInt64]) {
        let blocks = (0..<Self.blockCount(documentCount)).map { _ in Block(copying: nil) }
        for (place, word) in words.enumerated() {
            unsafe blocks[place / Self.wordsOfBlock].words[place % Self.wordsOfBlock] = word
        }
        let deletedCount = words.reduce(0) { $0 + $1.nonzeroBitCount }
        self.init(documentCount: documentCount, blocks: blocks, deletedCount: deletedCount)
    }

    private static func blockCount(_ documentCount: Int) -> Int {
        (documentCount + documentsOfBlock - 1) / documentsOfBlock
    }

    @inline(__always)
    func contains(_ document: Int) -> Bool {
        assert(document >= 0 && document < documentCount)
        let word = unsafe table[document >> Self.shiftOfBlock][(document & (Self.documentsOfBlock - 1)) >> 6]
        return word & (1 << UInt64(document & 63)) != 0
    }

    /// These and more. Nil stands for none.
    ///
    /// - Complexity: O(documents / 16,384), and a block for each that is touched.
    static func adding(_ documents: [UInt32], to old: Deletions?, documentCount: Int) -> Deletions? {
        guard !documents.isEmpty else { return old }
        // Blocks without deletions are one and the same.
        var blocks = old?.blocks ?? Array(repeating: Block(copying: nil), count: blockCount(documentCount))
        var deletedCount = old?.deletedCount ?? 0
        var copied: Set<Int> = []
        for document in documents {
            precondition(document < documentCount)
            let (place, bit) = (Int(document) >> shiftOfBlock, Int(document) & (documentsOfBlock - 1))
            if copied.insert(place).inserted { blocks[place] = Block(copying: blocks[place]) }
            let (word, mask) = (bit >> 6, UInt64(1) << UInt64(bit & 63))
            if unsafe blocks[place].words[word] & mask == 0 { deletedCount += 1 }
            unsafe blocks[place].words[word] |= mask
        }
        return Deletions(documentCount: documentCount, blocks: blocks, deletedCount: deletedCount)
    }

    private var words: [UInt64] {
        (0..<(documentCount + 63) / 64).map { unsafe blocks[$0 / Self.wordsOfBlock].words[$0 % Self.wordsOfBlock] }
    }

    /// What it takes beside another value: the blocks that they do not share.
    func byteCount(besides other: Deletions?) -> Int {
        let shared = other.map { zip(blocks, $0.blocks).count { $0 === $1 } } ?? 0
        return blocks.count * 16 + (blocks.count - shared) * Self.wordsOfBlock * 8
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
