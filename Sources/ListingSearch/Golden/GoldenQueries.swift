package import Catalog

/// Queries with what they have to find, to see whether a change of words, rules or ranking lets something fall.
///
/// A line is `连衣裙 => 10098 in 3, 13421, not 55`: listing 10098 is among the first 3 hits, 13421 among the first 10, and 55
/// is not among the first 100.
package struct GoldenQueries: Sendable {
    package struct Expectation: Hashable, Sendable, CustomStringConvertible {
        package var id: Listing.ID
        /// Among so many of the first hits; nil: among none of those that are looked at.
        package var among: Int?

        package var description: String { among.map { "\(id) in \($0)" } ?? "not \(id)" }

        package func holds(_ hits: [Listing.ID]) -> Bool {
            guard let among else { return !hits.contains(id) }
            return hits.prefix(among).contains(id)
        }
    }

    package struct Query: Hashable, Sendable {
        package var text: String
        package var expectations: [Expectation]
    }

    package let queries: [Query]

    /// So many hits of each query are looked at.
    package static let looked = ShopperQuery.widestPage
    private static let usual = 10

    /// - Throws: `LexiconError` with the line that breaks a rule.
    package init(parsing text: String, name: String) throws(LexiconError) {
        var queries: [Query] = []
        try OperatorFile.forEachLine(text, name: name) { (line) throws(LexiconFlaw) in
            guard let arrow = line.ranges(of: "=>").last else {
                throw LexiconFlaw(reason: "a line is 'query => 12 in 3, 15, not 20'")
            }
            var expectations: [Expectation] = []
            for cell in line[arrow.upperBound...].split(separator: ",") {
                expectations.append(try Self.expectation(cell))
            }
            let text = String(OperatorFile.trimmed(line[..<arrow.lowerBound]))
            guard !text.isEmpty, !expectations.isEmpty else {
                throw LexiconFlaw(reason: "a line has a query and at least one listing")
            }
            guard !queries.contains(where: { $0.text == text }) else {
                throw LexiconFlaw(reason: "'\(text)' stands in a line before")
            }
            queries.append(Query(text: text, expectations: expectations))
        }
        self.queries = queries
    }

    /// - Throws: `LexiconError`.
    package init(reading path: String) throws { try self.init(parsing: OperatorFile.text(path), name: path) }

    private static func expectation(_ cell: Substring) throws(LexiconFlaw) -> Expectation {
        let words = cell.split(whereSeparator: \.isWhitespace)
        func id(_ word: Substring?) throws(LexiconFlaw) -> Listing.ID {
            guard let word, let id = Listing.ID(word), id > 0 else {
                throw LexiconFlaw(reason: "'\(OperatorFile.trimmed(cell))' is not '12', '12 in 3' or 'not 12'")
            }
            return id
        }
        switch (words.count, words.first, words.dropFirst().first) {
        case (2, "not", let word): return Expectation(id: try id(word))
        case (1, let word, _): return Expectation(id: try id(word), among: usual)
        case (3, let word, "in"):
            guard let among = Int(words[2]), (1...looked).contains(among) else {
                throw LexiconFlaw(reason: "'\(words[2])' is not a number from 1 to \(looked)")
            }
            return Expectation(id: try id(word), among: among)
        default: return Expectation(id: try id(nil))
        }
    }
}
