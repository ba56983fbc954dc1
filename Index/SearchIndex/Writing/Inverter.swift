import TextAnalysis

/// Turns documents into the postings of one segment, in memory. Serves one thread.
///
/// Postings are kept in the order they come and sorted by term once at the end, by counting.
final class Inverter {
    private var keys: [Int64] = []
    private var columns: [ColumnBuilder]
    private var channels: [Channel]
    /// By field. Threads that read the schema's own would wait for each other's reference counts.
    private let contents: [TextField.Content]
    private let analyzer: any Analyzer
    private let labels = WhitespaceAnalyzer(kind: .label)
    private var buffer = TokenBuffer()

    var documentCount: Int { keys.count }

    init(schema: Schema, analyzer: any Analyzer) {
        contents = schema.fields.map(\.content)
        self.analyzer = analyzer
        columns = schema.columns.map { ColumnBuilder(kind: $0.kind) }
        let used = (0..<TokenKind.channelCount).filter { channel in
            schema.fields.contains { $0.scoring.indices.contains(channel) && $0.scoring[channel].weight > 0 }
        }
        channels = (0...(used.last ?? 0)).map { Channel(schema: schema, number: $0) }
    }

    /// About how many bytes the inverted documents take, together with what writing them will.
    var byteCount: Int {
        channels.reduce(keys.capacity * 8) { $0 + $1.byteCount } + columns.reduce(0) { $0 + $1.byteCount }
    }

    /// What was gathered, the terms sorted. Nothing can be added any more.
    func finished() -> InvertedDocuments {
        InvertedDocuments(keys: keys, columns: columns, channels: channels.map { $0.finished() })
    }

    /// Adds a validated document.
    func add(_ document: IndexDocument) {
        keys.append(document.key)
        for (column, value) in document.values.enumerated() { columns[column].add(value) }
        for (field, text) in document.texts.enumerated() {
            var text = text
            switch contents[field] {
            case .prose: text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
            case .labels: text.withUTF8 { unsafe labels.analyze($0, into: &buffer) }
            }
            for channel in channels.indices { channels[channel].add(buffer, field: field) }
        }
        for channel in channels.indices { channels[channel].endDocument() }
    }

    /// The postings of one channel.
    struct Channel {
        private let number: Int
        private var terms = TermTable()
        private var totalLengths: [UInt64]
        private var documentsWithText: [UInt32]
        private let postings = PostingLog()
        private var payloads = ValueTable()
        private var documentEnds: [Int] = []
        private var basePayloads: [UInt32] = []
        private let isMeasured: Bool
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
        /// Of the terms of the text at hand, one after the other.
        private var numbers: [UInt32] = []
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
            terms.byteCount + postings.count * 4 + postings.postingCount * SortedPostings.bytesPerPosting
                + documentEnds.capacity * 32 + fieldCounts.capacity * 8
        }

        mutating func add(_ buffer: TokenBuffer, field: Int) {
            guard let scoring = scoring[field] else { return }
            let length = countTerms(buffer)
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
                    append(term, payload(count: fieldCounts[number], rounded))
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

        @inline(__always)
        private mutating func append(_ term: UInt32, _ payload: UInt32) {
            if payload == basePayload {
                postings.append(term)
            } else {
                postings.append(term, payload: payloads.number(of: payload))
            }
        }

        mutating func endDocument() {
            basePayloads.append(payloads.number(of: basePayload))
            for term in documentTerms {
                append(term, sums[Int(term)].bitPattern)
                sums[Int(term)] = 0
            }
            documentTerms.removeAll(keepingCapacity: true)
            basePayload = Self.wordless
            documentEnds.append(postings.count)
        }

        func finished() -> InvertedChannel {
            InvertedChannel(
                number: number, terms: terms.sorted(), totalLengths: totalLengths, documentsWithText: documentsWithText,
                postings: postings, documentEnds: documentEnds, payloads: payloads.values, basePayloads: basePayloads,
                isMeasured: isMeasured)
        }

        /// Counts how often each term of a text stands in it. Returns how many terms it has.
        private mutating func countTerms(_ buffer: TokenBuffer) -> UInt32 {
            numbers.removeAll(keepingCapacity: true)
            terms.number(buffer, channel: number, into: &numbers)
            if fieldCounts.count < terms.count {
                let new = terms.count - fieldCounts.count
                fieldCounts += repeatElement(0, count: new)
                sums += repeatElement(0, count: new)
            }
            for term in numbers {
                let count = fieldCounts[Int(term)]
                if count == 0 { fieldTerms.append(term) }
                fieldCounts[Int(term)] = count &+ 1
            }
            return UInt32(numbers.count)
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
