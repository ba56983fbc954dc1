import Foundation
import SearchIndex
import TextAnalysis

/// BM25F in Double over listings that are read one after the other: slow and obvious, no length, impact or sum rounded.
struct ExactModel {
    struct Term: Hashable {
        var channel: Int
        var bytes: [UInt8]

        init(_ channel: Int, _ bytes: [UInt8]) {
            self.channel = channel
            self.bytes = bytes
        }

        init(_ term: Query.Term) { self.init(term.channel, term.bytes) }
    }

    private let schema: Schema
    private let analyzer: any Analyzer
    private var identifiers: [String] = []
    /// Of each wanted term: the documents that hold it, and the weighted sum of its counts there.
    private var sums: [Term: [(document: Int, sum: Double)]]

    /// - Parameter wanted: the terms that will be asked for.
    init(_ schema: Schema, analyzer: any Analyzer, wanted: Set<Term>) {
        self.schema = schema
        self.analyzer = analyzer
        sums = Dictionary(uniqueKeysWithValues: wanted.map { ($0, []) })
    }

    mutating func add(_ identifier: String, texts: [String]) {
        let document = identifiers.count
        identifiers.append(identifier)
        var found: [Term: Double] = [:]
        for (field, text) in zip(schema.fields, texts) where !text.isEmpty { count(text, field, into: &found) }
        for (term, sum) in found { sums[term]?.append((document, sum)) }
    }

    private func count(_ text: String, _ field: TextField, into found: inout [Term: Double]) {
        var text = text
        var buffer = TokenBuffer()
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        var lengths: [Int: Double] = [:]
        for record in buffer.records { lengths[record.kind.channel, default: 0] += 1 }
        for record in buffer.records where field.scoring.indices.contains(record.kind.channel) {
            let start = Int(record.termStart)
            let term = Term(record.kind.channel, Array(buffer.bytes[start..<start + Int(record.termLength)]))
            guard sums[term] != nil else { continue }
            let scoring = field.scoring[term.channel]
            let b = Double(scoring.lengthNormalization)
            let ratio = scoring.averageLength.map { (lengths[term.channel] ?? 0) / Double($0) } ?? 1
            found[term, default: 0] += Double(scoring.weight) / (1 - b + b * ratio)
        }
    }

    /// The listings that hold any of the terms, best first.
    ///
    /// - Parameter known: what another ranking has first; listings of one score come as they do there.
    func best(_ terms: [Query.Term], limit: Int, known: [String]) -> [String] {
        var scores: [Int: Double] = [:]
        let total = Double(identifiers.count)
        for term in terms {
            let holding = sums[Term(term)] ?? []
            let count = Double(holding.count)
            let worth = Double(term.weight) * log(1 + (total - count + 0.5) / (count + 0.5))
            for (document, sum) in holding {
                scores[document, default: 0] += worth * sum / (sum + Double(schema.saturation))
            }
        }
        let ranks = Dictionary(known.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
        // Sums of the same numbers in another order are the same score.
        return scores.map {
            (score: ($0.value * 1e9).rounded(), rank: ranks[identifiers[$0.key]] ?? .max, document: $0.key)
        }
        .sorted { left, right in
            left.score != right.score
                ? left.score > right.score : (left.rank, left.document) < (right.rank, right.document)
        }
        .prefix(limit).map { identifiers[$0.document] }
    }
}
