/// A segment's file, version 1. All numbers little-endian.
///
/// ```
/// header   magic "SESAMSEG" | version u32 | zero u32 | segment id 16 bytes
/// sections each at a multiple of 8, in the order of the table below
/// tail     section count u32 | zero u32 | (kind u16, number u16, zero u32, offset u64, length u64) × sections
///          | page checksum u32 × pages         (CRC-32C of each 64 KiB from byte 0 to the tail)
/// footer   tail offset u64 | file bytes u64 | document count u32 | version u32 | segment id 16 bytes
///          | CRC-32C u32 of the tail and the footer before it | magic "SEGE" u32
/// ```
enum SegmentFormat {
    static let magic: [UInt8] = Array("SESAMSEG".utf8)
    static let endMagic: UInt32 = 0x4547_4553
    static let version: UInt32 = 2
    static let headerBytes = 32
    static let footerBytes = 48
    static let sectionEntryBytes = 24
    static let tailHeaderBytes = 8
    static let maximumSections = 1024

    /// What a section holds; `number` is a channel or a column.
    enum Section: UInt16, CaseIterable, Sendable {
        /// Lengths and impacts of the channels.
        case meta = 1
        /// The documents' keys; where they do not rise, the runs in which they do, or the order that sorts them.
        case keys = 2
        case keyOrder = 3
        case keyRuns = 4
        /// By channel.
        case postings = 16
        case dictionaryBlocks = 17
        case dictionaryIndex = 18
        /// By column.
        case values = 32
        case starts = 33
        case strings = 34
    }

    struct SectionID: Hashable, Sendable {
        var section: Section
        var number: Int
    }
}

/// Names a segment for ever; two segments never share one.
struct SegmentID: Hashable, Sendable, Codable, CustomStringConvertible {
    static let byteCount = 16

    let high: UInt64
    let low: UInt64

    static func random() -> SegmentID {
        SegmentID(high: .random(in: 0...UInt64.max), low: .random(in: 0...UInt64.max))
    }

    var description: String {
        [high, low].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    func write(to writer: inout ByteWriter) {
        writer.appendFixed(high)
        writer.appendFixed(low)
    }

    static func read(from reader: inout ByteReader) throws(IndexError) -> SegmentID {
        SegmentID(high: try reader.readFixed(UInt64.self), low: try reader.readFixed(UInt64.self))
    }
}
