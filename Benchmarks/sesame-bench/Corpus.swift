import ArgumentParser
import Foundation
import Glibc
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
                key: key,
                texts: [
                    listing.title, "", listing.category, ListingDocument.opening(listing.description),
                    listing.description, "", BenchCategories.label(listing.category),
                ],
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

    init?(_ line: ArraySlice<UInt8>) {
        var cells: [Range<Int>] = []
        var start = line.startIndex
        for place in line.indices where line[place] == UInt8(ascii: "\t") {
            cells.append(start..<place)
            start = place + 1
        }
        cells.append(start..<line.endIndex)
        let text = { (cell: Int) in String(decoding: line[cells[cell]], as: UTF8.self) }
        guard cells.count >= 5, let price = Int64(text(3)), let created = Int64(text(4)) else { return nil }
        id = text(0)
        title = text(1)
        category = text(2)
        if category == "none" { category = "" }
        priceMinor = price
        createdUnix = created
        description = cells.count > 5 ? text(5) : ""
    }
}

/// Some whole lines of a file.
struct Lines: Sendable {
    var bytes: ArraySlice<UInt8>
    /// Of the first line, counted from 1.
    var firstNumber: Int

    /// Calls the body with each line and its number.
    func forEach(_ body: (ArraySlice<UInt8>, _ number: Int) throws -> Void) rethrows {
        var number = firstNumber
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
            if end > start { try body(bytes[start..<end], number) }
            number += 1
            start = end + 1
        }
    }
}

/// Reads a file line by line, a bounded piece at a time.
struct LineReader: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var nextNumber = 1
    private static let pieceBytes = 1 << 18

    init(_ path: String) throws {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.error(path) }
    }

    deinit { close(descriptor) }

    /// Some whole lines; nil at the end of the file.
    mutating func next() throws -> Lines? {
        while let bytes = try read() {
            guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
                pending = bytes
                continue
            }
            pending = Array(bytes[(end + 1)...])
            return take(bytes[...end])
        }
        guard !pending.isEmpty else { return nil }
        defer { pending = [] }
        return take(pending[...])
    }

    /// What is pending and a piece more; nil at the end of the file.
    private func read() throws -> [UInt8]? {
        var got = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: pending.count + Self.pieceBytes) { room, count in
            _ = unsafe room.update(fromContentsOf: pending)
            repeat {
                got = unsafe Glibc.read(descriptor, room.baseAddress! + pending.count, Self.pieceBytes)
            } while got < 0 && errno == EINTR
            count = pending.count + max(0, got)
        }
        guard got >= 0 else { throw Self.error(path) }
        return got == 0 ? nil : bytes
    }

    private static func error(_ path: String) -> any Error {
        unsafe ValidationError("\(path) cannot be read: \(String(cString: strerror(errno)))")
    }

    private static func lineCount(_ bytes: ArraySlice<UInt8>) -> Int {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            var count = 0
            for place in bytes.indices { count &+= unsafe bytes[place] == UInt8(ascii: "\n") ? 1 : 0 }
            return count
        }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) -> Lines {
        defer { nextNumber += Self.lineCount(bytes) }
        return Lines(bytes: bytes, firstNumber: nextNumber)
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
