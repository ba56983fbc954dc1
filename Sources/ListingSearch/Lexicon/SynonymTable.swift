import SearchIndex
public import TextAnalysis

/// Words that mean the same to a shopper, and words that mean little.
///
/// A line of the file is a group: `肯德基, KFC` says that each finds the other. `手机套 => 手机壳` goes one way. A line that
/// begins with `weak:` has words that say nothing about the goods (包邮, 旗舰店): no listing has to hold them. `#` begins a
/// comment.
public struct SynonymTable: Sendable {
    /// What a phrase is replaced by or weighed as.
    struct Entry: Sendable {
        var forms: [Query.Form] = []
        var isWeak = false
        /// In units.
        var length: Int
    }

    /// By the units of the phrase, a separator between them.
    private var entries: [[UInt8]: Entry] = [:]
    /// By the first unit of a phrase: the lengths that phrases have, longest first.
    private var lengths: [[UInt8]: [Int]] = [:]

    /// What another word counts beside the one that was typed: what holds that one comes first.
    private static let share: Float = 0.5
    private static let separator: UInt8 = 0x1F
    static let maximumPhraseUnits = 12

    public init() {}

    /// - Throws: `LexiconError` with the line that breaks a rule.
    public init(_ text: String, name: String, analyzer: any Analyzer) throws(LexiconError) {
        try add(text, name: name, analyzer: analyzer)
    }

    public mutating func add(_ text: String, name: String, analyzer: any Analyzer) throws(LexiconError) {
        try OperatorFile.forEachLine(text, name: name) { (line) throws(LexiconFlaw) in
            try add(line: String(line), analyzer: analyzer)
        }
    }

    /// Sesame's own.
    static func builtIn(analyzer: any Analyzer) throws(LexiconError) -> SynonymTable {
        try SynonymTable(
            String(decoding: PackageResources.synonyms_txt, as: UTF8.self), name: "built-in synonyms",
            analyzer: analyzer)
    }

    /// This table with what an operator's file says.
    func adding(_ text: String, name: String) throws(LexiconError) -> SynonymTable {
        var table = self
        try table.add(text, name: name, analyzer: ListingIndex.analyzer.makeAnalyzer())
        return table
    }

    private mutating func add(line: String, analyzer: any Analyzer) throws(LexiconFlaw) {
        if line.hasPrefix("weak:") {
            for phrase in try Self.phrases(line.dropFirst(5), analyzer) { change(phrase) { $0.isWeak = true } }
            return
        }
        if let arrow = line.firstRange(of: "=>") {
            let targets = try Self.phrases(line[arrow.upperBound...], analyzer)
            for source in try Self.phrases(line[..<arrow.lowerBound], analyzer) { link(source, to: targets) }
            return
        }
        let group = try Self.phrases(line[...], analyzer)
        guard group.count > 1 else {
            throw LexiconFlaw(reason: "a group has two phrases at least, with commas between them")
        }
        for phrase in group { link(phrase, to: group.filter { $0.units != phrase.units }) }
    }

    private static func phrases(_ text: Substring, _ analyzer: any Analyzer) throws(LexiconFlaw) -> [QueryUnits] {
        var phrases: [QueryUnits] = []
        for part in text.split(whereSeparator: { $0 == "," || $0 == "，" || $0 == "、" }) {
            let phrase = QueryUnits(String(part), analyzer: analyzer)
            guard !phrase.units.isEmpty else { throw LexiconFlaw(reason: "'\(part)' has no word") }
            guard phrase.units.count <= maximumPhraseUnits else {
                throw LexiconFlaw(reason: "'\(part)' is longer than \(maximumPhraseUnits) words or characters")
            }
            phrases.append(phrase)
        }
        guard !phrases.isEmpty else { throw LexiconFlaw(reason: "there is no phrase") }
        return phrases
    }

    private mutating func link(_ source: QueryUnits, to targets: [QueryUnits]) {
        change(source) { entry in
            for target in targets {
                let form = Query.Form(target.pieces(target.units.indices), share: Self.share)
                if form.pieces.count <= Query.Form.maximumPieces, !entry.forms.contains(form),
                    entry.forms.count < Query.Term.maximumForms - 1
                {
                    entry.forms.append(form)
                }
            }
        }
    }

    private mutating func change(_ phrase: QueryUnits, _ body: (inout Entry) -> Void) {
        let units = phrase.units.map(\.bytes)
        body(&entries[Self.key(units[...]), default: Entry(length: units.count)])
        var known = lengths[units[0], default: []]
        if !known.contains(units.count) {
            known.append(units.count)
            lengths[units[0]] = known.sorted(by: >)
        }
    }

    private static func key(_ units: ArraySlice<[UInt8]>) -> [UInt8] { Array(units.joined(separator: [separator])) }

    /// The longest phrase that begins at a unit and cuts no word of the dictionary in two.
    func entry(at place: Int, of query: QueryUnits) -> Entry? {
        guard let known = lengths[query.units[place].bytes] else { return nil }
        for length in known where place + length <= query.units.count {
            let range = place..<place + length
            let units = query.units[range].map(\.bytes)
            if let entry = entries[Self.key(units[...])], !query.cutsWord(range) { return entry }
        }
        return nil
    }

    public var count: Int { entries.count }
}

/// A line of a dictionary file that breaks a rule.
public struct LexiconError: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1; 0 where it is the file as a whole.
    public var line: Int
    public var reason: String

    public var description: String { line > 0 ? "\(file), line \(line): \(reason)" : "\(file): \(reason)" }
}
