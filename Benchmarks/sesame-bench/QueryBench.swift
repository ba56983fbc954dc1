import Foundation
import ListingSearch
import SearchIndex
import TextAnalysis

/// An open index of the bench and the way its queries are put.
struct QueryBench: Sendable {
    let analysis: Analysis
    private let snapshot: Snapshot
    private let match: QueryCommand.Match
    private let top: Int
    private let isExhaustive: Bool
    private let identifiers: [String]?
    private let lexicon: Lexicon
    private let named: NamedCategories?

    init(index path: String, match: QueryCommand.Match, top: Int, isExhaustive: Bool) throws {
        let name = try String(contentsOfFile: path + "/analysis.txt", encoding: .utf8)
        guard let analysis = Analysis(rawValue: name) else {
            throw IndexError.invalid(field: "analysis", reason: "the index was built with \(name)")
        }
        self.analysis = analysis
        self.match = match
        self.top = top
        self.isExhaustive = isExhaustive
        identifiers = Identifiers.read(path)
        named = analysis == .standard ? try BenchCategories.read(path) : nil
        lexicon = try Lexicon(analyzer: analysis.factory.makeAnalyzer())
        snapshot = try Index(
            opening: path, schema: analysis.schema, analyzer: analysis.factory, forReading: true
        ).snapshot()
    }

    func identifier(_ key: Int64) -> String {
        guard let identifiers, identifiers.indices.contains(Int(key) - 1) else { return "\(key)" }
        return identifiers[Int(key) - 1]
    }

    func search(_ text: String, _ analyzer: any Analyzer) throws -> [SearchResult.Hit] {
        switch match {
        case .any: try snapshot.search(query(try terms(text, analyzer, .optional))).hits
        case .all: try snapshot.search(query(try terms(text, analyzer, .required))).hits
        case .smart: try smart(text, analyzer)
        }
    }

    private func query(_ terms: [Query.Term]) -> Query {
        Query(terms: terms, limit: top, isExhaustive: isExhaustive)
    }

    private func smart(_ text: String, _ analyzer: any Analyzer) throws -> [SearchResult.Hit] {
        var words = try ShopperQuery(
            text, analyzer: analyzer, lexicon: lexicon, spacing: WordSpacing(snapshot, analyzer: analyzer))
        if let named { words.lift(named) }
        let found = try words.search(snapshot, query: Query(limit: top, isExhaustive: isExhaustive))
        // As the market arranges its first hits.
        let hits = found.result.hits
        let worth = hits.indices.map { ShopperQuery.worth(hits[$0].score, isComplete: $0 < found.completeCount) }
        return hits.indices.sorted { worth[$0] != worth[$1] ? worth[$0] > worth[$1] : $0 < $1 }.map { hits[$0] }
    }

    private func terms(
        _ text: String, _ analyzer: any Analyzer, _ role: Query.Term.Role
    ) throws -> [Query.Term] {
        var text = text
        var buffer = TokenBuffer()
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        return buffer.records.map { record in
            let start = Int(record.termStart)
            return Query.Term(
                Array(buffer.bytes[start..<start + Int(record.termLength)]), channel: record.kind.channel, role: role)
        }
    }
}
