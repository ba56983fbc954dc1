/// Makes one segment of several, leaving out what is deleted.
///
/// Documents keep their order, segment after segment, or are laid out by `rank` (lower first, equals as they were).
struct SegmentMerger {
    struct Input {
        var segment: SegmentReader
        var deletions: Deletions?
    }

    private let inputs: [Input]
    private let schema: Schema
    /// By input and document: the new number, or nil's stand-in for a deleted one.
    let newNumbers: [[UInt32]]
    let documentCount: Int
    private let keepsOrder: Bool

    static let deleted = UInt32.max

    init(
        _ inputs: [Input], schema: Schema, rank: ((_ input: Int, _ document: Int) -> Int64)? = nil
    ) throws(IndexError) {
        self.inputs = inputs
        self.schema = schema
        keepsOrder = rank == nil
        let total = inputs.reduce(0) { $0 + $1.segment.documentCount - ($1.deletions?.deletedCount ?? 0) }
        guard total < Int(UInt32.max) else {
            throw .invalid(field: "documents", reason: "a segment holds fewer than \(UInt32.max) documents")
        }
        documentCount = total
        newNumbers = rank.map { Self.ranked(inputs, by: $0) } ?? Self.concatenated(inputs)
    }

    private static func concatenated(_ inputs: [Input]) -> [[UInt32]] {
        var next: UInt32 = 0
        return inputs.map { input in
            (0..<input.segment.documentCount).map { document in
                if let deletions = input.deletions, deletions.contains(document) { return deleted }
                defer { next += 1 }
                return next
            }
        }
    }

    private static func ranked(_ inputs: [Input], by rank: (Int, Int) -> Int64) -> [[UInt32]] {
        var live: [(rank: Int64, input: Int, document: Int)] = []
        for (number, input) in inputs.enumerated() {
            for document in 0..<input.segment.documentCount where !(input.deletions?.contains(document) ?? false) {
                live.append((rank(number, document), number, document))
            }
        }
        live.sort { ($0.rank, $0.input, $0.document) < ($1.rank, $1.input, $1.document) }
        var numbers = inputs.map { [UInt32](repeating: deleted, count: $0.segment.documentCount) }
        for (new, entry) in live.enumerated() { numbers[entry.input][entry.document] = UInt32(new) }
        return numbers
    }

    // MARK: Writing

    func write(to output: consuming FileOutput) throws(IndexError) -> (record: SegmentRecord, bytes: [UInt8]) {
        var segment = try SegmentWriter(output)
        let channelCount = inputs.map(\.segment.meta.channels.count).max() ?? 0
        var channels: [SegmentMeta.Channel] = []
        for channel in 0..<channelCount { channels.append(try writeChannel(channel, to: &segment)) }
        try segment.write(.meta, 0, SegmentMeta(channels: channels).encoded())
        let order = documentOrder()
        try KeyWriter.write(try keys(order), to: &segment)
        for number in schema.columns.indices { try writeColumn(number, order, to: &segment) }
        return try segment.finish(documentCount: documentCount)
    }

    /// Old documents in their new order.
    private func documentOrder() -> [(input: UInt32, document: UInt32)] {
        var order = [(input: UInt32, document: UInt32)](repeating: (0, 0), count: documentCount)
        for (input, numbers) in newNumbers.enumerated() {
            for (document, new) in numbers.enumerated() where new != Self.deleted {
                order[Int(new)] = (UInt32(input), UInt32(document))
            }
        }
        return order
    }

    private func keys(_ order: [(input: UInt32, document: UInt32)]) throws(IndexError) -> [Int64] {
        var columns: [PackedIntegers] = []
        for input in inputs { columns.append(try input.segment.keys()) }
        return order.map { columns[Int($0.input)][Int($0.document)] }
    }

    private func writeColumn(
        _ number: Int, _ order: [(input: UInt32, document: UInt32)], to segment: inout SegmentWriter
    ) throws(IndexError) {
        var columns: [ColumnReader] = []
        for input in inputs { columns.append(try input.segment.column(number)) }
        var builder = ColumnBuilder(kind: schema.columns[number].kind)
        // Runs of one input are added together, so that its strings are looked up once.
        var start = 0
        while start < order.count {
            let input = order[start].input
            var end = start + 1
            while end < order.count, order[end].input == input { end += 1 }
            builder.add(columns[Int(input)], documents: order[start..<end].lazy.map { Int($0.document) })
            start = end
        }
        try builder.write(number: number, to: &segment)
    }

    // MARK: Terms

    private func writeChannel(
        _ channel: Int, to segment: inout SegmentWriter
    ) throws(IndexError) -> SegmentMeta.Channel {
        let codes = MergedImpacts(inputs.map { $0.segment.meta.channels[channel] }, schema: schema, channel: channel)
        var lists = PostingListsWriter(channel: channel)
        try lists.begin(&segment)
        var gatherer = PostingsGatherer(
            inputs, channel: channel, newNumbers: newNumbers, codes: codes.remap, sorts: !keepsOrder)
        var iterators: [TermDictionary.TermIterator] = []
        var heads: [(term: [UInt8], entry: TermEntry)?] = []
        for input in inputs {
            guard var iterator = try input.segment.dictionary(channel)?.terms() else {
                throw input.segment.corrupt("a channel is missing", .meta)
            }
            heads.append(try iterator.next())
            iterators.append(iterator)
        }
        while let term = Self.least(heads) {
            gatherer.removeAll()
            for index in heads.indices {
                guard let head = heads[index], head.term == term else { continue }
                try gatherer.add(input: index, head.entry)
                heads[index] = try iterators[index].next()
            }
            unsafe try gatherer.withPostings { (documents, codes) throws(IndexError) in
                guard !documents.isEmpty else { return }
                unsafe term.withUnsafeBufferPointer { unsafe lists.add($0, documents: documents, codes: codes) }
                try lists.flushIfLarge(&segment)
            }
        }
        try lists.end(&segment)
        return codes.meta
    }

    private static func least(_ heads: [(term: [UInt8], entry: TermEntry)?]) -> [UInt8]? {
        var least: [UInt8]?
        for case let head? in heads where least.map({ head.term.lexicographicallyPrecedes($0) }) ?? true {
            least = head.term
        }
        return least
    }
}
