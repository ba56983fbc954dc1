import Foundation
import ListingSearch
import SearchIndex
import TextAnalysis

/// What an index of the bench is made by.
enum Analysis: String, CaseIterable {
    /// Space-separated strings as they are; the title alone, plain BM25.
    case whitespace
    /// The product's own analysis of all fields.
    case standard

    var factory: any AnalyzerFactory {
        switch self {
        case .whitespace: WhitespaceAnalyzerFactory()
        case .standard: StandardAnalyzerFactory()
        }
    }

    var schema: Schema {
        switch self {
        case .whitespace: Schema(fields: [TextField(name: "title", scoring: [TextField.Scoring()])])
        case .standard: ListingSchema.benchmark
        }
    }

    func document(_ listing: BenchListing, key: Int64) -> IndexDocument {
        switch self {
        case .whitespace: IndexDocument(key: key, texts: [listing.title])
        case .standard:
            IndexDocument(
                key: key, texts: [listing.title, "", listing.category, listing.description],
                values: [.integer(listing.priceMinor), .integer(listing.createdUnix)])
        }
    }
}

extension ListingSchema {
    /// The product's texts, with the two columns that the bench's files have.
    static let benchmark = Schema(
        fields: schema.fields,
        columns: [Column(name: price, kind: .integer), Column(name: created, kind: .integer)],
        saturation: schema.saturation)
}

/// A line of a file of listings: `id<TAB>title<TAB>category<TAB>price_minor<TAB>created_unix[<TAB>description]`.
struct BenchListing: Sendable {
    var id: String
    var title: String
    var category: String
    var priceMinor: Int64
    var createdUnix: Int64
    var description: String

    init?(_ line: Substring) {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard cells.count >= 5, let price = Int64(cells[3]), let created = Int64(cells[4]) else { return nil }
        id = String(cells[0])
        title = String(cells[1])
        category = cells[2] == "none" ? "" : String(cells[2])
        priceMinor = price
        createdUnix = created
        description = cells.count > 5 ? String(cells[5]) : ""
    }
}

/// Reads a file line by line, a bounded piece at a time.
struct LineReader {
    private let handle: FileHandle
    private var pending = Data()
    private var isAtEnd = false
    private static let pieceBytes = 1 << 20

    init(_ path: String) throws {
        handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    }

    /// Some whole lines as one text; nil at the end of the file.
    mutating func next() throws -> String? {
        while !isAtEnd {
            guard let piece = try handle.read(upToCount: Self.pieceBytes), !piece.isEmpty else {
                isAtEnd = true
                break
            }
            pending.append(piece)
            guard let end = pending.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            let lines = pending[...end]
            defer { pending = Data(pending[(end + 1)...]) }
            return String(decoding: lines, as: UTF8.self)
        }
        guard !pending.isEmpty else { return nil }
        defer { pending = Data() }
        return String(decoding: pending, as: UTF8.self)
    }
}

/// The identifiers of listings as the files have them. The engine's keys are numbers: a file whose identifiers are not
/// gets a list of them beside the index.
enum Identifiers {
    static func write(_ identifiers: [String], _ folder: String) throws {
        try Data(identifiers.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder + "/identifiers.txt"))
    }

    /// Nil where keys are the identifiers.
    static func read(_ folder: String) -> [String]? {
        guard let data = FileManager.default.contents(atPath: folder + "/identifiers.txt") else { return nil }
        return String(decoding: data, as: UTF8.self).components(separatedBy: "\n")
    }
}

enum Memory {
    /// The most that this process has held, by the kernel's account.
    static func peakBytes() -> Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return (line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) * 1024
    }
}

func printJSON(_ fields: [(String, any CustomStringConvertible)]) {
    print("{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}")
}
