/// Writes one segment: header, sections in the caller's order, tail and footer.
struct SegmentWriter: ~Copyable {
    let id: SegmentID
    private var output: FileOutput
    private var sections: [(id: SegmentFormat.SectionID, range: Range<Int>)] = []
    private var open: (id: SegmentFormat.SectionID, start: Int)?

    init(_ output: consuming FileOutput) throws(IndexError) {
        id = .random()
        self.output = output
        var header = ByteWriter()
        header.append(contentsOf: SegmentFormat.magic)
        header.appendFixed(SegmentFormat.version)
        header.appendFixed(UInt32(0))
        id.write(to: &header)
        try self.output.append(header.bytes)
    }

    /// Begins a section that is written in pieces.
    mutating func begin(_ section: SegmentFormat.Section, _ number: Int = 0) throws(IndexError) {
        precondition(open == nil, "one section at a time")
        try output.pad(toMultipleOf: 8)
        open = (SegmentFormat.SectionID(section: section, number: number), output.count)
    }

    mutating func append(_ bytes: [UInt8]) throws(IndexError) { try output.append(bytes) }

    mutating func end() {
        guard let section = open else { preconditionFailure("no section is open") }
        sections.append((section.id, section.start..<output.count))
        open = nil
    }

    mutating func write(_ sections: [EncodedSection]) throws(IndexError) {
        for section in sections { try write(section.section, section.number, section.bytes) }
    }

    mutating func write(
        _ section: SegmentFormat.Section, _ number: Int = 0, _ bytes: [UInt8]
    ) throws(IndexError) {
        try begin(section, number)
        try append(bytes)
        end()
    }

    /// Ends the segment. Returns its description for a manifest, and its bytes where it was written to memory.
    consuming func finish(documentCount: Int) throws(IndexError) -> (record: SegmentRecord, bytes: [UInt8]) {
        precondition(open == nil, "a section is still open")
        try output.pad(toMultipleOf: 8)
        output.endLastPage()
        let tailOffset = output.count
        var tail = ByteWriter()
        tail.appendFixed(UInt32(sections.count))
        tail.appendFixed(UInt32(0))
        for (id, range) in sections {
            tail.appendFixed(id.section.rawValue)
            tail.appendFixed(UInt16(id.number))
            tail.appendFixed(UInt32(0))
            tail.appendFixed(UInt64(range.lowerBound))
            tail.appendFixed(UInt64(range.count))
        }
        for checksum in output.pageChecksums { tail.appendFixed(checksum) }
        let fileBytes = tailOffset + tail.count + SegmentFormat.footerBytes
        tail.appendFixed(UInt64(tailOffset))
        tail.appendFixed(UInt64(fileBytes))
        tail.appendFixed(UInt32(documentCount))
        tail.appendFixed(SegmentFormat.version)
        id.write(to: &tail)
        let checksum = Checksum.crc32c(tail.bytes)
        tail.appendFixed(checksum)
        tail.appendFixed(SegmentFormat.endMagic)
        try output.append(tail.bytes)
        let record = SegmentRecord(
            id: id, documentCount: documentCount, byteCount: fileBytes, checksum: checksum)
        return (record, try output.finish())
    }
}

/// A segment as a manifest names it: the file must be this one and no other.
struct SegmentRecord: Hashable, Sendable, Codable {
    var id: SegmentID
    var documentCount: Int
    var byteCount: Int
    /// Of its tail and footer, which hold the checksums of all else.
    var checksum: UInt32
}

/// A section of a segment that is still to be written.
struct EncodedSection: Sendable {
    let section: SegmentFormat.Section
    /// A channel or a column.
    let number: Int
    let bytes: [UInt8]

    init(_ section: SegmentFormat.Section, _ number: Int, _ bytes: [UInt8]) {
        self.section = section
        self.number = number
        self.bytes = bytes
    }
}
