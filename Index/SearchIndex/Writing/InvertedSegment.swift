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
        var channels: [SegmentMeta.Channel] = []
        for channel in inverter.channels { channels.append(try write(channel, to: &segment)) }
        try segment.write(.meta, 0, SegmentMeta(channels: channels).encoded())
        try KeyWriter.write(inverter.keys, to: &segment)
        for (number, column) in inverter.columns.enumerated() { try column.write(number: number, to: &segment) }
        return try segment.finish(documentCount: inverter.documentCount)
    }

    private func write(
        _ channel: Inverter.Channel, to segment: inout SegmentWriter
    ) throws(IndexError) -> SegmentMeta.Channel {
        let sorted = PostingsByTerm(channel)
        let scale = ImpactScale(channel: channel, schema: schema)
        let (codes, impacts, origins) = scale.codes(of: sorted.payloads)
        var lists = PostingListsWriter(channel: channel.number)
        try lists.begin(&segment)
        for number in channel.terms.sorted() {
            let range = sorted.starts[number]..<sorted.starts[number + 1]
            unsafe try sorted.documents.withUnsafeBufferPointer { (documents) throws(IndexError) in
                unsafe try codes.withUnsafeBufferPointer { (codes) throws(IndexError) in
                    let documents = unsafe UnsafeBufferPointer(rebasing: documents[range])
                    let codes = unsafe UnsafeBufferPointer(rebasing: codes[range])
                    unsafe channel.terms.withTerm(number) { unsafe lists.add($0, documents: documents, codes: codes) }
                    try lists.flushIfLarge(&segment)
                }
            }
        }
        try lists.end(&segment)
        return SegmentMeta.Channel(
            totalLengths: channel.totalLengths, documentsWithText: channel.documentsWithText, impacts: impacts,
            origins: origins)
    }
}

/// The postings of a channel sorted by term, documents rising: one counting sort.
struct PostingsByTerm {
    /// By term: where its postings begin; one more than terms.
    let starts: [Int]
    let documents: [UInt32]
    let payloads: [UInt32]

    init(_ channel: Inverter.Channel) {
        let postings = channel.postings
        var starts = [Int](repeating: 0, count: channel.terms.count + 1)
        for posting in postings { starts[Int(posting.term) + 1] += 1 }
        for term in 0..<channel.terms.count { starts[term + 1] += starts[term] }
        var next = starts
        var payloads = [UInt32](repeating: 0, count: postings.count)
        var documents = [UInt32](repeating: 0, count: postings.count)
        unsafe payloads.withUnsafeMutableBufferPointer { payloads in
            unsafe documents.withUnsafeMutableBufferPointer { documents in
                var place = 0
                for (document, end) in channel.documentEnds.enumerated() {
                    while place < end {
                        let posting = postings[place]
                        let target = next[Int(posting.term)]
                        next[Int(posting.term)] = target + 1
                        unsafe payloads[target] = posting.payload
                        unsafe documents[target] = UInt32(document)
                        place += 1
                    }
                }
            }
        }
        self.starts = starts
        self.payloads = payloads
        self.documents = documents
    }
}

/// Turns the payloads of a channel into codes of its impact table.
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

    func codes(of payloads: [UInt32]) -> (codes: [UInt8], impacts: [Float], origins: [ImpactOrigin]?) {
        var counts: [UInt32: Int] = [:]
        for payload in payloads { counts[payload, default: 0] += 1 }
        let distinct = counts.keys.sorted()
        let (table, chosen) = ImpactTable.choose(distinct.map { (impact($0), counts[$0, default: 0]) })
        var codeOf = [UInt32: UInt8](minimumCapacity: distinct.count)
        for (payload, code) in zip(distinct, chosen) { codeOf[payload] = code }
        let codes = payloads.map { codeOf[$0, default: 0] }
        guard isMeasured else { return (codes, table.impacts, nil) }
        return (codes, table.impacts, Self.origins(distinct, chosen, codeCount: table.impacts.count))
    }

    /// What each code was made from, where no two payloads share one.
    private static func origins(_ payloads: [UInt32], _ codes: [UInt8], codeCount: Int) -> [ImpactOrigin]? {
        guard payloads.count == codeCount else { return nil }
        var origins = [ImpactOrigin](repeating: ImpactOrigin(count: 0, length: 0), count: codeCount)
        for (payload, code) in zip(payloads, codes) {
            origins[Int(code)] = ImpactOrigin(count: payload >> 16, length: payload & 0xFFFF)
        }
        return origins
    }

    private func impact(_ payload: UInt32) -> Float {
        let x =
            scoring.map { $0.weighted(count: payload >> 16, length: payload & 0xFFFF) } ?? Float(bitPattern: payload)
        return Self.impact(x, saturation: saturation)
    }
}
