import Catalog
public import SearchIndex
public import TextAnalysis

/// A shopper's words as terms of the engine.
///
/// Of Han text every two neighbouring characters are wanted, or the one that stands alone: every piece of a title finds
/// it. The dictionary's words only rank. Of other text every word is wanted; words written together (iphone15) rank.
public struct ShopperQuery: Hashable, Sendable {
    public private(set) var terms: [Query.Term] = []
    /// What each term was in the shopper's words, for explanations.
    public private(set) var texts: [String] = []

    /// - Throws: `ListingSearchError.tooManyTerms`.
    public init(_ text: String, analyzer: any Analyzer) throws(ListingSearchError) {
        var text = text
        var buffer = TokenBuffer()
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        for record in buffer.records {
            guard let term = Self.term(record, in: buffer) else { continue }
            add(term, buffer.term(record))
        }
        guard terms.count <= Query.maximumTerms else { throw .tooManyTerms(limit: Query.maximumTerms) }
    }

    /// Lifts the listings of categories that the words name; what matches stays the same.
    mutating func lift(_ categories: NamedCategories) {
        for (category, term) in categories.terms(in: terms) where terms.count < Query.maximumTerms {
            terms.append(term)
            texts.append("\(category.nameChinese) \(category.nameEnglish)")
        }
    }

    /// The same words, none of them wanted more than the others.
    public var relaxed: [Query.Term] {
        terms.map { term in
            var term = term
            term.role = .optional
            return term
        }
    }

    /// Whether letting words go can find more: there are at least two.
    public var canRelax: Bool { terms.count { $0.role == .required } > 1 }

    private static func term(_ record: TokenBuffer.Record, in buffer: TokenBuffer) -> Query.Term? {
        let start = Int(record.termStart)
        let bytes = Array(buffer.bytes[start..<start + Int(record.termLength)])
        let role: Query.Term.Role
        switch record.kind {
        case .word, .hanPair: role = .required
        case .compound, .hanWord: role = .optional
        case .hanCharacter:
            guard isAlone(record, in: buffer) else { return nil }
            role = .required
        case .label: return nil
        }
        return Query.Term(bytes, channel: record.kind.channel, role: role)
    }

    /// Whether a Han character has no Han neighbour: no pair covers it.
    private static func isAlone(_ record: TokenBuffer.Record, in buffer: TokenBuffer) -> Bool {
        !buffer.records.contains { other in
            other.kind == .hanPair && other.sourceStart <= record.sourceStart && other.sourceEnd >= record.sourceEnd
        }
    }

    private mutating func add(_ term: Query.Term, _ text: String) {
        // Saying a word twice does not make it count twice.
        if let known = terms.firstIndex(where: { $0.channel == term.channel && $0.bytes == term.bytes }) {
            if term.role == .required { terms[known].role = .required }
            return
        }
        terms.append(term)
        texts.append(text)
    }
}
