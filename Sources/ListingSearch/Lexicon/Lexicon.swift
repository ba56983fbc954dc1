import SearchIndex
public import TextAnalysis

/// What Sesame knows of words beyond their letters: synonyms, words that say little, measures, what is said elsewhere, and
/// which words an operator wants kept whole.
public struct Lexicon: Sendable {
    private let synonyms: SynonymTable
    /// Kept whole in Han text.
    package let words: WordTable
    /// Another for each content of an operator's files that a server finds.
    let edition: Int

    /// - Parameter synonyms: what operators added.
    /// - Throws: `LexiconError` with the line that breaks a rule.
    public init(synonyms text: String = "", name: String = "synonyms.txt", analyzer: any Analyzer)
        throws(LexiconError)
    {
        self.init(synonyms: try SynonymTable.builtIn(analyzer: analyzer).adding(text, name: name), words: .none)
    }

    init(synonyms: SynonymTable, words: WordTable, edition: Int = 0) {
        self.synonyms = synonyms
        self.words = words
        self.edition = edition
    }

    /// Makes analysers that keep the words whole.
    public var analyzer: any AnalyzerFactory { StandardAnalyzerFactory(words: words) }

    public var phraseCount: Int { synonyms.count }

    /// A stretch of a query that has other forms, or that says little.
    struct Span {
        /// In units.
        var range: Range<Int>
        var forms: [Query.Form]
        var isWeak: Bool
        /// Whether it is a number and its unit.
        var isQuantity = false
        /// What a listing holds that holds the span as it was typed; nil: the units' pieces.
        var own: [Query.Form.Piece]?
    }

    /// The spans of a query, from the left, the longest first; none overlaps another.
    func spans(of query: QueryUnits, text: String, analyzer: any Analyzer) -> [Span] {
        var spans: [Span] = []
        var place = 0
        while place < query.units.count {
            if let span = span(at: place, of: query, text), Self.fits(span, query) {
                spans.append(span)
                place = span.range.upperBound
            } else {
                place += 1
            }
        }
        // A query of such words alone means them.
        if spans.allSatisfy(\.isWeak), spans.reduce(0, { $0 + $1.range.count }) == query.units.count {
            for place in spans.indices { spans[place].isWeak = false }
        }
        addRegional(&spans, query, text, analyzer)
        return spans.filter { !$0.forms.isEmpty || $0.isWeak || $0.own != nil }
    }

    /// Whether a term of the engine can stand for the span: a chain of many words with joints is asked for as its words.
    private static func fits(_ span: Span, _ query: QueryUnits) -> Bool {
        (span.own ?? query.pieces(span.range)).count <= Query.Form.maximumPieces
    }

    private func span(at place: Int, of query: QueryUnits, _ text: String) -> Span? {
        let entry = synonyms.entry(at: place, of: query)
        let writing = query.writings(at: place).first
        let longest = max(entry?.length ?? 0, writing?.range.count ?? 0)
        if let quantity = Measures.quantity(at: place, of: query), quantity.length >= longest {
            let range = place..<place + quantity.length
            var forms = quantity.forms
            if let writing, query.hasSpacedNumbers(writing.range, text) {
                forms.append(Query.Form(query.pieces(range), share: Self.bareShare))
            }
            return Span(range: range, forms: forms, isWeak: false, isQuantity: true, own: quantity.own)
        }
        if let writing, writing.range.count >= entry?.length ?? 0 { return Self.span(writing, query, text) }
        return entry.map { Span(range: place..<place + $0.length, forms: $0.forms, isWeak: $0.isWeak) }
    }

    // MARK: What is written in several ways

    /// What counts as well as what was typed: the words of wi-fi as one.
    private static let joinedShare: Float = 0.9
    /// What was typed without the sign that makes it another word: 20 for -20, c for c++. It comes behind.
    private static let bareShare: Float = 0.5

    private static func span(_ writing: QueryUnits.Writing, _ query: QueryUnits, _ text: String) -> Span {
        let typed = query.pieces(writing.range)
        let one = Query.Form.Piece(Array(writing.text.utf8), channel: TokenKind.writing.channel)
        guard !writing.isJoined else {
            return Span(range: writing.range, forms: [Query.Form([one], share: joinedShare)], isWeak: false)
        }
        var forms: [Query.Form] = []
        if writing.text.hasSuffix("+"), !writing.text.hasSuffix("++") {
            let plus = Query.Form.Piece(Array("plus".utf8), channel: TokenKind.word.channel)
            forms.append(Query.Form(typed + [plus], share: joinedShare))
        }
        if query.units[writing.range].allSatisfy(\.isHan) {
            // The title's number may be longer than the piece of it that was typed: 一两件 and 两件.
            forms.append(Query.Form(typed, share: joinedShare))
        } else if isBare(writing, query) || query.hasSpacedNumbers(writing.range, text), typed != [one] {
            forms.append(Query.Form(typed, share: bareShare))
        }
        forms = forms.filter { $0.pieces.count <= Query.Form.maximumPieces }
        return Span(range: writing.range, forms: forms, isWeak: false, isQuantity: true, own: [one])
    }

    /// Whether a listing may hold the words of it and mean the same: what a sign belongs to, and numbers with a comma.
    private static func isBare(_ writing: QueryUnits.Writing, _ query: QueryUnits) -> Bool {
        guard let (number, rest) = writing.parts else { return true }
        return rest.isEmpty && number.contains(".") && writing.range.count > 1
    }

    // MARK: Regional words

    /// A word counts nearly as much as what it is called elsewhere.
    private static let regionalShare: Float = 0.9
    /// A run of so many characters is asked for as a whole too: the dictionary cuts what it does not know.
    private static let longestRun = 6

    /// Adds what words in Han are called elsewhere, as OpenCC knows it.
    private func addRegional(
        _ spans: inout [Span], _ query: QueryUnits, _ text: String, _ analyzer: any Analyzer
    ) {
        for range in Self.candidates(query, spans) {
            let word = String(decoding: Array(text.utf8)[query.source(range)], as: UTF8.self)
            let own = query.pieces(range)
            let forms = RegionalWords.variants(of: word).compactMap { variant -> Query.Form? in
                let units = QueryUnits(variant, analyzer: analyzer)
                let pieces = units.pieces(units.units.indices)
                guard !pieces.isEmpty, pieces.count <= Query.Form.maximumPieces, pieces != own else { return nil }
                return Query.Form(pieces, share: Self.regionalShare)
            }
            guard !forms.isEmpty else { continue }
            if let same = spans.firstIndex(where: { $0.range == range }) {
                let known = spans[same].forms.map(\.pieces)
                spans[same].forms += forms.filter { !known.contains($0.pieces) }
            } else if !spans.contains(where: { $0.range.overlaps(range) }) {
                spans.append(Span(range: range, forms: forms, isWeak: false))
            }
        }
        spans.sort { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The dictionary's words and those of the table, then short runs of Han characters.
    private static func candidates(_ query: QueryUnits, _ spans: [Span]) -> [Range<Int>] {
        let runs = query.runs.filter { query.units[$0.lowerBound].isHan }
        let known = spans.map(\.range).filter { range in query.units[range].allSatisfy(\.isHan) }
        let words = Set(query.words + known).filter { !runs.contains($0) }.sorted { $0.lowerBound < $1.lowerBound }
        return words + runs.filter { (2...longestRun).contains($0.count) }
    }
}
