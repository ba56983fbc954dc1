import Catalog
public import SearchIndex
public import TextAnalysis

/// A shopper's words as terms of the engine, for two searches: one that wants all words, and one that wants as many of
/// them as there are.
///
/// Where all are wanted, of Han text every two neighbouring characters are required, or the one that stands alone: every
/// piece of a title finds it. The dictionary's words only rank. Of other text every word is required; words written
/// together (iphone15) rank. Where not all are wanted, single characters carry the score, since a listing that lacks a
/// pair often has both of its characters; pairs lift those that stand together.
public struct ShopperQuery: Hashable, Sendable {
    /// A term, and what it is to either search.
    struct Part: Hashable, Sendable {
        var term: Query.Term
        /// What it was in the shopper's words, for explanations.
        var text: String
        /// Nil: left out.
        var strict: Use?
        var relaxed: Use?

        struct Use: Hashable, Sendable {
            var role: Query.Term.Role
            var weight: Float
        }
    }

    private(set) var parts: [Part] = []

    /// - Throws: `ListingSearchError.tooManyTerms`.
    public init(_ text: String, analyzer: any Analyzer) throws(ListingSearchError) {
        var text = text
        var buffer = TokenBuffer()
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        for record in buffer.records { add(Self.part(record, in: buffer)) }
        let count = max(terms.count, relaxed.count)
        guard count <= Query.maximumTerms else { throw .tooManyTerms(limit: Query.maximumTerms) }
    }

    /// Lifts the listings of categories that the words name; what matches stays the same.
    mutating func lift(_ categories: NamedCategories) {
        for (category, term) in categories.terms(in: terms) where parts.count < Query.maximumTerms {
            let use = Part.Use(role: .optional, weight: term.weight)
            let name = "\(category.nameChinese) \(category.nameEnglish)"
            parts.append(Part(term: term, text: name, strict: use, relaxed: nil))
        }
    }

    /// All words are wanted.
    public var terms: [Query.Term] { Self.terms(parts.map { ($0, $0.strict) }) }

    /// What each of `terms` was in the shopper's words.
    public var texts: [String] { parts.filter { $0.strict != nil }.map(\.text) }

    /// As many are wanted as there are.
    public var relaxed: [Query.Term] { Self.terms(parts.map { ($0, $0.relaxed) }) }

    /// What each of `relaxed` was in the shopper's words.
    public var relaxedTexts: [String] { parts.filter { $0.relaxed != nil }.map(\.text) }

    /// Whether letting words go can find more: there are at least two.
    public var canRelax: Bool { terms.count { $0.role == .required } > 1 }

    private static func terms(_ uses: [(part: Part, use: Part.Use?)]) -> [Query.Term] {
        uses.compactMap { part, use in
            guard let use else { return nil }
            var term = part.term
            term.role = use.role
            term.weight = use.weight
            return term
        }
    }

    // MARK: Terms

    private static func part(_ record: TokenBuffer.Record, in buffer: TokenBuffer) -> Part {
        let start = Int(record.termStart)
        let bytes = Array(buffer.bytes[start..<start + Int(record.termLength)])
        let (strict, relaxed) = uses(record, in: buffer)
        return Part(
            term: Query.Term(bytes, channel: record.kind.channel, role: .optional), text: buffer.term(record),
            strict: strict, relaxed: relaxed)
    }

    /// The weights of terms stand here and nowhere else. A word in letters has one term, a character of Han text three:
    /// it weighs more.
    private static func uses(
        _ record: TokenBuffer.Record, in buffer: TokenBuffer
    ) -> (strict: Part.Use?, relaxed: Part.Use?) {
        let optional = { (weight: Float) in Part.Use(role: .optional, weight: weight) }
        return switch record.kind {
        case .word: (Part.Use(role: .required, weight: 1.5), optional(1.5))
        case .compound: (optional(0.9), optional(0.9))
        case .hanPair: (Part.Use(role: .required, weight: 1), optional(0.2))
        case .hanWord: (optional(0.3), nil)
        case .hanCharacter:
            (isAlone(record, in: buffer) ? Part.Use(role: .required, weight: 1) : nil, optional(1))
        case .label: (nil, nil)
        }
    }

    /// Whether a Han character has no Han neighbour: no pair covers it.
    private static func isAlone(_ record: TokenBuffer.Record, in buffer: TokenBuffer) -> Bool {
        !buffer.records.contains { other in
            other.kind == .hanPair && other.sourceStart <= record.sourceStart && other.sourceEnd >= record.sourceEnd
        }
    }

    private mutating func add(_ part: Part) {
        // Saying a word twice does not make it count twice.
        if let known = parts.firstIndex(where: { $0.term == part.term }) {
            if part.strict?.role == .required { parts[known].strict = part.strict }
            return
        }
        parts.append(part)
    }
}
