import ArgumentParser
import Foundation
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
    @Option(help: "Threads that analyse and invert.")
    var threads: Int = 2
    @Option(help: "Bytes that building may hold in memory.")
    var memory: Int = 1 << 30

    private static let batchCount = 2_000

    func run() throws {
        guard let analysis = Analysis(rawValue: analysis) else {
            throw ValidationError("--analysis is whitespace or standard")
        }
        let begin = ContinuousClock.now
        if FileManager.default.fileExists(atPath: index) { try FileManager.default.removeItem(atPath: index) }
        let builder = try BulkBuilder(
            at: index, schema: analysis.schema, analyzer: analysis.factory, threads: threads, memoryBytes: memory)
        let count = try feed(builder, analysis)
        try builder.finish(checkpoint: 0)
        try Data(analysis.rawValue.utf8).write(to: URL(fileURLWithPath: index + "/analysis.txt"))
        let seconds = begin.duration(to: .now) / .seconds(1)
        printJSON([
            ("documents", count), ("seconds", seconds), ("documents_per_second", Double(count) / seconds),
            ("index_bytes", try indexBytes()), ("peak_rss_bytes", Memory.peakBytes()),
        ])
    }

    private func feed(_ builder: BulkBuilder, _ analysis: Analysis) throws -> Int {
        var reader = try LineReader(input)
        var batch: [IndexDocument] = []
        var count = 0
        var identifiers: [String] = []
        var areNumbers = true
        while let lines = try reader.next() {
            for line in lines.split(separator: "\n") {
                count += 1
                guard let listing = BenchListing(line) else {
                    throw ValidationError("line \(count) of \(input) is not a listing")
                }
                if count == 1 { areNumbers = Int64(listing.id) != nil }
                if !areNumbers { identifiers.append(listing.id) }
                guard let key = areNumbers ? Int64(listing.id) : Int64(count) else {
                    throw ValidationError("line \(count) of \(input) has an id that is no number, unlike the first")
                }
                batch.append(analysis.document(listing, key: key))
                if batch.count == Self.batchCount {
                    try builder.add(batch)
                    batch.removeAll(keepingCapacity: true)
                }
            }
        }
        try builder.add(batch)
        if !areNumbers { try Identifiers.write(identifiers, index) }
        return count
    }

    private func indexBytes() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: index).reduce(0) { sum, name in
            let attributes = try FileManager.default.attributesOfItem(atPath: index + "/" + name)
            return sum + (attributes[.size] as? Int ?? 0)
        }
    }
}
