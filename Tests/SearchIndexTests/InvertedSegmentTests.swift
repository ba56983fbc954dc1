import TestSupport
import Testing

@testable import SearchIndex

/// Documents shared out among inverters in any way, written by any number of threads in pieces of any size: the same
/// segment.
struct InvertedSegmentTests {
    private static let titles = Schema(fields: [TextField(name: "title", scoring: [TextField.Scoring()])])

    @Test(arguments: UInt64(1)...24)
    func aSegmentHasTheSameBytesHoweverItsDocumentsWereSharedOut(seed: UInt64) throws {
        var market = RandomMarket(random: SeededGenerator(seed: seed), vocabulary: seed % 2 == 0 ? 30 : 2_000)
        let count = Int.random(in: 1...1_200, using: &market.random)
        var keys = Array(0..<Int64(count))
        if seed % 3 == 0 { keys.shuffle(using: &market.random) }
        let documents = keys.map { market.document(key: $0) }
        let whole = try Self.bytes([documents], RandomMarket.schema)
        for _ in 0..<4 {
            let parts = Self.shared(documents, &market.random)
            let threads = Int.random(in: 1...4, using: &market.random)
            let piece = Int.random(in: 1...3_000, using: &market.random)
            let bytes = try Self.bytes(parts, RandomMarket.schema, threads: threads, postingsPerPiece: piece)
            #expect(bytes == whole, "seed \(seed): \(parts.map(\.count)) on \(threads) threads, pieces of \(piece)")
        }
    }

    /// The average length is known only from all parts together.
    @Test(arguments: UInt64(1)...12)
    func titlesWhoseLengthIsMeasuredDoSoToo(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let documents = (0..<Int64(800)).map { key in
            let words = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                "w\(Int.random(in: 0..<Int.random(in: 1...500, using: &random), using: &random))"
            }
            return IndexDocument(key: key, texts: [words.joined(separator: " ")])
        }
        let whole = try Self.bytes([documents], Self.titles)
        let parts = Self.shared(documents, &random)
        let note = "seed \(seed): \(parts.map(\.count))"
        #expect(try Self.bytes(parts, Self.titles, threads: 3, postingsPerPiece: 200) == whole, "\(note)")
        // What was written before and merged is the same again.
        let pieces = try parts.map { part in
            let written = try Self.written([part], Self.titles)
            return SegmentMerger.Input(
                segment: try SegmentReader(
                    FileImage(copying: written.bytes, name: "test"), schema: Self.titles, expected: written.record))
        }
        let merged = try SegmentMerger(pieces, schema: Self.titles)
            .write(to: FileOutput(inMemory: "test"), threads: 2, memoryBytes: 1 << 12).bytes
        #expect(try Self.withoutID(merged) == whole, "\(note)")
    }

    /// Parts that hold a document each at least, in the order of the documents.
    private static func shared(_ documents: [IndexDocument], _ random: inout SeededGenerator) -> [[IndexDocument]] {
        var parts = [[IndexDocument]](repeating: [], count: Int.random(in: 1...5, using: &random))
        var part = 0
        for document in documents {
            if Int.random(in: 0..<7, using: &random) == 0 { part = Int.random(in: parts.indices, using: &random) }
            parts[part].append(document)
        }
        return parts.filter { !$0.isEmpty }
    }

    private static func written(
        _ parts: [[IndexDocument]], _ schema: Schema, threads: Int = 1, postingsPerPiece: Int = 1 << 18
    ) throws -> (record: SegmentRecord, bytes: [UInt8]) {
        let inverted = parts.map { documents in
            let inverter = Inverter(schema: schema, analyzer: SpaceAnalyzer())
            for document in documents { inverter.add(document) }
            return inverter.finished()
        }
        return try InvertedSegment(inverted, schema: schema, threads: threads, postingsPerPiece: postingsPerPiece)
            .write(to: FileOutput(inMemory: "test"))
    }

    private static func bytes(
        _ parts: [[IndexDocument]], _ schema: Schema, threads: Int = 1, postingsPerPiece: Int = 1 << 18
    ) throws -> [UInt8] {
        try withoutID(written(parts, schema, threads: threads, postingsPerPiece: postingsPerPiece).bytes)
    }

    /// All sections: what lies between the header with the segment's id and the tail with the checksums.
    private static func withoutID(_ bytes: [UInt8]) throws -> [UInt8] {
        let footer = bytes.count - SegmentFormat.footerBytes
        let tail = (0..<8).reduce(0) { $0 | Int(bytes[footer + $1]) << (8 * $1) }
        try #require((SegmentFormat.headerBytes...footer).contains(tail))
        return Array(bytes[SegmentFormat.headerBytes..<tail])
    }
}
