import ArgumentParser
import Foundation
import Locking
import SearchIndex

struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Builds an index from a file of listings, a listing a line.")

    @Option(help: "The file: id, title, category, price, time and perhaps a description, separated by tabs.")
    var input: String
    @Option(help: "The folder of the index; what is in it is removed.")
    var index: String
    @Option(help: "whitespace or standard.")
    var analysis: String = Analysis.whitespace.rawValue
    @Option(help: "Threads that analyse and invert; another reads, unless there is one in all.")
    var threads: Int = 2
    @Option(help: "Bytes that building may hold in memory; a quarter of the machine's, if not said.")
    var memory = Int(ProcessInfo.processInfo.physicalMemory / 4)

    func run() throws {
        guard let analysis = Analysis(rawValue: analysis) else {
            throw ValidationError("--analysis is whitespace or standard")
        }
        let begin = ContinuousClock.now
        if FileManager.default.fileExists(atPath: index) { try FileManager.default.removeItem(atPath: index) }
        let builder = try BulkBuilder(
            at: index, schema: analysis.schema, analyzer: analysis.factory, threads: threads, memoryBytes: memory)
        let count = try feed(builder, analysis)
        try Data(analysis.rawValue.utf8).write(to: URL(fileURLWithPath: index + "/analysis.txt"))
        let seconds = begin.duration(to: .now) / .seconds(1)
        printJSON([
            ("documents", count), ("seconds", seconds), ("documents_per_second", Double(count) / seconds),
            ("index_bytes", try indexBytes()), ("peak_rss_bytes", Memory.peakBytes()),
        ])
    }

    private func feed(_ builder: BulkBuilder, _ analysis: Analysis) throws -> Int {
        var reader = try LineReader(input)
        let identifiers = Locked<[Int: String]>([:])
        let categories = BenchCategories()
        let count = Locked(0)
        var areNumbers: Bool?
        while let lines = try reader.next() {
            if areNumbers == nil { areNumbers = Self.beginsWithNumber(lines) }
            try builder.add(making: { [input, areNumbers] in
                let batch = try Self.listings(lines, of: input)
                count.withLock { $0 += batch.count }
                if analysis == .standard { for name in Set(batch.map(\.listing.category)) { categories.add(name) } }
                if areNumbers != true {
                    identifiers.withLock { known in for (number, listing) in batch { known[number] = listing.id } }
                }
                return try batch.map { number, listing in
                    guard let key = areNumbers == true ? Int64(listing.id) : Int64(number) else {
                        throw ValidationError(
                            "line \(number) of \(input) has an id that is no number, unlike the first")
                    }
                    return analysis.document(listing, key: key)
                }
            })
        }
        try builder.finish(checkpoint: 0)
        if analysis == .standard { try categories.write(index) }
        if areNumbers == false {
            let known = identifiers.withLock { $0 }
            try Identifiers.write((1...(known.keys.max() ?? 1)).map { known[$0] ?? "" }, index)
        }
        return count.withLock { $0 }
    }

    private static func listings(_ lines: Lines, of input: String) throws -> [(number: Int, listing: BenchListing)] {
        var listings: [(number: Int, listing: BenchListing)] = []
        try lines.forEach { line, number in
            guard let listing = BenchListing(line) else {
                throw ValidationError("line \(number) of \(input) is not a listing")
            }
            listings.append((number, listing))
        }
        return listings
    }

    private static func beginsWithNumber(_ lines: Lines) -> Bool {
        Int64(String(decoding: lines.bytes.prefix { $0 != UInt8(ascii: "\t") }, as: UTF8.self)) != nil
    }

    private func indexBytes() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: index).reduce(0) { sum, name in
            let attributes = try FileManager.default.attributesOfItem(atPath: index + "/" + name)
            return sum + (attributes[.size] as? Int ?? 0)
        }
    }
}
