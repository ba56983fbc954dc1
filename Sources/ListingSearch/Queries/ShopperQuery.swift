import Catalog
public import SearchIndex
public import TextAnalysis

/// A shopper's words as terms of the engine, for two searches: one that wants all words, and one that wants as many of
/// them as there are.
///
/// Where all are wanted, of Han text every two neighbouring characters are required, or the one that stands alone: every
/// piece of a title finds it. The dictionary's words only rank. Of other text every word is required; words written
/// together (iphone15) rank. Where not all are wanted, a listing has to hold a pair, or a word, and single characters
/// carry the score, since a listing that lacks a pair often has both of its characters.
///
/// Words that the lexicon knows by other names are one term of several forms. Between quotes words are meant as they
/// stand, and are wanted in either search; what a minus stands before is wanted in none.
public struct ShopperQuery: Hashable, Sendable {
    /// A term, and what it is to either search.
    struct Part: Hashable, Sendable {
        var term: Query.Term
        /// What it was in the shopper's words, for explanations.
        var text: String
        /// Nil: left out.
        var strict: Use?
        var relaxed: Use?
        /// Where it stood in what was typed, if it is a word that a shopper would miss.
        var source: Range<Int>?
        /// Where it stood, whatever it is.
        var place: Place?

        /// Bytes of one of the pieces of what was typed.
        struct Place: Hashable, Sendable {
            var piece: Int
            var bytes: Range<Int>

            func holds(_ other: Place) -> Bool {
                piece == other.piece && bytes.lowerBound <= other.bytes.lowerBound
                    && other.bytes.upperBound <= bytes.upperBound
            }
        }

        struct Use: Hashable, Sendable {
            var role: Query.Term.Role
            var weight: Float
        }
    }

    private(set) var parts: [Part] = []
    /// The words that are wanted, whatever else they may be called: to see which categories they name.
    private(set) var words: [[UInt8]] = []
    /// The words with one of them said otherwise.
    private(set) var otherWords: [[[UInt8]]] = []
    /// What stood between quotes.
    private(set) var phrases: [String] = []
    /// Words that are not looked for, since there are more than a query takes; as they were typed.
    private(set) var leftOut: [String] = []

    /// - Throws: `ListingSearchError.tooManyTerms` where more is not wanted than a query takes.
    public init(_ text: String, analyzer: any Analyzer, lexicon: Lexicon? = nil) throws(ListingSearchError) {
        try self.init(text, analyzer: analyzer, lexicon: lexicon, spacing: nil)
    }

    /// - Parameter spacing: how listings set spaces between words; nil: as typed.
    package init(
        _ text: String, analyzer: any Analyzer, lexicon: Lexicon?, spacing: WordSpacing?
    ) throws(ListingSearchError) {
        for (number, piece) in QuerySyntax(text).pieces.enumerated() {
            switch piece.kind {
            case .plain: addPlain(piece.text, number, analyzer, lexicon, spacing)
            case .phrase: addPhrase(piece.text, number, analyzer)
            case .without: addWithout(piece.text, analyzer)
            }
        }
        try keepTelling(spacing)
    }

    /// Of more words than a query takes, keeps those that the fewest listings hold.
    private mutating func keepTelling(_ spacing: WordSpacing?) throws(ListingSearchError) {
        let room = Query.maximumTerms - parts.count { $0.strict?.role == .excluded }
        guard room >= 0 else { throw .tooManyTerms(limit: Query.maximumTerms) }
        let required = parts.indices.filter { parts[$0].strict?.role == .required }
        guard required.count > room else { return }
        let counts = required.map { spacing?.documentCount(parts[$0].term) ?? 0 }
        let byCount = zip(required, counts).sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
        let kept = byCount.prefix(room).compactMap { parts[$0].place }
        for number in byCount.dropFirst(room) {
            parts[number].strict = nil
            if parts[number].relaxed?.role != .ranking { parts[number].relaxed = nil }
        }
        leftOut = Self.texts(
            parts.filter { part in part.place.map { place in !kept.contains { $0.holds(place) } } ?? false })
    }

    /// Lifts the listings of categories that the words name; what matches stays the same.
    package mutating func lift(_ categories: NamedCategories) {
        for (category, term) in categories.terms(in: [words] + otherWords) where parts.count < Query.maximumTerms {
            let use = Part.Use(role: .optional, weight: term.weight)
            let name = "\(category.nameChinese) \(category.nameEnglish)"
            parts.append(Part(term: term, text: name, strict: use, relaxed: nil))
        }
    }

    /// All words are wanted.
    public var terms: [Query.Term] { Self.terms(parts, \.strict).map(\.term) }

    /// What each of `terms` was in the shopper's words.
    public var texts: [String] { Self.terms(parts, \.strict).map(\.part.text) }

    /// As many are wanted as there are.
    public var relaxed: [Query.Term] { Self.terms(parts, \.relaxed).map(\.term) }

    /// What each of `relaxed` was in the shopper's words.
    public var relaxedTexts: [String] { Self.terms(parts, \.relaxed).map(\.part.text) }

    /// Whether letting words go can find more: there are at least two.
    public var canRelax: Bool {
        parts.count { $0.strict?.role == .required } > 1 && parts.contains { $0.relaxed?.role == .optional }
    }

    /// Whether there is something to look for, and not only to leave out.
    public var wantsSomething: Bool { parts.contains { $0.strict.map { $0.role != .excluded } ?? false } }

    /// The terms of one search. Of a long text there may be more than a query takes: those that are not wanted by
    /// themselves and weigh least are left out.
    private static func terms(
        _ parts: [Part], _ use: KeyPath<Part, Part.Use?>
    ) -> [(part: Part, term: Query.Term)] {
        var terms: [(part: Part, term: Query.Term)] = []
        for part in parts {
            guard let use = part[keyPath: use] else { continue }
            var term = part.term
            term.role = use.role
            term.weight = use.weight
            terms.append((part, term))
        }
        while terms.count > Query.maximumTerms {
            let optional = terms.indices.filter { terms[$0].term.role == .optional }
            let ranking = terms.indices.filter { terms[$0].term.role == .ranking }
            // Something has to be left to find by as well as to rank by.
            let spare = ranking.count > optional.count ? ranking : optional
            guard let least = spare.reversed().min(by: { terms[$0].term.weight < terms[$1].term.weight }) else { break }
            terms.remove(at: least)
        }
        return terms
    }

    private mutating func add(_ part: Part) {
        // Saying a word twice does not make it count twice.
        let known = parts.firstIndex { known in
            known.term == part.term && (known.strict?.role == .excluded) == (part.strict?.role == .excluded)
        }
        guard let known else { return parts.append(part) }
        if part.strict?.role == .required { parts[known].strict = part.strict }
        if part.relaxed?.role == .required { parts[known].relaxed = part.relaxed }
        if part.relaxed?.role == .optional, [nil, .ranking].contains(parts[known].relaxed?.role) {
            parts[known].relaxed = part.relaxed
        }
    }

    /// The words that a listing lacks, as they were typed.
    ///
    /// - Parameter held: the places of the terms of `relaxed` that it holds.
    func missing(_ held: Set<Int>) -> [String] {
        Self.texts(Self.terms(parts, \.relaxed).enumerated().filter { !held.contains($0.offset) }.map(\.element.part))
    }

    /// Words as they were typed.
    private static func texts(_ parts: [Part]) -> [String] {
        var texts: [(text: String, piece: Int?, end: Int)] = []
        for part in parts {
            guard let source = part.source else { continue }
            // Characters that stood together are one word to the eye.
            if let last = texts.last, last.end == source.lowerBound, last.piece == part.place?.piece,
                part.term.channel == TokenKind.hanCharacter.channel
            {
                texts[texts.count - 1] = (last.text + part.text, last.piece, source.upperBound)
            } else {
                texts.append((part.text, part.place?.piece, source.upperBound))
            }
        }
        return texts.map(\.text)
    }

    private static let mostOtherWords = 32

    // MARK: Weights

    // The weights of terms stand here and nowhere else. A word in letters has one term, a character of Han text three:
    // it weighs more.
    private static let wordWeight: Float = 1.5
    private static let compoundWeight: Float = 0.9
    private static let hanWordWeight: Float = 0.3
    private static let relaxedPairWeight: Float = 0.2
    /// Of words that say little about the goods.
    private static let weakShare: Float = 0.2

    private static func optional(_ weight: Float) -> Part.Use { Part.Use(role: .optional, weight: weight) }
    private static func ranking(_ weight: Float) -> Part.Use { Part.Use(role: .ranking, weight: weight) }
    private static func required(_ weight: Float) -> Part.Use { Part.Use(role: .required, weight: weight) }

    // MARK: Plain words

    private mutating func addPlain(
        _ text: String, _ number: Int, _ analyzer: any Analyzer, _ lexicon: Lexicon?, _ spacing: WordSpacing?
    ) {
        let buffer = Self.analyzed(text, analyzer)
        let units = QueryUnits(buffer)
        words += units.pieces(units.units.indices).map(\.bytes).filter { !words.contains($0) }
        var spans = lexicon?.spans(of: units, text: text, analyzer: analyzer) ?? []
        spans += spacing?.spans(in: units, text: text, besides: spans) ?? []
        let renamed = spans.filter { !$0.forms.isEmpty || $0.own != nil }
        for record in buffer.records {
            let range = units.range(of: Int(record.sourceStart)..<Int(record.sourceEnd))
            var (strict, relaxed) = Self.uses(record)
            // The span stands for what is within it.
            if let span = renamed.first(where: {
                $0.range.lowerBound <= range.lowerBound && range.upperBound <= $0.range.upperBound
            }) {
                // What is said by another name and by a word of what was typed too is more of it. The number of a quantity
                // is nothing by itself.
                guard span.range.count > 1, !span.isWeak, !span.isQuantity, record.kind == .word else { continue }
                (strict, relaxed) = (Self.optional(Self.wordWeight * Self.relaxedPairWeight), nil)
            } else if renamed.contains(where: { $0.range.overlaps(range) }) {
                // It stands half in a span: where the span is said otherwise, it is not there.
                strict = strict.map { Self.optional($0.weight * Self.relaxedPairWeight) }
            }
            if record.kind == .hanCharacter, isAlone(range, units, renamed) {
                (strict, relaxed) = (Self.required(1), Self.optional(1))
            }
            if spans.contains(where: { $0.isWeak && $0.range.overlaps(range) }) {
                strict = strict.map { Self.optional($0.weight * Self.weakShare) }
                relaxed = relaxed.map { Self.ranking($0.weight * Self.weakShare) }
            }
            let source = Int(record.sourceStart)..<Int(record.sourceEnd)
            let isWord = record.kind == .word || record.kind == .hanCharacter
            add(
                Part(
                    term: Query.Term(Self.bytes(record, in: buffer), channel: record.kind.channel, role: .optional),
                    text: Self.typed(source, of: text), strict: strict, relaxed: relaxed, source: isWord ? source : nil,
                    place: Part.Place(piece: number, bytes: source)))
        }
        for span in renamed {
            add(part(span, number, units, text))
            let own = units.pieces(span.range).map(\.bytes)
            for form in span.forms where otherWords.count < Self.mostOtherWords {
                otherWords.append(words.filter { !own.contains($0) } + form.pieces.map(\.bytes))
            }
        }
    }

    /// A span of several forms as one term.
    private func part(_ span: Lexicon.Span, _ number: Int, _ units: QueryUnits, _ text: String) -> Part {
        let own = span.own ?? units.pieces(span.range)
        let source = units.source(span.range)
        let isPlain = own.count == 1
        var term = Query.Term(
            isPlain ? own[0].bytes : [], channel: own[0].channel, role: .optional,
            forms: (isPlain ? [] : [Query.Form(own)]) + span.forms)
        term.forms = Array(term.forms.prefix(Query.Term.maximumForms))
        let weight = units.units[span.range].reduce(Float(0)) { $0 + ($1.isHan ? 1 : Self.wordWeight) }
        let share = span.isWeak ? Self.weakShare : 1
        return Part(
            term: term, text: Self.typed(source, of: text),
            strict: span.isWeak ? Self.optional(weight * share) : Self.required(max(1, weight - 1)),
            relaxed: span.isWeak ? Self.ranking(weight * share) : Self.optional(weight), source: source,
            place: Part.Place(piece: number, bytes: source))
    }

    /// Whether no pair that is wanted has the character: it has no Han neighbour outside of the spans.
    private func isAlone(_ range: Range<Int>, _ units: QueryUnits, _ spans: [Lexicon.Span]) -> Bool {
        let place = range.lowerBound
        func isFree(_ other: Int) -> Bool { !spans.contains { $0.range.contains(other) } }
        let hasBefore = units.units[place].isJoined && isFree(place - 1)
        let hasAfter = place + 1 < units.units.count && units.units[place + 1].isJoined && isFree(place + 1)
        return !hasBefore && !hasAfter
    }

    private static func uses(_ record: TokenBuffer.Record) -> (strict: Part.Use?, relaxed: Part.Use?) {
        switch record.kind {
        case .word: (required(wordWeight), optional(wordWeight))
        case .compound: (optional(compoundWeight), optional(compoundWeight))
        case .hanPair: (required(1), optional(relaxedPairWeight))
        case .hanWord: (optional(hanWordWeight), nil)
        case .hanCharacter: (nil, ranking(1))
        // Wanted where the lexicon says so.
        case .quantity, .writing, .label: (nil, nil)
        }
    }

    private static func typed(_ source: Range<Int>, of text: String) -> String {
        String(decoding: Array(text.utf8)[source], as: UTF8.self)
    }

    private static func analyzed(_ text: String, _ analyzer: any Analyzer) -> TokenBuffer {
        var text = text
        var buffer = TokenBuffer()
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        return buffer
    }

    private static func bytes(_ record: TokenBuffer.Record, in buffer: TokenBuffer) -> [UInt8] {
        let start = Int(record.termStart)
        return Array(buffer.bytes[start..<start + Int(record.termLength)])
    }

    // MARK: Quotes and minus

    private mutating func addPhrase(_ text: String, _ number: Int, _ analyzer: any Analyzer) {
        let buffer = Self.analyzed(text, analyzer)
        let units = QueryUnits(buffer)
        phrases.append(text)
        for record in buffer.records {
            var strict = Self.uses(record).strict
            let range = units.range(of: Int(record.sourceStart)..<Int(record.sourceEnd))
            if record.kind == .hanCharacter, isAlone(range, units, []) { strict = Self.required(1) }
            guard let strict else { continue }
            add(
                Part(
                    term: Query.Term(Self.bytes(record, in: buffer), channel: record.kind.channel, role: .optional),
                    text: buffer.term(record), strict: strict, relaxed: strict,
                    place: Part.Place(
                        piece: number, bytes: Int(record.sourceStart)..<Int(record.sourceEnd))))
        }
    }

    /// All terms of the text together are one thing that is not wanted.
    private mutating func addWithout(_ text: String, _ analyzer: any Analyzer) {
        let units = QueryUnits(text, analyzer: analyzer)
        let pieces = Array(units.pieces(units.units.indices).prefix(Query.Form.maximumPieces))
        guard let first = pieces.first else { return }
        let term = Query.Term(
            pieces.count == 1 ? first.bytes : [], channel: first.channel, role: .optional,
            forms: pieces.count == 1 ? [] : [Query.Form(pieces)])
        let use = Part.Use(role: .excluded, weight: 1)
        add(Part(term: term, text: text, strict: use, relaxed: use))
    }
}
