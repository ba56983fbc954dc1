import SearchIndex
public import TextAnalysis

/// Marks in texts what a shopper's words match, exact to the character; a text is escaped for HTML, the marks are not.
public struct ListingHighlighter {
    private let finder: MatchFinder

    /// The words are cut here, once for all texts.
    public init(_ query: String, analyzer: any Analyzer, lexicon: Lexicon? = nil) {
        self.init(query, analyzer: analyzer, lexicon: lexicon, spacing: nil)
    }

    init(_ query: String, analyzer: any Analyzer, lexicon: Lexicon?, spacing: WordSpacing?) {
        let words = try? ShopperQuery(query, analyzer: analyzer, lexicon: lexicon, spacing: spacing)
        let terms = words?.terms.filter { $0.role != .excluded } ?? []
        finder = MatchFinder(analyzer: analyzer, wanted: Set(terms.flatMap(Self.wanted)))
    }

    /// A short piece of a description, around what matches in it.
    func extract(of description: String) -> String {
        guard !ListingExtract.beginning(of: description).isWhole else {
            return ListingExtract.around([], in: description)
        }
        return ListingExtract.around(finder.ranges(in: description), in: description)
    }

    /// The text with its matches between the marks; nil where nothing matches.
    public func highlight(_ text: String, open: String, close: String) -> String? {
        let ranges = finder.ranges(in: text)
        guard !ranges.isEmpty else { return nil }
        let utf8 = Array(text.utf8)
        var marked = ""
        var place = 0
        for range in ranges {
            marked += Self.escaped(utf8[place..<range.lowerBound]) + open + Self.escaped(utf8[range]) + close
            place = range.upperBound
        }
        return marked + Self.escaped(utf8[place...])
    }

    /// Everything that a term is found by.
    private static func wanted(_ term: Query.Term) -> [MatchFinder.Term] {
        let own = term.bytes.isEmpty ? [] : [MatchFinder.Term(channel: term.channel, bytes: term.bytes)]
        return own + term.forms.flatMap(\.pieces).map { MatchFinder.Term(channel: $0.channel, bytes: $0.bytes) }
    }

    private static func escaped(_ bytes: ArraySlice<UInt8>) -> String {
        var text = ""
        for character in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }
}
