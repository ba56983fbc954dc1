import ArgumentParser
import Catalog
import Foundation
import ListingSearch
import SearchIndex
import TextAnalysis

/// An index and the vocabulary of the listings that it was built from.
struct VocabularyOptions: ParsableArguments {
    @Option(help: "The folder of an index of standard analysis.")
    var index: String
    @Option(help: "The listings that it was built from.")
    var listings: String
    @Option(help: "A line each: what is typed, a tab, what is wanted.")
    var queries: String
    @Flag(help: "Prints what is not in the first places.")
    var verbose = false

    /// Answers every query and prints how often what was wanted was in which place.
    ///
    /// - Parameter places: later than this many is a miss.
    func measure(
        places: Int, _ answer: (String, Snapshot, Vocabulary, any Analyzer) throws -> [String]
    ) throws {
        let (snapshot, vocabulary) = try open()
        let analyzer = Analysis.standard.factory.makeAnalyzer()
        var count = PlaceCount()
        for (typed, wanted) in try pairs() {
            var found: [String] = []
            let took = try ContinuousClock().measure { found = try answer(typed, snapshot, vocabulary, analyzer) }
            let place = found.firstIndex(of: wanted)
            if verbose, place ?? .max >= places { print("\(typed)\t\(wanted)\t\(found.joined(separator: " | "))") }
            count.add(place, took: took)
        }
        count.print()
    }

    private func open() throws -> (snapshot: Snapshot, vocabulary: Vocabulary) {
        let index = try Index(
            opening: index, schema: Analysis.standard.schema, analyzer: Analysis.standard.factory, forReading: true)
        var builder = VocabularyBuilder(analyzer: Analysis.standard.factory.makeAnalyzer())
        var reader = try LineReader(listings)
        while let lines = try reader.next() {
            lines.forEach { line, _ in
                if let listing = BenchListing(line) { builder.add(listing.title, sellerID: 1) }
            }
        }
        return (index.snapshot(), builder.finish(categories: try CategoryTree(CategorySeed.categories)))
    }

    private func pairs() throws -> [(typed: String, wanted: String)] {
        try String(contentsOfFile: queries, encoding: .utf8).split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "\t", maxSplits: 1).map(String.init)
            return cells.count == 2 ? (cells[0], cells[1]) : nil
        }
    }
}

/// How often what was meant is found, by place, and how long it takes.
struct PlaceCount {
    private var places: [Int] = []
    private var microseconds: [Double] = []

    mutating func add(_ place: Int?, took: Duration) {
        places.append(place ?? .max)
        microseconds.append(Double(took.components.attoseconds) / 1e12 + Double(took.components.seconds) * 1e6)
    }

    func print() {
        let count = max(1, places.count)
        let share = { (limit: Int) in Double(places.count { $0 < limit }) / Double(count) }
        let sorted = microseconds.sorted()
        let percentile = { (share: Double) in sorted.isEmpty ? 0 : sorted[Int(Double(sorted.count - 1) * share)] }
        printJSON([
            ("queries", places.count), ("first", share(1)), ("first_2", share(2)), ("first_3", share(3)),
            ("first_5", share(5)), ("mean_us", microseconds.reduce(0, +) / Double(count)), ("p50_us", percentile(0.5)),
            ("p99_us", percentile(0.99)),
        ])
    }
}

struct CorrectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Corrects misspelt queries and counts how often the right one comes first.")

    @OptionGroup var options: VocabularyOptions

    func run() throws {
        try options.measure(places: 1) { typed, snapshot, vocabulary, analyzer in
            let corrector = Corrector(snapshot: snapshot, vocabulary: vocabulary, analyzer: analyzer)
            // As in the market: where something holds what was typed, another is only offered.
            let words = try ShopperQuery(typed, analyzer: analyzer)
            return try snapshot.search(Query(terms: words.terms, limit: 1)).hits.isEmpty
                ? corrector.corrections(of: typed, limit: 3) : corrector.alternatives(to: typed, limit: 3)
        }
    }
}

struct SuggestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Completes what is typed and counts how often the wanted phrase is near the top.")

    @OptionGroup var options: VocabularyOptions

    func run() throws {
        try options.measure(places: 2) { typed, snapshot, vocabulary, analyzer in
            try vocabulary.suggestions(for: typed, limit: 10, snapshot, analyzer).map(\.text)
        }
    }
}
