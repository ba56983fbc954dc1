/// What a segment knows of each channel: how long its texts are, and what its codes stand for.
///
/// ```
/// channels u8 | a channel:
///   fields u8 | totalLength u64 × fields | documentsWithText u32 × fields
///   codes u16 | impact f32 × codes | kind u8 (1: a count and a length follow) | (count u32, length u32) × codes
///   runs u32 | (first document u32, base code u8) × runs
/// ```
struct SegmentMeta: Equatable, Sendable {
    struct Channel: Equatable, Sendable {
        /// By field, in terms of this channel.
        var totalLengths: [UInt64]
        var documentsWithText: [UInt32]
        var impacts: [Float]
        /// What the impacts were made from, while the average length is still being measured.
        var origins: [ImpactOrigin]?
        /// The base codes of the documents.
        var bases: [BaseCodes.Run]
    }

    var channels: [Channel]

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(UInt8(channels.count))
        for channel in channels {
            writer.append(UInt8(channel.totalLengths.count))
            for length in channel.totalLengths { writer.appendFixed(length) }
            for count in channel.documentsWithText { writer.appendFixed(count) }
            writer.appendFixed(UInt16(channel.impacts.count))
            for impact in channel.impacts { writer.appendFixed(impact.bitPattern) }
            writer.append(channel.origins == nil ? 0 : 1)
            for origin in channel.origins ?? [] {
                writer.appendFixed(origin.count)
                writer.appendFixed(origin.length)
            }
            writer.appendFixed(UInt32(channel.bases.count))
            for run in channel.bases {
                writer.appendFixed(run.firstDocument)
                writer.append(run.code)
            }
        }
        return writer.bytes
    }

    static func decode(
        _ reader: inout ByteReader, fieldCount: Int, documentCount: Int
    ) throws(IndexError) -> SegmentMeta {
        var channels: [Channel] = []
        for _ in 0..<Int(try reader.readByte()) {
            guard Int(try reader.readByte()) == fieldCount else {
                throw reader.corrupt("the number of fields is not the schema's")
            }
            var lengths: [UInt64] = []
            for _ in 0..<fieldCount { lengths.append(try reader.readFixed(UInt64.self)) }
            var documents: [UInt32] = []
            for _ in 0..<fieldCount { documents.append(try reader.readFixed(UInt32.self)) }
            let codes = Int(try reader.readFixed(UInt16.self))
            guard codes <= ImpactTable.maximumCodes else { throw reader.corrupt("a table of \(codes) impacts") }
            var impacts: [Float] = []
            for _ in 0..<codes {
                let impact = Float(bitPattern: try reader.readFixed(UInt32.self))
                guard impact.isFinite, impact >= 0, impact <= 1, impact >= impacts.last ?? 0 else {
                    throw reader.corrupt("an impact is out of order or of range")
                }
                impacts.append(impact)
            }
            var origins: [ImpactOrigin]?
            if try reader.readByte() == 1 {
                var read: [ImpactOrigin] = []
                for _ in 0..<codes {
                    read.append(
                        ImpactOrigin(
                            count: try reader.readFixed(UInt32.self), length: try reader.readFixed(UInt32.self)))
                }
                origins = read
            }
            let bases = try decodeBases(&reader, codeCount: codes, documentCount: documentCount)
            channels.append(
                Channel(
                    totalLengths: lengths, documentsWithText: documents, impacts: impacts, origins: origins,
                    bases: bases))
        }
        return SegmentMeta(channels: channels)
    }

    private static func decodeBases(
        _ reader: inout ByteReader, codeCount: Int, documentCount: Int
    ) throws(IndexError) -> [BaseCodes.Run] {
        let count = Int(try reader.readFixed(UInt32.self))
        guard count <= documentCount, count > 0 || documentCount == 0 else {
            throw reader.corrupt("\(count) runs of base codes")
        }
        var runs: [BaseCodes.Run] = []
        for place in 0..<count {
            let run = BaseCodes.Run(
                firstDocument: try reader.readFixed(UInt32.self), code: try reader.readByte())
            guard place == 0 ? run.firstDocument == 0 : run.firstDocument > runs[place - 1].firstDocument,
                run.firstDocument < UInt32(documentCount), run.code < max(1, codeCount)
            else { throw reader.corrupt("a run of base codes is out of order or of range") }
            runs.append(run)
        }
        return runs
    }
}

/// How often a term stands in the one field of a document, and how long that is.
struct ImpactOrigin: Hashable, Sendable {
    var count: UInt32
    /// As `LengthClass` rounds it.
    var length: UInt32
}

/// Lengths up to 40 as they are, longer ones to four significant bits: close enough for BM25, and few enough for a table.
/// Lucene keeps lengths the same way (SmallFloat).
enum LengthClass {
    static func round(_ length: UInt32) -> UInt32 {
        let exact: UInt32 = 24
        guard length >= exact else { return length }
        let rest = length - exact
        let bits = 32 - rest.leadingZeroBitCount
        guard bits > 4 else { return length }
        let shift = UInt32(bits - 4)
        return exact + ((rest >> shift) << shift)
    }
}
