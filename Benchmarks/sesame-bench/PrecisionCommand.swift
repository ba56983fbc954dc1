import ArgumentParser
import Foundation
import ListingSearch
import SearchIndex
import TextAnalysis

/// What it costs in judged queries that impacts and lengths are rounded: the engine beside a model that rounds nothing.
struct PrecisionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "precision",
        abstract: "Compares the engine's nDCG@10 with that of a slow model in full precision, on judged queries.",
        discussion: "Both look for any of the terms that the product would let go, with their weights.")

    @Option(help: "The folder of an index of standard analysis.")
    var index: String
    @Option(help: "The listings that it was built from.")
    var listings: String
    @Option(help: "A line each: an identifier, a tab, the query.")
    var queries: String
    @Option(help: "The judgements in TREC form: query, 0, listing, grade.")
    var qrels: String

    private struct Case {
        var identifier: String
        var terms: [Query.Term]
        var found: [String]
    }

    func run() throws {
        let grades = try Grades(qrels)
        let analyzer = Analysis.standard.factory.makeAnalyzer()
        let cases = try cases(analyzer).filter { grades.isJudged($0.identifier) }
        guard !cases.isEmpty else { throw ValidationError("no query of \(queries) is judged in \(qrels)") }
        let model = try model(analyzer, Set(cases.flatMap { $0.terms.map { ExactModel.Term($0) } }))
        var (engine, exact) = (0.0, 0.0)
        var agreeing = 0
        for each in cases {
            let wanted = model.best(each.terms, limit: Grades.depth, known: each.found)
            engine += grades.gain(each.found, of: each.identifier)
            exact += grades.gain(wanted, of: each.identifier)
            if wanted == Array(each.found.prefix(Grades.depth)) { agreeing += 1 }
        }
        let count = Double(cases.count)
        printJSON([
            ("queries", cases.count), ("ndcg10", engine / count), ("ndcg10_exact", exact / count),
            ("difference", (engine - exact) / count), ("same_top10", Double(agreeing) / count),
        ])
    }

    /// The queries, and what the engine finds: some more than are compared, since equal scores have to be told apart.
    private func cases(_ analyzer: any Analyzer) throws -> [Case] {
        let snapshot = try Index(
            opening: index, schema: Analysis.standard.schema, analyzer: Analysis.standard.factory, forReading: true
        ).snapshot()
        let identifiers = Identifiers.read(index)
        return try QueryCommand.read(queries).map { identifier, text in
            var terms = try ShopperQuery(text, analyzer: analyzer).relaxed.filter { $0.role != .excluded }
            for place in terms.indices { terms[place].role = .optional }
            let hits = try snapshot.search(Query(terms: terms, limit: 10 * Grades.depth)).hits
            let found = hits.map { hit in
                guard let identifiers, identifiers.indices.contains(Int(hit.key) - 1) else { return "\(hit.key)" }
                return identifiers[Int(hit.key) - 1]
            }
            return Case(identifier: identifier, terms: terms, found: found)
        }
    }

    private func model(_ analyzer: any Analyzer, _ wanted: Set<ExactModel.Term>) throws -> ExactModel {
        var model = ExactModel(Analysis.standard.schema, analyzer: analyzer, wanted: wanted)
        var reader = try LineReader(listings)
        while let lines = try reader.next() {
            try lines.forEach { line, number in
                guard let listing = BenchListing(line) else {
                    throw ValidationError("line \(number) of \(listings) is not a listing")
                }
                model.add(listing.id, texts: Analysis.standard.document(listing, key: 0).texts)
            }
        }
        return model
    }
}

/// Judgements of listings by query.
struct Grades {
    static let depth = 10

    private var grades: [String: [String: Int]] = [:]

    init(_ path: String) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        for (number, line) in lines.enumerated() {
            let cells = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard cells.count == 4, let grade = Int(cells[3]), (0...10).contains(grade) else {
                throw ValidationError(
                    "line \(number + 1) of \(path) is no judgement: query, 0, listing, grade of 0 to 10")
            }
            grades[cells[0], default: [:]][cells[2]] = grade
        }
    }

    /// Whether a listing is good for the query by any judgement.
    func isJudged(_ query: String) -> Bool { grades[query]?.values.contains { $0 > 0 } ?? false }

    /// nDCG@10 (Järvelin & Kekäläinen 2002), gains of 2^grade - 1.
    func gain(_ found: [String], of query: String) -> Double {
        let judged = grades[query] ?? [:]
        let ideal = Self.sum(judged.values.sorted(by: >))
        return ideal > 0 ? Self.sum(found.map { judged[$0] ?? 0 }) / ideal : 0
    }

    private static func sum(_ grades: [Int]) -> Double {
        grades.prefix(depth).enumerated().reduce(0) {
            $0 + (exp2(Double($1.element)) - 1) / log2(Double($1.offset) + 2)
        }
    }
}
