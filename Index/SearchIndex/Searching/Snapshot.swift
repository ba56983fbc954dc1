/// The index at one moment. Nothing changes under it; it is dropped when its last reader is done.
public final class Snapshot: Sendable {
    struct Part: Sendable {
        var segment: SegmentReader
        var deletions: Deletions?
        /// The number of the part's first document in the snapshot.
        var base: Int
    }

    let schema: Schema
    let parts: [Part]
    /// The number up to which the index had followed its source.
    public let checkpoint: Int64

    init(schema: Schema, segments: [(SegmentReader, Deletions?)], checkpoint: Int64) {
        self.schema = schema
        self.checkpoint = checkpoint
        var parts: [Part] = []
        var base = 0
        for (segment, deletions) in segments {
            parts.append(Part(segment: segment, deletions: deletions, base: base))
            base += segment.documentCount
        }
        self.parts = parts
        documentSpan = base
    }

    /// Documents with the deleted ones.
    let documentSpan: Int

    /// Live documents.
    public var documentCount: Int {
        parts.reduce(0) { $0 + $1.segment.documentCount - ($1.deletions?.deletedCount ?? 0) }
    }

    public var segmentCount: Int { parts.count }

    /// The bytes of all segments, on disk and in memory.
    public var byteCount: Int { parts.reduce(0) { $0 + $1.segment.image.count } }

    /// The segments that are in memory, with what each takes; snapshots share those that have not changed between them.
    /// Mapped files are not among them: the system takes their pages back where it needs them.
    public var segmentsInMemory: [(segment: ObjectIdentifier, byteCount: Int)] {
        parts.filter(\.segment.image.isInMemory).map { (ObjectIdentifier($0.segment), $0.segment.image.count) }
    }

    /// What the deletions of this snapshot take beside those of another one, which share what is the same in both.
    public func deletionBytes(besides other: Snapshot?) -> Int {
        parts.reduce(0) { sum, part in
            let twin = other?.parts.first { $0.segment === part.segment }
            return sum + (part.deletions?.byteCount(besides: twin?.deletions) ?? 0)
        }
    }

    /// The value of an integer column of a live document; nil where no document has that key.
    public func integer(key: Int64, column: String) throws(IndexError) -> Int64? {
        guard let (part, document) = try locate(key: key) else { return nil }
        guard case .integer(let values) = try DocumentFilter.column(column, parts[part].segment) else {
            throw .invalid(field: column, reason: "there is no integer column of that name")
        }
        return values[Int(document)]
    }

    /// The place of a live key, if it is there.
    func locate(key: Int64) throws(IndexError) -> (part: Int, document: UInt32)? {
        for (number, part) in parts.enumerated().reversed() {
            guard let document = try part.segment.document(key: key) else { continue }
            if part.deletions?.contains(Int(document)) != true { return (number, document) }
        }
        return nil
    }

    /// The values of a live document by column, or nil where no document has that key.
    public func values(key: Int64) throws(IndexError) -> [IndexDocument.Value]? {
        guard let (part, document) = try locate(key: key) else { return nil }
        var values: [IndexDocument.Value] = []
        for column in schema.columns.indices {
            values.append(try parts[part].segment.column(column).value(Int(document)))
        }
        return values
    }

    /// Calls the body with every live key and the value of an integer column beside it, in no order.
    public func forEachKey(
        column: String, _ body: (_ key: Int64, _ value: Int64) throws(IndexError) -> Void
    ) throws(IndexError) {
        guard let number = schema.columnIndex(column), schema.columns[number].kind == .integer else {
            throw .invalid(field: column, reason: "there is no integer column of that name")
        }
        for part in parts {
            let keys = try part.segment.keys()
            guard case .integer(let values) = try part.segment.column(number) else { continue }
            for document in 0..<part.segment.documentCount where part.deletions?.contains(document) != true {
                try body(keys[document], values[document])
            }
        }
    }
}

extension Snapshot {
    /// Where the bytes go: by section of the segments' files.
    public func sectionBytes() -> [(name: String, bytes: Int)] {
        var bytes: [String: Int] = [:]
        for part in parts {
            for (id, count) in part.segment.sectionSizes() {
                bytes[Self.name(id, schema), default: 0] += count
            }
        }
        return bytes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func name(_ id: SegmentFormat.SectionID, _ schema: Schema) -> String {
        switch id.section {
        case .meta, .keys, .keyOrder, .keyRuns: "\(id.section)"
        case .postings, .dictionaryBlocks, .dictionaryIndex: "channel \(id.number) \(id.section)"
        case .values, .starts, .strings: "column \(schema.columns[id.number].name) \(id.section)"
        }
    }
}
