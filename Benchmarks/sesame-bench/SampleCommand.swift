import ArgumentParser
import Catalog
import DemoMarket
import Foundation
import TextAnalysis

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Writes an invented market and queries for it: the same bytes for the same numbers, on every machine."
    )

    @Option(help: "Listings.")
    var count: Int = 100_000
    @Option(help: "Queries: two to four neighbouring words of a title each.")
    var queries: Int = 200
    @Option(help: "The folder for listings.tsv, its words cut and folded, and queries.txt.")
    var output: String

    private static let seed: UInt64 = 2_026

    func validate() throws {
        guard (1...10_000_000).contains(count), (1...100_000).contains(queries) else {
            throw ValidationError("--count is 1 to 10000000, --queries 1 to 100000")
        }
    }

    func run() throws {
        let categories = try CategoryTree(CategorySeed.categories)
        let market = DemoMarket(seed: Self.seed, categories: categories)
        let analyzer = StandardAnalyzerFactory().makeAnalyzer()
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        var listings = ""
        var asked = ""
        for number in 1...count {
            let content = market.listing(number).content
            let words = Self.words(content.title, analyzer)
            listings += "\(number)\t\(words.joined(separator: " "))\t\(categories[content.categoryID]?.slug ?? "none")"
            listings += "\t\(content.price.amountMinor)\t\(1_700_000_000 + number)\n"
            // Queries are taken from listings all over the market.
            guard number % max(1, count / queries) == 0, words.count > 1 else { continue }
            let length = min(words.count, 2 + number / max(1, count / queries) % 3)
            let first = number % (words.count - length + 1)
            asked += words[first..<first + length].joined(separator: " ") + "\n"
        }
        try Data(listings.utf8).write(to: URL(fileURLWithPath: output + "/listings.tsv"))
        try Data(asked.utf8).write(to: URL(fileURLWithPath: output + "/queries.txt"))
    }

    private static func words(_ title: String, _ analyzer: any Analyzer) -> [String] {
        var title = title
        var buffer = TokenBuffer()
        title.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        return buffer.records.filter { $0.kind == .word || $0.kind == .hanWord }.map(buffer.term)
    }
}
