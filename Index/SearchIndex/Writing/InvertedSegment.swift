/// Writes what one inverter or several gathered as one segment.
///
/// Terms are sorted part by part and encoded piece by piece, columns one by one, each on whichever thread is free. The
/// segment has the same bytes however its documents were shared out, but for its id.
struct InvertedSegment {
    private let parts: [InvertedDocuments]
    private let schema: Schema
    private let threads: Int
    private let postingsPerPiece: Int
    private let codes: [ChannelCodes]
    /// The documents in their new order, by their places in all parts.
    private let order: [UInt32]

    /// - Parameters:
    ///   - parts: one document at least in each; their postings are used up by writing.
    ///   - threads: how many sort and encode side by side.
    ///   - postingsPerPiece: about how many a thread encodes at once.
    /// - Throws: `IndexError.invalid` where two documents have one key, or a segment does not hold so many.
    init(
        _ parts: [InvertedDocuments], schema: Schema, threads: Int = 1, postingsPerPiece: Int = 1 << 18
    ) throws(IndexError) {
        self.parts = parts
        self.schema = schema
        self.threads = threads
        self.postingsPerPiece = postingsPerPiece
        guard parts.reduce(0, { $0 + $1.keys.count }) < Int(UInt32.max) else {
            throw .invalid(field: "documents", reason: "a segment holds fewer than \(UInt32.max) documents")
        }
        let channels = 0..<(parts.first?.channels.count ?? 0)
        let codes = channels.map { channel in ChannelCodes(parts.map { $0.channels[channel] }, schema: schema) }
        self.codes = codes
        order = try DocumentOrder.sorted(keys: parts.flatMap(\.keys), bases: codes.map { Array($0.bases.joined()) })
    }

    consuming func write(to output: consuming FileOutput) throws(IndexError) -> (record: SegmentRecord, bytes: [UInt8])
    {
        var segment = try SegmentWriter(output)
        var channels: [SegmentMeta.Channel] = []
        for channel in codes.indices {
            var meta = codes[channel].meta
            meta.bases = BaseCodes.runs(of: bases(channel))
            let bases = BaseCodes(meta.bases, documentCount: order.count)
            channels.append(meta)
            try write(
                channel, bases, last: channel == codes.count - 1 ? SegmentMeta(channels: channels) : nil, &segment)
        }
        return try segment.finish(documentCount: order.count)
    }

    /// The base codes of the documents in their new order.
    private func bases(_ channel: Int) -> [UInt8] {
        let bases = Array(codes[channel].bases.joined())
        return order.map { bases[Int($0)] }
    }

    // MARK: Pieces

    /// What is made by any thread, and written in its order.
    private enum Piece: Sendable {
        case terms(EncodedTerms)
        case sections([EncodedSection])
    }

    /// Writes a channel, and behind the last one all else: keys and columns are made while its terms are written.
    ///
    /// - Parameter last: what the segment knows of its channels, with the last of them.
    private func write(
        _ channel: Int, _ bases: BaseCodes, last: SegmentMeta?, _ segment: inout SegmentWriter
    ) throws(IndexError) {
        let terms = InvertedTerms(
            parts.map(\.channels[channel].terms), try sortedPostings(channel), postingsPerPiece: postingsPerPiece)
        let rest = last == nil ? 0 : 1 + schema.columns.count
        var lists = PostingListsWriter(channel: channel)
        try lists.begin(&segment)
        var areListsWritten = false
        try OrderedWork.run(terms.pieceCount + rest, threads: threads) { [self] number in
            guard number >= terms.pieceCount else { return Piece.terms(terms.encoded(number, bases: bases)) }
            return Piece.sections(number == terms.pieceCount ? keys() : column(number - terms.pieceCount - 1))
        } take: { (piece) throws(IndexError) in
            switch piece {
            case .terms(let encoded): try lists.add(encoded, to: &segment)
            case .sections(let sections):
                if !areListsWritten {
                    try lists.end(&segment)
                    if let last { try segment.write(.meta, 0, last.encoded()) }
                    areListsWritten = true
                }
                try segment.write(sections)
            }
        }
        if !areListsWritten { try lists.end(&segment) }
    }

    private func keys() -> [EncodedSection] {
        let keys = parts.flatMap(\.keys)
        return KeyWriter.sections(order.map { keys[Int($0)] })
    }

    private func column(_ number: Int) -> [EncodedSection] {
        var column = parts[0].columns[number]
        for part in parts.dropFirst() { column.append(part.columns[number]) }
        return column.sections(number: number, order: order)
    }

    /// Each part's postings by term.
    private func sortedPostings(_ channel: Int) throws(IndexError) -> [SortedPostings] {
        let codes = codes[channel]
        var firsts = [0]
        for part in parts { firsts.append(firsts[firsts.count - 1] + part.keys.count) }
        var all: [SortedPostings] = []
        try OrderedWork.run(parts.count, threads: threads) { [parts, order, firsts] part in
            let channel = parts[part].channels[channel]
            defer { channel.postings.free() }
            return SortedPostings(
                channel, codes: codes.codes[part], bases: codes.bases[part], order: order, first: firsts[part])
        } take: { (sorted) throws(IndexError) in
            all.append(sorted)
        }
        return all
    }
}
