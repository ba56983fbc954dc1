/// Makes one segment of several, leaving out what is deleted. The documents are laid out as `DocumentOrder` says.
struct SegmentMerger {
    struct Input {
        var segment: SegmentReader
        var deletions: Deletions?
    }

    private let inputs: [Input]
    private let schema: Schema
    private let impacts: [MergedImpacts]
    /// By input and document: the new number, rising within an input; `deleted` for a deleted one.
    let newNumbers: [[UInt32]]
    /// Old documents in their new order.
    private let order: [(input: UInt32, document: UInt32)]

    static let deleted = UInt32.max

    var documentCount: Int { order.count }

    init(_ inputs: [Input], schema: Schema) throws(IndexError) {
        self.inputs = inputs
        self.schema = schema
        let total = inputs.reduce(0) { $0 + $1.segment.documentCount - ($1.deletions?.deletedCount ?? 0) }
        guard total < Int(UInt32.max) else {
            throw .invalid(field: "documents", reason: "a segment holds fewer than \(UInt32.max) documents")
        }
        let channelCount = inputs.map(\.segment.meta.channels.count).max() ?? 0
        let impacts = (0..<channelCount).map { channel in
            MergedImpacts(inputs.map { $0.segment.meta.channels[channel] }, schema: schema, channel: channel)
        }
        self.impacts = impacts
        order = try Self.ordered(inputs, impacts)
        var numbers = inputs.map { [UInt32](repeating: Self.deleted, count: $0.segment.documentCount) }
        for (new, old) in order.enumerated() { numbers[Int(old.input)][Int(old.document)] = UInt32(new) }
        newNumbers = numbers
    }

    /// The live documents of all inputs, each input's in its own order: a merge of sorted sequences.
    private static func ordered(
        _ inputs: [Input], _ impacts: [MergedImpacts]
    ) throws(IndexError) -> [(input: UInt32, document: UInt32)] {
        var walks: [OrderedWalk] = []
        for (number, input) in inputs.enumerated() {
            let walk = try OrderedWalk(input, number: number, remap: impacts.map { $0.remap[number] })
            if !walk.isAtEnd { walks.append(walk) }
        }
        var order: [(input: UInt32, document: UInt32)] = []
        var heap = walks.sorted { $0.precedes($1) }
        while !heap.isEmpty {
            order.append((UInt32(heap[0].number), UInt32(heap[0].document)))
            heap[0].next()
            if heap[0].isAtEnd {
                heap[0] = heap[heap.count - 1]
                heap.removeLast()
            }
            Self.siftDown(&heap)
        }
        return order
    }

    private static func siftDown(_ heap: inout [OrderedWalk]) {
        var parent = 0
        while true {
            var first = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].precedes(heap[first]) {
                first = child
            }
            if first == parent { return }
            heap.swapAt(parent, first)
            parent = first
        }
    }

    /// For inputs of which nobody has seen to it that they share no key. Costs a sort of all keys.
    ///
    /// - Throws: `IndexError.invalid` where two documents have one key.
    func requireDistinctKeys() throws(IndexError) {
        // They rise in a few long runs, which sorting merges.
        try DocumentOrder.requireDistinct(try keys().sorted())
    }

    // MARK: Writing

    /// - Parameters:
    ///   - threads: how many merge terms side by side; one leaves the other cores to searches.
    ///   - memoryBytes: about what merged terms may take before they are written.
    func write(
        to output: consuming FileOutput, threads: Int = 1, memoryBytes: Int = 1 << 25
    ) throws(IndexError) -> (record: SegmentRecord, bytes: [UInt8]) {
        var segment = try SegmentWriter(output)
        var channels: [SegmentMeta.Channel] = []
        for channel in impacts.indices {
            channels.append(try writeChannel(channel, to: &segment, threads: threads, memoryBytes: memoryBytes))
        }
        try segment.write(.meta, 0, SegmentMeta(channels: channels).encoded())
        try segment.write(KeyWriter.sections(try keys()))
        for number in schema.columns.indices { try writeColumn(number, to: &segment) }
        return try segment.finish(documentCount: documentCount)
    }

    private func keys() throws(IndexError) -> [Int64] {
        var columns: [PackedIntegers] = []
        for input in inputs { columns.append(try input.segment.keys()) }
        return order.map { columns[Int($0.input)][Int($0.document)] }
    }

    /// The base codes of the documents in their new order.
    private func bases(_ channel: Int) -> [UInt8] {
        order.map { old in
            let code = inputs[Int(old.input)].segment.bases[channel].view[Int(old.document)]
            return impacts[channel].remap[Int(old.input)].isEmpty
                ? 0 : impacts[channel].remap[Int(old.input)][Int(code)]
        }
    }

    private func writeColumn(_ number: Int, to segment: inout SegmentWriter) throws(IndexError) {
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
        try segment.write(builder.sections(number: number))
    }

    // MARK: Terms

    private func writeChannel(
        _ channel: Int, to segment: inout SegmentWriter, threads: Int, memoryBytes: Int
    ) throws(IndexError) -> SegmentMeta.Channel {
        var meta = impacts[channel].meta
        meta.bases = BaseCodes.runs(of: bases(channel))
        let bases = BaseCodes(meta.bases, documentCount: order.count)
        var lists = PostingListsWriter(channel: channel)
        try lists.begin(&segment)
        let ranges = try ranges(channel, threads: threads, memoryBytes: memoryBytes)
        try OrderedWork.run(ranges.count, threads: threads) { piece throws(IndexError) in
            try merge(ranges[piece], channel: channel, bases: bases)
        } take: { (encoded) throws(IndexError) in
            try lists.add(encoded, to: &segment)
        }
        try lists.end(&segment)
        return meta
    }

    /// Ranges of terms of about one size, as many as keep the threads busy and a window of them below the memory.
    private func ranges(_ channel: Int, threads: Int, memoryBytes: Int) throws(IndexError) -> [TermRange] {
        let sizes = inputs.map { $0.segment.postingsBytes(channel) }
        guard let largest = sizes.indices.max(by: { sizes[$0] < sizes[$1] }),
            let dictionary = inputs[largest].segment.dictionary(channel)
        else { return [] }
        let windows = max(threads > 1 ? 2 : 1, sizes.reduce(0, +) / max(1, memoryBytes) + 1)
        return try dictionary.ranges(windows * OrderedWork.window(threads: threads))
    }

    private func merge(_ range: TermRange, channel: Int, bases: BaseCodes) throws(IndexError) -> EncodedTerms {
        var merged = EncodedTerms()
        var gatherer = PostingsGatherer(
            inputs, channel: channel, newNumbers: newNumbers, codes: impacts[channel].remap)
        var iterators: [TermDictionary.TermIterator] = []
        var heads: [(term: [UInt8], entry: TermEntry)?] = []
        for input in inputs {
            guard var iterator = try input.segment.dictionary(channel)?.terms(in: range) else {
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
                unsafe term.withUnsafeBufferPointer { term in
                    unsafe merged.add(term, documents: documents, codes: codes, bases: bases.view)
                }
            }
        }
        return merged
    }

    private static func least(_ heads: [(term: [UInt8], entry: TermEntry)?]) -> [UInt8]? {
        var least: [UInt8]?
        for case let head? in heads where least.map({ head.term.lexicographicallyPrecedes($0) }) ?? true {
            least = head.term
        }
        return least
    }
}

/// Walks the live documents of one input of a merge in their order.
private struct OrderedWalk {
    let number: Int
    private(set) var document = 0
    private var rank: UInt32 = 0
    private var key: Int64 = 0
    private let input: SegmentMerger.Input
    private let keys: PackedIntegers
    private let remap: [[UInt8]]

    init(_ input: SegmentMerger.Input, number: Int, remap: [[UInt8]]) throws(IndexError) {
        self.input = input
        self.number = number
        self.remap = remap
        keys = try input.segment.keys()
        settle()
    }

    var isAtEnd: Bool { document == input.segment.documentCount }

    func precedes(_ other: OrderedWalk) -> Bool {
        (rank, key, number) < (other.rank, other.key, other.number)
    }

    mutating func next() {
        document += 1
        settle()
    }

    private mutating func settle() {
        while !isAtEnd, let deletions = input.deletions, deletions.contains(document) { document += 1 }
        guard !isAtEnd else { return }
        key = keys[document]
        rank = 0
        for (channel, codes) in remap.enumerated() {
            let code = Int(input.segment.bases[channel].view[document])
            rank = DocumentOrder.rank(rank, codes.isEmpty ? 0 : codes[code])
        }
    }
}
