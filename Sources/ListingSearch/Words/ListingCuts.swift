package import Catalog
package import TextAnalysis

/// Sees which listings a change of the words cuts otherwise.
package struct ListingCuts {
    package struct Difference {
        /// The text's words and single characters.
        package var before: [String]
        package var after: [String]
    }

    /// Finds texts that hold one of the words concerned: no other can be cut otherwise.
    private let concerned: Set<String>
    private let finder: any Analyzer
    private let before: any Analyzer
    private let after: any Analyzer

    /// - Parameter also: words that are concerned besides those that come and go.
    package init(from before: WordTable, to after: WordTable, also: WordTable = .none) {
        concerned = Set(before.texts).symmetricDifference(after.texts).union(also.texts)
        finder = StandardAnalyzerFactory(words: before.changes(to: after, also: also)).makeAnalyzer()
        self.before = StandardAnalyzerFactory(words: before).makeAnalyzer()
        self.after = StandardAnalyzerFactory(words: after).makeAnalyzer()
    }

    package var isEmpty: Bool { concerned.isEmpty }

    /// Whether a listing's texts hold one of the words concerned.
    package func concerns(_ offered: ShopListing) -> Bool {
        !isEmpty
            && Self.texts(offered).contains { text in words(text, finder).contains { concerned.contains($0.text) } }
    }

    /// The first of a listing's texts that is cut otherwise.
    package func difference(_ offered: ShopListing) -> Difference? {
        guard concerns(offered) else { return nil }
        for text in Self.texts(offered) where words(text, before) != words(text, after) {
            return Difference(before: pieces(text, before), after: pieces(text, after))
        }
        return nil
    }

    private static func texts(_ offered: ShopListing) -> [String] {
        let content = offered.listing.content
        return [content.title, content.description, offered.shopName]
            + content.attributes.map { "\($0.name) \($0.value)" }
    }

    private struct Word: Equatable {
        var text: String
        var start: UInt32
    }

    private func words(_ text: String, _ analyzer: any Analyzer) -> [Word] {
        var text = text
        var buffer = TokenBuffer()
        text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        return buffer.records.filter { $0.kind == .hanWord }.map { Word(text: buffer.term($0), start: $0.sourceStart) }
    }

    private func pieces(_ text: String, _ analyzer: any Analyzer) -> [String] {
        let units = QueryUnits(text, analyzer: analyzer)
        var pieces: [String] = []
        var place = 0
        while place < units.units.count {
            let range = units.words.first { $0.lowerBound == place } ?? place..<place + 1
            pieces.append(String(decoding: Array(text.utf8)[units.source(range)], as: UTF8.self))
            place = range.upperBound
        }
        return pieces
    }
}
