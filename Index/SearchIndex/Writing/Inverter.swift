import TextAnalysis

/// Turns documents into the postings of one segment, in memory. Serves one thread.
///
/// Postings are kept in the order they come, eight bytes each, and sorted by term once at the end, by counting.
final class Inverter {
    private(set) var keys: [Int64] = []
    private(set) var columns: [ColumnBuilder]
    private(set) var channels: [Channel]
    private let schema: Schema
    private let analyzer: any Analyzer
    private let labels = WhitespaceAnalyzer(kind: .label)
    private var buffer = TokenBuffer()

    var documentCount: Int { keys.count }

    init(schema: Schema, analyzer: any Analyzer) {
        self.schema = schema
        self.analyzer = analyzer
        columns = schema.columns.map { ColumnBuilder(kind: $0.kind) }
        let used = (0..<TokenKind.channelCount).filter { channel in
            schema.fields.contains { $0.scoring.indices.contains(channel) && $0.scoring[channel].weight > 0 }
        }
        channels = (0...(used.last ?? 0)).map { Channel(schema: schema, number: $0) }
    }

    /// About how many bytes the inverted documents take.
    var byteCount: Int {
        channels.reduce(keys.capacity * 8) { $0 + $1.byteCount } + columns.reduce(0) { $0 + $1.byteCount }
    }

    /// Adds a validated document.
    func add(_ document: IndexDocument) {
        keys.append(document.key)
        for (column, value) in document.values.enumerated() { columns[column].add(value) }
        for (field, text) in document.texts.enumerated() {
            var text = text
            switch schema.fields[field].content {
            case .prose: text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
            case .labels: text.withUTF8 { unsafe labels.analyze($0, into: &buffer) }
            }
            for channel in channels.indices { channels[channel].add(buffer, field: field) }
        }
        for channel in channels.indices { channels[channel].endDocument() }
    }

    /// The postings of one channel.
    struct Channel {
        let number: Int
        private(set) var terms = TermTable()
        private(set) var totalLengths: [UInt64]
        private(set) var documentsWithText: [UInt32]
        /// Term and payload of each posting, in the order of the documents; a payload by its number.
        private(set) var postings: [(term: UInt32, payload: UInt32)] = []
        private(set) var payloads = ValueTable()
        /// Where each document's postings end.
        private(set) var documentEnds: [Int] = []
        /// By document: the number of the payload of a word that stands once in the first field and nowhere else.
        private(set) var basePayloads: [UInt32] = []
        /// Whether a payload is a count and a length class, its impact not known yet.
        let isMeasured: Bool
        /// The first field that has terms in this channel.
        private let firstField: Int?
        private var basePayload = wordless
        /// Of a document without words: no impact, measured or not.
        private static let wordless: UInt32 = 0
        private let scoring: [TextField.Scoring?]
        // By term: how often it stands in the field at hand, and its sum over the document's fields so far.
        private var fieldCounts: [UInt32] = []
        private var sums: [Float] = []
        private var fieldTerms: [UInt32] = []
        private var documentTerms: [UInt32] = []

        init(schema: Schema, number: Int) {
            self.number = number
            scoring = schema.fields.map { field in
                guard field.scoring.indices.contains(number), field.scoring[number].weight > 0 else { return nil }
                return field.scoring[number]
            }
            firstField = scoring.firstIndex { $0 != nil }
            isMeasured = scoring.contains { $0.map { $0.averageLength == nil } ?? false }
            totalLengths = schema.fields.map { _ in 0 }
            documentsWithText = schema.fields.map { _ in 0 }
        }

        var byteCount: Int {
            terms.byteCount + postings.capacity * 8 + documentEnds.capacity * 16 + fieldCounts.capacity * 8
        }

        mutating func add(_ buffer: TokenBuffer, field: Int) {
            guard let scoring = scoring[field] else { return }
            var length: UInt32 = 0
            unsafe buffer.bytes.withUnsafeBufferPointer { bytes in
                for record in buffer.records where record.kind.channel == number {
                    length += 1
                    let start = Int(record.termStart)
                    unsafe count(UnsafeBufferPointer(rebasing: bytes[start..<start + Int(record.termLength)]))
                }
            }
            guard length > 0 else { return }
            totalLengths[field] += UInt64(length)
            documentsWithText[field] += 1
            let rounded = LengthClass.round(length)
            if field == firstField {
                basePayload =
                    isMeasured ? payload(count: 1, rounded) : scoring.weighted(count: 1, length: rounded).bitPattern
            }
            for term in fieldTerms {
                let number = Int(term)
                if isMeasured {
                    postings.append((term, payloads.number(of: payload(count: fieldCounts[number], rounded))))
                } else {
                    if sums[number] == 0 { documentTerms.append(term) }
                    sums[number] += scoring.weighted(count: fieldCounts[number], length: rounded)
                }
                fieldCounts[number] = 0
            }
            fieldTerms.removeAll(keepingCapacity: true)
        }

        private func payload(count: UInt32, _ length: UInt32) -> UInt32 {
            min(count, 0xFFFF) << 16 | min(length, 0xFFFF)
        }

        mutating func endDocument() {
            basePayloads.append(payloads.number(of: basePayload))
            basePayload = Self.wordless
            for term in documentTerms {
                postings.append((term, payloads.number(of: sums[Int(term)].bitPattern)))
                sums[Int(term)] = 0
            }
            documentTerms.removeAll(keepingCapacity: true)
            documentEnds.append(postings.count)
        }

        @inline(__always)
        private mutating func count(_ term: UnsafeBufferPointer<UInt8>) {
            let number = unsafe terms.number(of: term)
            if number == fieldCounts.count {
                fieldCounts.append(0)
                sums.append(0)
            }
            if fieldCounts[number] == 0 { fieldTerms.append(UInt32(number)) }
            fieldCounts[number] += 1
        }
    }
}

extension TextField.Scoring {
    /// A field's share of x in BM25F: its weight times the count, less for long texts.
    func weighted(count: UInt32, length: UInt32) -> Float {
        let ratio = averageLength.map { Float(length) / $0 } ?? 1
        return weight * Float(count) / (1 - lengthNormalization + lengthNormalization * ratio)
    }
}
