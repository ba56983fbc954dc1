/// Writes what an `Inverter` gathered as a segment.
struct InvertedSegment {
    private let inverter: Inverter
    private let schema: Schema

    init(_ inverter: Inverter, schema: Schema) {
        self.inverter = inverter
        self.schema = schema
    }

    func write(to output: consuming FileOutput) throws(IndexError) -> (record: SegmentRecord, bytes: [UInt8]) {
        var segment = try SegmentWriter(output)
        let codes = inverter.channels.map { ChannelCodes($0, schema: schema) }
        let order = DocumentOrder.sorted(keys: inverter.keys, bases: codes.map(\.bases))
        var channels: [SegmentMeta.Channel] = []
        for (channel, codes) in zip(inverter.channels, codes) {
            channels.append(try write(channel, codes, order, to: &segment))
        }
        try segment.write(.meta, 0, SegmentMeta(channels: channels).encoded())
        try KeyWriter.write(order.map { inverter.keys[Int($0)] }, to: &segment)
        for (number, column) in inverter.columns.enumerated() {
            try column.write(number: number, order: order, to: &segment)
        }
        return try segment.finish(documentCount: inverter.documentCount)
    }

    private func write(
        _ channel: Inverter.Channel, _ codes: ChannelCodes, _ order: [UInt32], to segment: inout SegmentWriter
    ) throws(IndexError) -> SegmentMeta.Channel {
        let sorted = PostingsByTerm(channel, codes: codes.codes, order: order)
        let bases = order.map { codes.bases[Int($0)] }
        var lists = PostingListsWriter(channel: channel.number, bases: bases)
        try lists.begin(&segment)
        for number in channel.terms.sorted() {
            let range = sorted.starts[number]..<sorted.starts[number + 1]
            unsafe try sorted.documents.withUnsafeBufferPointer { (documents) throws(IndexError) in
                unsafe try sorted.codes.withUnsafeBufferPointer { (codes) throws(IndexError) in
                    let documents = unsafe UnsafeBufferPointer(rebasing: documents[range])
                    let codes = unsafe UnsafeBufferPointer(rebasing: codes[range])
                    unsafe channel.terms.withTerm(number) { unsafe lists.add($0, documents: documents, codes: codes) }
                    try lists.flushIfLarge(&segment)
                }
            }
        }
        try lists.end(&segment)
        return SegmentMeta.Channel(
            totalLengths: channel.totalLengths, documentsWithText: channel.documentsWithText, impacts: codes.impacts,
            origins: codes.origins, bases: BaseCodes.runs(of: bases))
    }
}

/// The postings of a channel sorted by term, documents rising in their new order: one counting sort.
struct PostingsByTerm {
    /// By term: where its postings begin; one more than terms.
    let starts: [Int]
    let documents: [UInt32]
    let codes: [UInt8]

    /// - Parameters:
    ///   - codes: by number of a payload.
    ///   - order: the documents in their new order.
    init(_ channel: Inverter.Channel, codes codeOf: [UInt8], order: [UInt32]) {
        let postings = channel.postings
        let ends = channel.documentEnds
        var starts = [Int](repeating: 0, count: channel.terms.count + 1)
        for posting in postings { starts[Int(posting.term) + 1] += 1 }
        for term in 0..<channel.terms.count { starts[term + 1] += starts[term] }
        var next = starts
        var codes = [UInt8](repeating: 0, count: postings.count)
        var documents = [UInt32](repeating: 0, count: postings.count)
        unsafe codes.withUnsafeMutableBufferPointer { codes in
            unsafe documents.withUnsafeMutableBufferPointer { documents in
                for (new, old) in order.enumerated() {
                    for place in (old == 0 ? 0 : ends[Int(old) - 1])..<ends[Int(old)] {
                        let posting = postings[place]
                        let target = next[Int(posting.term)]
                        next[Int(posting.term)] = target + 1
                        unsafe codes[target] = codeOf[Int(posting.payload)]
                        unsafe documents[target] = UInt32(new)
                    }
                }
            }
        }
        self.starts = starts
        self.codes = codes
        self.documents = documents
    }
}

/// The impact table of an inverted channel, and the codes of its payloads and documents.
struct ChannelCodes {
    let impacts: [Float]
    let origins: [ImpactOrigin]?
    /// By number of a payload.
    let codes: [UInt8]
    /// By document, in the order in which they were added.
    let bases: [UInt8]

    init(_ channel: Inverter.Channel, schema: Schema) {
        let scale = ImpactScale(channel: channel, schema: schema)
        let payloads = channel.payloads.values
        let (table, codes) = ImpactTable.choose(payloads.map(scale.impact))
        impacts = table.impacts
        self.codes = codes
        origins = channel.isMeasured ? Self.origins(payloads, codes, count: table.impacts.count) : nil
        bases = channel.basePayloads.map { codes[Int($0)] }
    }

    /// What each code was made from, where no two payloads share one.
    private static func origins(_ payloads: [UInt32], _ codes: [UInt8], count: Int) -> [ImpactOrigin]? {
        guard payloads.count == count else { return nil }
        var origins = [ImpactOrigin](repeating: ImpactOrigin(count: 0, length: 0), count: count)
        for (payload, code) in zip(payloads, codes) {
            origins[Int(code)] = ImpactOrigin(count: payload >> 16, length: payload & 0xFFFF)
        }
        return origins
    }
}

/// Turns the payloads of a channel into impacts.
struct ImpactScale {
    private let saturation: Float
    private let scoring: TextField.Scoring?
    private let isMeasured: Bool

    init(channel: Inverter.Channel, schema: Schema) {
        saturation = schema.saturation
        isMeasured = channel.isMeasured
        guard isMeasured else {
            scoring = nil
            return
        }
        let total = channel.totalLengths.reduce(0, +)
        let documents = channel.documentsWithText.reduce(0) { $0 + UInt64($1) }
        scoring = Self.measured(schema, channel.number, totalLength: total, documents: documents)
    }

    /// The scoring of the one field of a channel whose average is measured.
    static func measured(
        _ schema: Schema, _ channel: Int, totalLength: UInt64, documents: UInt64
    ) -> TextField.Scoring {
        var scoring = schema.fields[0].scoring[channel]
        scoring.averageLength = documents == 0 ? 1 : max(1, Float(Double(totalLength) / Double(documents)))
        return scoring
    }

    static func impact(_ x: Float, saturation: Float) -> Float { x / (x + saturation) }

    /// The impact of a payload.
    func impact(_ payload: UInt32) -> Float {
        let x =
            scoring.map { $0.weighted(count: payload >> 16, length: payload & 0xFFFF) } ?? Float(bitPattern: payload)
        return Self.impact(x, saturation: saturation)
    }
}
