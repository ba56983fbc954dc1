import ArgumentParser
import Foundation
import ListingSearch
import SearchIndex
import TextAnalysis

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Answers a file of queries and says how long each took.")

    enum Match: String, CaseIterable, ExpressibleByArgument {
        case any, all, smart
    }

    @Option(help: "The folder of the index.")
    var index: String
    @Option(help: "The file: a query a line, perhaps with an identifier and a tab before it.")
    var queries: String
    @Option(help: "any term, all terms, or as the product searches for a shopper.")
    var match: Match = .any
    @Option(help: "Hits a query.")
    var top: Int = 10
    @Option(name: .customLong("repeat"), help: "Measured passes over all queries, after one that is not.")
    var passes: Int = 5
    @Option(help: "Threads that answer side by side.")
    var threads: Int = 1
    @Option(name: .customLong("run"), help: "Writes the hits here, in TREC form.")
    var runFile: String?
    @Flag(help: "Scores every match and skips nothing.")
    var exhaustive = false

    func run() throws {
        guard (1...10_000).contains(top), (1...1_000).contains(passes), (1...64).contains(threads) else {
            throw ValidationError("--top is 1 to 10000, --repeat 1 to 1000, --threads 1 to 64")
        }
        let bench = try QueryBench(index: index, match: match, top: top, isExhaustive: exhaustive)
        let batch = try Self.read(queries)
        var empty = 0
        var lines = ""
        let analyzer = bench.analysis.factory.makeAnalyzer()
        for (identifier, text) in batch {
            let hits = try bench.search(text, analyzer)
            if hits.isEmpty { empty += 1 }
            guard runFile != nil else { continue }
            for (rank, hit) in hits.enumerated() {
                lines += "\(identifier) Q0 \(bench.identifier(hit.key)) \(rank + 1) \(hit.score) sesame\n"
            }
        }
        if let runFile { try Data(lines.utf8).write(to: URL(fileURLWithPath: runFile)) }
        let begin = ContinuousClock.now
        let latencies = try measure(bench, batch.map(\.text))
        report(latencies, seconds: begin.duration(to: .now) / .seconds(1), queries: batch.count, empty: empty)
    }

    /// Nanoseconds of each query of each pass.
    private func measure(_ bench: QueryBench, _ texts: [String]) throws -> [Int64] {
        let outcome = Outcome()
        let passes = passes
        let threads = threads
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            let analyzer = bench.analysis.factory.makeAnalyzer()
            var latencies: [Int64] = []
            latencies.reserveCapacity(passes * texts.count / threads + 1)
            do {
                for _ in 0..<passes {
                    for place in stride(from: thread, to: texts.count, by: threads) {
                        let begin = ContinuousClock.now
                        _ = try bench.search(texts[place], analyzer)
                        let took = begin.duration(to: .now).components
                        latencies.append(took.seconds * 1_000_000_000 + took.attoseconds / 1_000_000_000)
                    }
                }
                outcome.add(latencies)
            } catch {
                outcome.fail(error)
            }
        }
        return try outcome.all()
    }

    private func report(_ latencies: [Int64], seconds: Double, queries: Int, empty: Int) {
        let sorted = latencies.sorted()
        func at(_ share: Double) -> Double {
            sorted.isEmpty ? 0 : Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1e3
        }
        let mean = sorted.isEmpty ? 0 : Double(sorted.reduce(0, +)) / Double(sorted.count) / 1e3
        printJSON([
            ("queries", queries), ("mean_us", mean), ("p50_us", at(0.5)), ("p95_us", at(0.95)), ("p99_us", at(0.99)),
            ("max_us", at(1)), ("qps", seconds > 0 ? Double(sorted.count) / seconds : 0), ("empty", empty),
            ("peak_rss_bytes", Memory.peakBytes()),
        ])
    }

    static func read(_ path: String) throws -> [(identifier: String, text: String)] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { place, line in
            guard !line.isEmpty else { return nil }
            guard let tab = line.firstIndex(of: "\t") else { return ("\(place + 1)", String(line)) }
            return (String(line[..<tab]), String(line[line.index(after: tab)...]))
        }
    }
}

/// What the measuring threads bring home.
private final class Outcome: @unchecked Sendable {
    // Safe: everything is under the lock.
    private let lock = NSLock()
    private var latencies: [Int64] = []
    private var error: (any Error)?

    func add(_ more: [Int64]) { lock.withLock { latencies += more } }
    func fail(_ error: any Error) { lock.withLock { self.error = error } }

    func all() throws -> [Int64] {
        try lock.withLock {
            if let error { throw error }
            return latencies
        }
    }
}
