/// An open segment. Opening reads the footer, the tail and the meta section; everything else is checked when touched.
final class SegmentReader: Sendable {
    let image: FileImage
    let record: SegmentRecord
    let meta: SegmentMeta
    let schema: Schema
    private let sections: [SegmentFormat.SectionID: Range<Int>]
    private let dictionaries: [TermDictionary]
    private let postings: [Range<Int>]
    /// By channel.
    let bases: [BaseCodes]
    let levels: Levels
    let unitedLists = UnitedLists()

    var documentCount: Int { record.documentCount }

    /// - Parameter expected: what the manifest says of the file; nil trusts the file's own footer.
    init(_ image: FileImage, schema: Schema, expected: SegmentRecord? = nil) throws(IndexError) {
        self.image = image
        self.schema = schema
        let tail = try SegmentTail(image)
        if let expected, expected != tail.record {
            throw .mismatch(
                path: image.path, what: "segment", found: tail.record.id.description, expected: expected.id.description)
        }
        record = tail.record
        sections = tail.sections
        image.setChecksums(at: tail.checksumsOffset, covering: tail.offset)
        let metaRange = try Self.range(sections, .meta, 0, image)
        var reader = unsafe ByteReader(
            try image.verified(metaRange), path: image.path, fileOffset: metaRange.lowerBound)
        meta = try SegmentMeta.decode(
            &reader, fieldCount: schema.fields.count, documentCount: tail.record.documentCount)
        var dictionaries: [TermDictionary] = []
        var postings: [Range<Int>] = []
        for channel in 0..<meta.channels.count {
            postings.append(try Self.range(sections, .postings, channel, image))
            dictionaries.append(
                try TermDictionary(
                    image: image, index: try Self.range(sections, .dictionaryIndex, channel, image),
                    blocks: try Self.range(sections, .dictionaryBlocks, channel, image),
                    postingsCount: postings[channel].count, documentLimit: tail.record.documentCount))
        }
        self.dictionaries = dictionaries
        self.postings = postings
        let documentCount = tail.record.documentCount
        bases = meta.channels.map { BaseCodes($0.bases, documentCount: documentCount) }
        levels = Levels(meta.channels.map(\.bases), documentCount: documentCount)
    }

    func dictionary(_ channel: Int) -> TermDictionary? {
        channel < dictionaries.count ? dictionaries[channel] : nil
    }

    /// What the dictionary of a channel says of a term; nil where no document holds it.
    func entry(_ channel: Int, _ term: [UInt8]) throws(IndexError) -> TermEntry? {
        guard let dictionary = dictionary(channel) else { return nil }
        return unsafe try term.withUnsafeBufferPointer { (bytes) throws(IndexError) in
            unsafe try dictionary.entry(bytes)
        }
    }

    func postingsBytes(_ channel: Int) -> Int { postings[channel].count }

    func impacts(_ channel: Int) -> [Float] { meta.channels[channel].impacts }

    /// The checked bytes of a term's posting list.
    func list(_ channel: Int, _ range: Range<Int>) throws(IndexError) -> UnsafeRawBufferPointer {
        let start = postings[channel].lowerBound
        return unsafe try image.verified(start + range.lowerBound..<start + range.upperBound)
    }

    /// A cursor on a term's first posting; `buffer` has room for two blocks.
    func cursor(
        _ channel: Int, _ entry: TermEntry, buffer: UnsafeMutablePointer<UInt32>
    ) throws(IndexError) -> PostingsCursor {
        let cursor: PostingsCursor
        switch entry.place {
        case .single(let document, let code):
            cursor = unsafe PostingsCursor(single: document, code: code, bases: bases[channel].view, buffer: buffer)
        case .list(let range):
            cursor = unsafe PostingsCursor(
                list: try list(channel, range), documentCount: entry.documentCount, maximumCode: entry.maximumCode,
                bases: bases[channel].view, buffer: buffer)
        }
        return try checked(cursor, channel)
    }

    /// The same for a list of several forms.
    func cursor(
        _ channel: Int, _ united: UnitedList, buffer: UnsafeMutablePointer<UInt32>
    ) throws(IndexError) -> PostingsCursor {
        if case .single(let document, let code) = united.entry.place {
            return unsafe PostingsCursor(single: document, code: code, bases: bases[channel].view, buffer: buffer)
        }
        let cursor = unsafe PostingsCursor(
            list: united.list, documentCount: united.entry.documentCount, maximumCode: united.entry.maximumCode,
            bases: bases[channel].view, buffer: buffer)
        return try checked(cursor, channel)
    }

    private func checked(_ cursor: PostingsCursor, _ channel: Int) throws(IndexError) -> PostingsCursor {
        guard !cursor.isCorrupt, cursor.blocks.lastDocument(cursor.blockCount - 1) < UInt32(documentCount) else {
            throw corrupt("a posting list contradicts itself", .postings, channel)
        }
        return cursor
    }

    // MARK: Keys and columns

    func keys() throws(IndexError) -> PackedIntegers {
        try integers(.keys, 0)
    }

    /// The document of a key, deleted or not.
    func document(key: Int64) throws(IndexError) -> UInt32? {
        let keys = try keys()
        if let range = section(.keyOrder, 0) {
            return try document(key: key, keys, order: PackedIntegers(image, range))
        }
        guard let range = section(.keyRuns, 0) else {
            return Self.document(key: key, keys, in: 0..<documentCount)
        }
        let starts = try PackedIntegers(image, range)
        guard (1...KeyWriter.maximumRuns).contains(starts.count) else {
            throw corrupt("\(starts.count) runs of keys", .keyRuns)
        }
        for run in 0..<starts.count {
            let start = Int(clamping: starts[run])
            let end = run + 1 < starts.count ? Int(clamping: starts[run + 1]) : documentCount
            guard start >= 0, start <= end, end <= documentCount else {
                throw corrupt("a run of keys is out of range", .keyRuns)
            }
            if let document = Self.document(key: key, keys, in: start..<end) { return document }
        }
        return nil
    }

    private static func document(key: Int64, _ keys: PackedIntegers, in run: Range<Int>) -> UInt32? {
        var low = run.lowerBound
        var high = run.upperBound
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low < run.upperBound && keys[low] == key ? UInt32(low) : nil
    }

    private func document(
        key: Int64, _ keys: PackedIntegers, order: PackedIntegers
    ) throws(IndexError) -> UInt32? {
        guard order.count == documentCount else { throw corrupt("an order of a wrong size", .keyOrder) }
        var low = 0
        var high = documentCount
        while low < high {
            let middle = (low + high) / 2
            guard let document = Int(exactly: order[middle]), (0..<documentCount).contains(document) else {
                throw corrupt("a document number is past the last", .keyOrder)
            }
            if keys[document] == key { return UInt32(document) }
            if keys[document] < key { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    func column(_ number: Int) throws(IndexError) -> ColumnReader {
        switch schema.columns[number].kind {
        case .integer: return .integer(try integers(.values, number))
        case .keyword:
            return .keyword(try integers(.values, number), try strings(number))
        case .keywords:
            let starts = try PackedIntegers(image, try Self.range(sections, .starts, number, image))
            guard starts.count == documentCount + 1 else { throw corrupt("a column has a wrong size", .starts, number) }
            let values = try PackedIntegers(image, try Self.range(sections, .values, number, image))
            return .keywords(starts: starts, values: values, strings: try strings(number))
        }
    }

    private func strings(_ number: Int) throws(IndexError) -> StringTable {
        try StringTable(image, try Self.range(sections, .strings, number, image))
    }

    /// One integer a document.
    private func integers(_ section: SegmentFormat.Section, _ number: Int) throws(IndexError) -> PackedIntegers {
        let packed = try PackedIntegers(image, try Self.range(sections, section, number, image))
        guard packed.count == documentCount else { throw corrupt("a column has a wrong size", section, number) }
        return packed
    }

    private func section(_ section: SegmentFormat.Section, _ number: Int) -> Range<Int>? {
        sections[SegmentFormat.SectionID(section: section, number: number)]
    }

    /// Where the file's bytes go: by section, for reports.
    func sectionSizes() -> [(section: SegmentFormat.SectionID, bytes: Int)] {
        sections.map { ($0.key, $0.value.count) }
    }

    func corrupt(_ reason: String, _ section: SegmentFormat.Section, _ number: Int = 0) -> IndexError {
        .corrupt(path: image.path, offset: self.section(section, number)?.lowerBound ?? 0, reason: reason)
    }

    private static func range(
        _ sections: [SegmentFormat.SectionID: Range<Int>], _ section: SegmentFormat.Section, _ number: Int,
        _ image: FileImage
    ) throws(IndexError) -> Range<Int> {
        guard let range = sections[SegmentFormat.SectionID(section: section, number: number)] else {
            throw .corrupt(path: image.path, offset: 0, reason: "the section \(section) \(number) is missing")
        }
        return range
    }
}

/// The end of a segment's file, read and checked.
struct SegmentTail {
    let record: SegmentRecord
    let sections: [SegmentFormat.SectionID: Range<Int>]
    /// Where the tail begins: what stands before it is covered by the pages' checksums.
    let offset: Int
    let checksumsOffset: Int

    init(_ image: FileImage) throws(IndexError) {
        let footerOffset = image.count - SegmentFormat.footerBytes
        guard footerOffset >= SegmentFormat.headerBytes else {
            throw .corrupt(path: image.path, offset: image.count, reason: "the file is too short for a segment")
        }
        var footer = unsafe ByteReader(
            try image.unverified(footerOffset..<image.count), path: image.path, fileOffset: footerOffset)
        let tailOffset = try footer.readFixed(UInt64.self)
        let fileBytes = try footer.readFixed(UInt64.self)
        let documents = Int(try footer.readFixed(UInt32.self))
        let version = try footer.readFixed(UInt32.self)
        let id = try SegmentID.read(from: &footer)
        let checksum = try footer.readFixed(UInt32.self)
        guard try footer.readFixed(UInt32.self) == SegmentFormat.endMagic else {
            throw .corrupt(path: image.path, offset: image.count - 4, reason: "the file does not end as a segment does")
        }
        guard version <= SegmentFormat.version else {
            throw .tooNew(path: image.path, version: version, newestKnown: SegmentFormat.version)
        }
        guard version >= SegmentFormat.version else {
            throw .tooOld(path: image.path, version: version, oldestKnown: SegmentFormat.version)
        }
        guard fileBytes == UInt64(image.count), tailOffset >= UInt64(SegmentFormat.headerBytes),
            tailOffset <= UInt64(footerOffset - SegmentFormat.tailHeaderBytes), documents < Int(UInt32.max)
        else { throw .corrupt(path: image.path, offset: footerOffset, reason: "the footer's sizes are not the file's") }
        offset = Int(tailOffset)
        let found = unsafe Checksum.crc32c(try image.unverified(offset..<image.count - 8))
        guard found == checksum else {
            throw .corrupt(path: image.path, offset: offset, reason: "the checksum of the tail is wrong")
        }
        let tail = unsafe try image.unverified(offset..<footerOffset)
        var reader = unsafe ByteReader(tail, path: image.path, fileOffset: offset)
        let count = Int(try reader.readFixed(UInt32.self))
        guard count <= SegmentFormat.maximumSections else { throw reader.corrupt("\(count) sections") }
        _ = try reader.readFixed(UInt32.self)
        var sections: [SegmentFormat.SectionID: Range<Int>] = [:]
        for _ in 0..<count {
            let (id, range) = try Self.readSection(&reader, limit: Int(tailOffset))
            sections[id] = range
        }
        self.sections = sections
        checksumsOffset = offset + reader.position
        guard reader.remaining == 4 * image.pageCount(offset) else {
            throw reader.corrupt("the number of pages is wrong")
        }
        record = SegmentRecord(id: id, documentCount: documents, byteCount: image.count, checksum: checksum)
    }

    private static func readSection(
        _ reader: inout ByteReader, limit: Int
    ) throws(IndexError) -> (SegmentFormat.SectionID, Range<Int>) {
        let kind = try reader.readFixed(UInt16.self)
        let number = Int(try reader.readFixed(UInt16.self))
        _ = try reader.readFixed(UInt32.self)
        let start = try reader.readFixed(UInt64.self)
        let length = try reader.readFixed(UInt64.self)
        guard let section = SegmentFormat.Section(rawValue: kind), start <= UInt64(limit),
            length <= UInt64(limit) - start
        else { throw reader.corrupt("a section is unknown or out of place") }
        let first = Int(start)
        return (SegmentFormat.SectionID(section: section, number: number), first..<first + Int(length))
    }
}
