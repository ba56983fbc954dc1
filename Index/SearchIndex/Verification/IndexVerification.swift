import TextAnalysis

/// Checks an index on disk, deeper than opening it does.
public enum IndexVerification {
    public enum Level: Int, CaseIterable, Sendable, Comparable {
        /// Every byte against its checksum.
        case checksums = 1
        /// Every term, posting and value: in order, in range, and counted right.
        case structure = 2

        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    public struct Report: Sendable {
        public var segments = 0
        public var documents = 0
        public var terms = 0
        public var postings = 0
        public var bytes = 0
        public var errors: [IndexError] = []
    }

    /// Reads the newest commit of a folder and everything that it names, up to the level. What is wrong is gathered, not
    /// thrown; one damaged segment does not hide another.
    public static func run(at path: String, level: Level) -> Report {
        var report = Report()
        do throws(IndexError) {
            // Everything is opened before anything is read: a writer beside may remove files meanwhile.
            let folder = IndexFolder(path: path)
            let (_, segments) = try folder.openNewest { (manifest) throws(IndexError) in
                try opened(manifest, folder, &report)
            }
            for (segment, deletedCount) in segments { verify(segment, deletedCount, level, &report) }
        } catch {
            report.errors.append(error)
        }
        return report
    }

    /// The segments that open; what is wrong with the others is noted, but for files that are gone.
    private static func opened(
        _ manifest: Manifest, _ folder: IndexFolder, _ report: inout Report
    ) throws(IndexError) -> [(SegmentReader, deletedCount: Int)] {
        var segments: [(SegmentReader, deletedCount: Int)] = []
        var errors: [IndexError] = []
        for entry in manifest.segments {
            do throws(IndexError) {
                let segment = try folder.open(entry, schema: manifest.schema)
                _ = try folder.deletions(entry)
                segments.append((segment, entry.deletions?.deletedCount ?? 0))
            } catch {
                if case .missing = error { throw error }
                errors.append(error)
            }
        }
        report.errors = errors
        return segments
    }

    private static func verify(
        _ segment: SegmentReader, _ deletedCount: Int, _ level: Level, _ report: inout Report
    ) {
        report.segments += 1
        report.documents += segment.documentCount - deletedCount
        report.bytes += segment.image.count
        let damaged = segment.image.checkAllPages()
        report.errors += damaged
        guard damaged.isEmpty, level >= .structure else { return }
        do throws(IndexError) { try SegmentWalk(segment).run(&report) } catch { report.errors.append(error) }
    }
}

/// Walks everything in a segment and counts it.
private struct SegmentWalk {
    private let segment: SegmentReader
    private let scratch = CursorBuffer(cursors: 1)

    init(_ segment: SegmentReader) { self.segment = segment }

    func run(_ report: inout IndexVerification.Report) throws(IndexError) {
        for channel in segment.meta.channels.indices { try walkTerms(channel, &report) }
        try walkKeys()
        for column in segment.schema.columns.indices { try walkColumn(column) }
    }

    private func walkTerms(_ channel: Int, _ report: inout IndexVerification.Report) throws(IndexError) {
        guard let dictionary = segment.dictionary(channel) else { return }
        var iterator = try dictionary.terms()
        var previous: [UInt8]?
        var count = 0
        while let (term, entry) = try iterator.next() {
            if let previous, !previous.lexicographicallyPrecedes(term) {
                throw segment.corrupt("terms do not rise", .dictionaryBlocks, channel)
            }
            previous = term
            count += 1
            report.postings += try walkPostings(channel, entry)
        }
        guard count == dictionary.termCount else {
            throw segment.corrupt(
                "\(count) terms where \(dictionary.termCount) are said to be", .dictionaryIndex, channel)
        }
        report.terms += count
    }

    private func walkPostings(_ channel: Int, _ entry: TermEntry) throws(IndexError) -> Int {
        var cursor = unsafe try segment.cursor(channel, entry, buffer: scratch.buffer(0))
        var count = 0
        var most = 0
        var last: UInt32?
        while cursor.document != PostingsCursor.end {
            let code = cursor.code()
            guard cursor.document < UInt32(segment.documentCount), code < segment.impacts(channel).count,
                last.map({ $0 < cursor.document }) ?? true,
                code <= Int(cursor.blocks.maximumCode(ofBlock: cursor.currentBlock))
            else { throw segment.corrupt("a posting is out of order or of range", .postings, channel) }
            last = cursor.document
            most = max(most, code)
            count += 1
            cursor.next()
        }
        guard !cursor.isCorrupt, count == entry.documentCount, most == Int(entry.maximumCode) else {
            throw segment.corrupt("a posting list is not what its dictionary says", .postings, channel)
        }
        return count
    }

    private func walkKeys() throws(IndexError) {
        let keys = try segment.keys()
        var seen: Set<Int64> = []
        for document in 0..<segment.documentCount {
            guard seen.insert(keys[document]).inserted, try segment.document(key: keys[document]) == UInt32(document)
            else { throw segment.corrupt("a key stands twice or is not found", .keys) }
        }
    }

    private func walkColumn(_ number: Int) throws(IndexError) {
        let column = try segment.column(number)
        if let strings = column.strings, strings.count > 1 {
            for place in 1..<strings.count {
                guard unsafe strings.utf8(place).isGreater(than: strings.utf8(place - 1)) else {
                    throw segment.corrupt("the strings of a column do not rise", .strings, number)
                }
            }
        }
        guard column.isInRange(documentCount: segment.documentCount) else {
            throw segment.corrupt("a value is out of range", .values, number)
        }
    }
}
