package import Catalog
package import TextAnalysis

/// What an operator wants of single queries: listings that come first, and listings that are not shown.
///
/// A line is `pin: 连衣裙 => 10098, 13421` or `hide: 连衣裙 => 55`. A query is the same as another whose words are the same
/// in the same order, however they are written: in either script, in small letters or capitals.
package struct QueryRules: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case pin
        case hide
    }

    package struct Rule: Hashable, Sendable {
        /// First to last; none of them is hidden.
        package var pinned: [Listing.ID] = []
        package var hidden: [Listing.ID] = []
    }

    /// A line of the file.
    package struct Line: Hashable, Sendable {
        package var kind: Kind
        package var query: String
        package var ids: [Listing.ID]

        package init(kind: Kind, query: String, ids: [Listing.ID]) {
            self.kind = kind
            self.query = query
            self.ids = ids
        }

        package var text: String { "\(kind.rawValue): \(query) => \(ids.map(String.init).joined(separator: ", "))" }
    }

    private var rules: [String: Rule] = [:]
    package private(set) var lines: [Line] = []

    /// Of one query.
    package static let maximumPinned = 20
    package static let maximumHidden = 500

    static let none = QueryRules()

    private init() {}

    /// - Throws: `LexiconError` with the line that breaks a rule.
    package init(parsing text: String, name: String, analyzer: any Analyzer) throws(LexiconError) {
        try OperatorFile.forEachLine(text, name: name) { (line) throws(LexiconFlaw) in
            let read = try Self.line(line)
            lines.append(read)
            try add(read, analyzer)
        }
    }

    static func line(_ text: Substring) throws(LexiconFlaw) -> Line {
        guard let colon = text.firstIndex(of: ":"), let kind = Kind(rawValue: String(text[..<colon])),
            let arrow = text.ranges(of: "=>").last
        else { throw LexiconFlaw(reason: "a line is 'pin: query => listings' or 'hide: query => listings'") }
        let query = OperatorFile.trimmed(text[text.index(after: colon)..<arrow.lowerBound])
        var ids: [Listing.ID] = []
        for cell in text[arrow.upperBound...].split(separator: ",") {
            let number = OperatorFile.trimmed(cell)
            guard let id = Listing.ID(number), id > 0 else {
                throw LexiconFlaw(reason: "'\(number)' is not the number of a listing")
            }
            if !ids.contains(id) { ids.append(id) }
        }
        guard !ids.isEmpty else { throw LexiconFlaw(reason: "there is no listing") }
        return Line(kind: kind, query: String(query), ids: ids)
    }

    private mutating func add(_ line: Line, _ analyzer: any Analyzer) throws(LexiconFlaw) {
        guard let key = Self.key(line.query, analyzer) else {
            throw LexiconFlaw(reason: "'\(line.query)' has no word")
        }
        var rule = rules[key] ?? Rule()
        switch line.kind {
        case .pin: rule.pinned += line.ids.filter { !rule.pinned.contains($0) }
        case .hide: rule.hidden += line.ids.filter { !rule.hidden.contains($0) }
        }
        rule.pinned.removeAll(where: rule.hidden.contains)
        guard rule.pinned.count <= Self.maximumPinned else {
            throw LexiconFlaw(reason: "at most \(Self.maximumPinned) listings are pinned to a query")
        }
        guard rule.hidden.count <= Self.maximumHidden else {
            throw LexiconFlaw(reason: "at most \(Self.maximumHidden) listings are hidden from a query")
        }
        rules[key] = rule
    }

    /// What tells one query from another: its words, and the signs that mean something; nil where it has no word.
    package static func key(_ query: String, _ analyzer: any Analyzer) -> String? {
        var key = ""
        for piece in QuerySyntax(query).pieces {
            let units = QueryUnits(piece.text, analyzer: analyzer).units
            guard !units.isEmpty else { continue }
            switch piece.kind {
            case .plain: key += "\u{1E} "
            case .phrase: key += "\u{1E}\""
            case .without: key += "\u{1E}-"
            }
            for unit in units { key += "\u{1F}" + String(decoding: unit.bytes, as: UTF8.self) }
        }
        return key.isEmpty ? nil : key
    }

    /// What is wanted of a query.
    func rule(_ query: String, _ analyzer: any Analyzer) -> Rule {
        guard !rules.isEmpty, let key = Self.key(query, analyzer) else { return Rule() }
        return rules[key] ?? Rule()
    }
}
