import TestSupport
import Testing

@testable import SearchIndex

struct CodecTests {
    /// At the edges of blocks.
    static let counts = [2, 3, 127, 128, 129, 255, 256, 257, 1_000, 5_000]

    @Test(arguments: counts, [UInt64(1), 2])
    func aPostingListComesBackAsItWas(count: Int, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &* 1_000 &+ UInt64(count))
        for (spread, exceptions) in [(UInt32(1), 1.0), (3, 0.2), (1_000, 0.01), (800, 0), (800, 1)] {
            let (documents, codes) = Self.postings(count, spread: spread, exceptions: exceptions, &random)
            let bytes = Self.encode(documents, codes)
            let scratch = CursorBuffer(cursors: 1)
            unsafe bytes.withUnsafeBytes { raw in
                let maximum = codes.max() ?? 0
                var cursor = unsafe PostingsCursor(
                    list: UnsafeRawBufferPointer(rebasing: raw[..<(raw.count - BitPacking.overread)]),
                    documentCount: count,
                    maximumCode: maximum, bases: Self.bases.view, buffer: scratch.buffer(0))
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
        let (documents, codes) = Self.postings(count, spread: 50, exceptions: 0.1, &random)
        let bytes = Self.encode(documents, codes)
        let scratch = CursorBuffer(cursors: 1)
        for _ in 0..<20 {
            unsafe bytes.withUnsafeBytes { raw in
                var cursor = unsafe PostingsCursor(
                    list: UnsafeRawBufferPointer(rebasing: raw[..<(raw.count - BitPacking.overread)]),
                    documentCount: count,
                    maximumCode: codes.max() ?? 0, bases: Self.bases.view, buffer: scratch.buffer(0))
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

    @Test(arguments: counts, [UInt64(5), 6])
    func aBatchOfLookupsFindsWhatAScanFinds(count: Int, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &* 1_000 &+ UInt64(count))
        let (documents, codes) = Self.postings(count, spread: 50, exceptions: 0.1, &random)
        let bytes = Self.encode(documents, codes)
        let scratch = CursorBuffer(cursors: 2)
        let last = documents[count - 1]
        let wanted = Set((0..<200).map { _ in UInt32.random(in: 0...last + 100, using: &random) }).sorted()
        unsafe bytes.withUnsafeBytes { raw in
            let list = unsafe UnsafeRawBufferPointer(rebasing: raw[..<(raw.count - BitPacking.overread)])
            var cursor = unsafe PostingsCursor(
                list: list, documentCount: count, maximumCode: 0, bases: Self.bases.view, buffer: scratch.buffer(0))
            var candidates = wanted
            let kept = unsafe candidates.withUnsafeMutableBufferPointer {
                unsafe cursor.keep($0.baseAddress!, count: wanted.count)
            }
            #expect(Array(candidates[..<kept]) == wanted.filter { documents.contains($0) }, "seed \(seed)")
            // Past the end nothing is found, however often it is asked.
            for _ in 0..<2 {
                var beyond = (last + 1...last + 256).map(\.self)
                let found = unsafe beyond.withUnsafeMutableBufferPointer {
                    unsafe cursor.keep($0.baseAddress!, count: 256)
                }
                #expect(found == 0, "seed \(seed)")
            }
            var other = unsafe PostingsCursor(
                list: list, documentCount: count, maximumCode: 0, bases: Self.bases.view, buffer: scratch.buffer(1))
            var sums = [Int32](repeating: 1, count: wanted.count)
            candidates = wanted
            unsafe candidates.withUnsafeMutableBufferPointer { candidates in
                unsafe sums.withUnsafeMutableBufferPointer { sums in
                    unsafe other.blocks.add(
                        5, to: sums.baseAddress!, of: candidates.baseAddress!, count: wanted.count)
                }
            }
            #expect(sums == wanted.map { documents.contains($0) ? 6 : 1 }, "seed \(seed)")
        }
    }

    /// Behind the documents of a block its codes stand in memory: none is taken for a document.
    @Test func aLookupPastTheEndMeetsNoCode() {
        let documents = Array(UInt32(0)..<128)
        let codes = [UInt8](repeating: 200, count: 128)
        let bytes = Self.encode(documents, codes)
        let scratch = CursorBuffer(cursors: 1)
        unsafe bytes.withUnsafeBytes { raw in
            var cursor = unsafe PostingsCursor(
                list: UnsafeRawBufferPointer(rebasing: raw[..<(raw.count - BitPacking.overread)]), documentCount: 128,
                maximumCode: 200, bases: Self.bases.view, buffer: scratch.buffer(0))
            #expect(cursor.code() == 200)
            for _ in 0..<2 {
                var beyond = (UInt32(128)..<256).map(\.self)
                #expect(
                    unsafe beyond.withUnsafeMutableBufferPointer {
                        unsafe cursor.keep($0.baseAddress!, count: 128)
                    } == 0)
            }
        }
    }

    /// The bytes that Index/README.md shows.
    @Test func theWorkedExampleOfTheFormatIsTrue() {
        let bases = BaseCodes([BaseCodes.Run(firstDocument: 0, code: 9)], documentCount: 131)
        let bytes = Self.encode([3, 5, 130], [1, 0, 1], bases: bases).dropLast(BitPacking.overread)
        #expect(Array(bytes) == [0x07, 0x01, 0x00, 0x83, 0x00, 0x1F, 0x05])
    }

    /// Postings whose codes are their documents' base codes but for so many.
    private static func postings(
        _ count: Int, spread: UInt32, exceptions: Double, _ random: inout SeededGenerator
    ) -> (documents: [UInt32], codes: [UInt8]) {
        var document: UInt32 = 0
        var documents: [UInt32] = []
        for _ in 0..<count {
            document += UInt32.random(in: 1...spread, using: &random)
            documents.append(document - 1)
        }
        let limit = UInt8.random(in: 0...255, using: &random)
        let codes = documents.map { document in
            Double.random(in: 0..<1, using: &random) < exceptions
                ? UInt8.random(in: 0...limit, using: &random) : baseCodes[Int(document)]
        }
        return (documents, codes)
    }

    /// Base codes that fall, in uneven runs, as those of a segment do.
    private static let baseCodes: [UInt8] = (0..<5_000_001).map { document in
        UInt8(200 - 4 * (64 - (document * document).leadingZeroBitCount))
    }
    private static let bases = BaseCodes(BaseCodes.runs(of: baseCodes), documentCount: baseCodes.count)

    /// The list, and the bytes that a file has behind it.
    private static func encode(
        _ documents: [UInt32], _ codes: [UInt8], bases: BaseCodes = bases
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        var encoder = PostingsEncoder()
        unsafe documents.withUnsafeBufferPointer { documents in
            unsafe codes.withUnsafeBufferPointer { codes in
                unsafe encoder.encode(documents: documents, codes: codes, bases: bases.view, into: &bytes)
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
        let values = (0..<5_000).map { _ in Float.random(in: 0...1, using: &random) }
        let (table, codes) = ImpactTable.choose(values)
        #expect(table.impacts.count <= ImpactTable.maximumCodes)
        #expect(zip(table.impacts, table.impacts.dropFirst()).allSatisfy { $0 < $1 })
        for (value, code) in zip(values, codes) { #expect(abs(table.impacts[Int(code)] - value) <= 1 / 512) }
        // What is chosen again stays as it is.
        let again = ImpactTable.choose(codes.map { table.impacts[Int($0)] } + values)
        #expect(again.table.impacts == table.impacts && Array(again.codes.suffix(5_000)) == codes)
    }

    /// Impacts of counts and lengths, a few more than there are codes: hardly any has to share one, and by little.
    @Test func aFewImpactsTooManyMoveAFewALittle() {
        let norms = (1...45).map { length -> Float in 0.31 + 0.0487 * Float(length) }
        let values = (1...9).flatMap { count in norms.map { norm -> Float in Float(count) / (Float(count) + norm) } }
        let (table, codes) = ImpactTable.choose(values)
        #expect(Set(values).count > 400 && table.impacts.count == ImpactTable.maximumCodes)
        let moves = zip(values, codes).map { abs(table.impacts[Int($1)] - $0) }
        #expect(moves.max()! < 1 / 900)
        #expect(moves.count { $0 == 0 } > 128)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func codesDoNotTellInWhatPartsTheyWereChosen(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let all = (0..<Int.random(in: 200...3_000, using: &random)).map { _ in
            Float.random(in: 0...1, using: &random) * Float.random(in: 0.1...1, using: &random)
        }
        var parts: [[Float]] = [[], [], []]
        for value in all { parts[Int.random(in: 0..<3, using: &random)].append(value) }
        var merged: [Float] = []
        for part in parts {
            let (table, codes) = ImpactTable.choose(part)
            merged += codes.map { table.impacts[Int($0)] }
            let (both, again) = ImpactTable.choose(merged)
            merged = again.map { both.impacts[Int($0)] }
        }
        let (table, codes) = ImpactTable.choose(parts.flatMap { $0 })
        #expect(merged == codes.map { table.impacts[Int($0)] }, "seed \(seed)")
    }
}
