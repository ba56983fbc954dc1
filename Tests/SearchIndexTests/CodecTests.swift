import TestSupport
import Testing

@testable import SearchIndex

struct CodecTests {
    /// At the edges of blocks.
    static let counts = [2, 3, 127, 128, 129, 255, 256, 257, 1_000, 5_000]

    @Test(arguments: counts, [UInt64(1), 2])
    func aPostingListComesBackAsItWas(count: Int, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &* 1_000 &+ UInt64(count))
        for spread in [UInt32(1), 3, 1_000, 400_000] {
            let (documents, codes) = Self.postings(count, spread: spread, &random)
            let bytes = Self.encode(documents, codes)
            let scratch = CursorBuffer(cursors: 1)
            unsafe bytes.withUnsafeBytes { raw in
                let maximum = codes.max() ?? 0
                var cursor = unsafe PostingsCursor(
                    list: UnsafeRawBufferPointer(rebasing: raw[..<(raw.count - BitPacking.overread)]),
                    documentCount: count,
                    maximumCode: maximum, buffer: scratch.buffer(0))
                for place in 0..<count {
                    #expect(cursor.document == documents[place] && cursor.code() == Int(codes[place]), "seed \(seed)")
                    cursor.next()
                }
                #expect(cursor.document == PostingsCursor.end && !cursor.isCorrupt)
            }
        }
    }

    @Test(arguments: counts, [UInt64(3), 4])
    func advancingFindsWhatAScanFinds(count: Int, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &* 1_000 &+ UInt64(count))
        let (documents, codes) = Self.postings(count, spread: 50, &random)
        let bytes = Self.encode(documents, codes)
        let scratch = CursorBuffer(cursors: 1)
        for _ in 0..<20 {
            unsafe bytes.withUnsafeBytes { raw in
                var cursor = unsafe PostingsCursor(
                    list: UnsafeRawBufferPointer(rebasing: raw[..<(raw.count - BitPacking.overread)]),
                    documentCount: count,
                    maximumCode: codes.max() ?? 0, buffer: scratch.buffer(0))
                var target: UInt32 = 0
                while cursor.document != PostingsCursor.end {
                    target += UInt32.random(in: 0...2_000, using: &random)
                    cursor.advance(to: target)
                    let wanted = documents.firstIndex { $0 >= target }
                    #expect(cursor.document == wanted.map { documents[$0] } ?? PostingsCursor.end, "seed \(seed)")
                    if let wanted { #expect(cursor.code() == Int(codes[wanted])) }
                }
            }
        }
    }

    /// The bytes that Index/README.md shows.
    @Test func theWorkedExampleOfTheFormatIsTrue() {
        let bytes = Self.encode([3, 5, 130], [1, 0, 1]).dropLast(BitPacking.overread)
        #expect(Array(bytes) == [0x07, 0x01, 0x00, 0x83, 0x00, 0x1F, 0x05])
    }

    private static func postings(
        _ count: Int, spread: UInt32, _ random: inout SeededGenerator
    ) -> (documents: [UInt32], codes: [UInt8]) {
        var document: UInt32 = 0
        var documents: [UInt32] = []
        for _ in 0..<count {
            document += UInt32.random(in: 1...spread, using: &random)
            documents.append(document - 1)
        }
        let limit = UInt8.random(in: 0...255, using: &random)
        return (documents, (0..<count).map { _ in UInt8.random(in: 0...limit, using: &random) })
    }

    /// The list, and the bytes that a file has behind it.
    private static func encode(_ documents: [UInt32], _ codes: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var encoder = PostingsEncoder()
        unsafe documents.withUnsafeBufferPointer { documents in
            unsafe codes.withUnsafeBufferPointer { codes in
                unsafe encoder.encode(documents: documents, codes: codes, into: &bytes)
            }
        }
        return bytes + [UInt8](repeating: 0xFF, count: BitPacking.overread)
    }

    @Test(arguments: [0, 1, 7, 8, 31, 32, 55, 56, 57, 63, 64])
    func packedIntegersComeBackAtAnyWidth(width: Int) throws {
        var random = SeededGenerator(seed: UInt64(width) + 100)
        let mask: UInt64 = width == 64 ? .max : (1 << UInt64(width)) - 1
        let base = width >= 63 ? Int64.min : Int64(-17)
        let values = (0..<300).map { _ in base &+ Int64(bitPattern: random.next() & mask) }
        let image = FileImage(copying: PackedIntegers.pack(values), name: "test")
        let packed = try PackedIntegers(image, 0..<image.count)
        #expect((0..<300).map { packed[$0] } == values)
    }

    @Test func aTableOfManyImpactsKeepsTheirOrder() {
        var random = SeededGenerator(seed: 5)
        let values = (0..<5_000).map { _ in (impact: Float.random(in: 0...1, using: &random), count: 1) }
        let (table, codes) = ImpactTable.choose(values)
        #expect(table.impacts.count <= ImpactTable.maximumCodes)
        #expect(zip(table.impacts, table.impacts.dropFirst()).allSatisfy { $0 <= $1 })
        for (value, code) in zip(values, codes) { #expect(abs(table.impacts[Int(code)] - value.impact) < 1 / 200) }
    }
}
