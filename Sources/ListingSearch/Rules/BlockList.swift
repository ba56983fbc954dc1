package import TextAnalysis

/// Texts that are never suggested, as an operator's file has them: one a line.
///
/// A suggestion is blocked where it holds the words of a line next to each other and in order, however they are written:
/// in either script, in small letters or capitals, with spaces or without.
package struct BlockList: Sendable {
    package private(set) var lines: [String] = []
    /// By the first unit of their text.
    private var blocked: [[UInt8]: [[[UInt8]]]] = [:]

    static let none = BlockList()

    private init() {}

    /// - Throws: `LexiconError` with the line that breaks a rule.
    package init(parsing text: String, name: String, analyzer: any Analyzer) throws(LexiconError) {
        try OperatorFile.forEachLine(text, name: name) { (line) throws(LexiconFlaw) in
            let units = Self.units(String(line), analyzer)
            guard let first = units.first else { throw LexiconFlaw(reason: "'\(line)' has no word") }
            guard units.count <= Self.maximumUnits else {
                throw LexiconFlaw(reason: "at most \(Self.maximumUnits) words and characters, not \(units.count)")
            }
            lines.append(String(line))
            blocked[first, default: []].append(units)
        }
    }

    private static let maximumUnits = 40

    static func units(_ text: String, _ analyzer: any Analyzer) -> [[UInt8]] {
        QueryUnits(text, analyzer: analyzer).units.map(\.bytes)
    }

    func blocks(_ text: String, _ analyzer: any Analyzer) -> Bool {
        guard !blocked.isEmpty else { return false }
        let units = Self.units(text, analyzer)
        return units.indices.contains { place in
            blocked[units[place]]?.contains { units[place...].starts(with: $0) } ?? false
        }
    }
}
