import Catalog
import TextAnalysis

/// Sees whether listings hold phrases word for word: the engine knows that all the words are there, and of Han text that
/// every two of them stand together, but not that all stand in one row.
struct PhraseFilter {
    private let phrases: [[[UInt8]]]
    private let analyzer: any Analyzer

    init(_ phrases: [String], analyzer: any Analyzer) {
        self.phrases = phrases.map { Self.units($0, analyzer) }.filter { $0.count > 1 }
        self.analyzer = analyzer
    }

    /// Whether every phrase stands in one of the listing's texts.
    func holds(_ offered: ShopListing) -> Bool {
        let content = offered.listing.content
        let texts =
            [content.title, content.description, offered.shopName] + content.attributes.map { "\($0.name) \($0.value)" }
        let units = texts.map { Self.units($0, analyzer) }
        return phrases.allSatisfy { phrase in units.contains { $0.contains(phrase) } }
    }

    private static func units(_ text: String, _ analyzer: any Analyzer) -> [[UInt8]] {
        QueryUnits(text, analyzer: analyzer, unitsAlone: true).units.map(\.bytes)
    }
}
