import Catalog
import TextAnalysis

/// Sees whether listings hold phrases word for word: the engine knows that all the words are there, and of Han text that
/// every two of them stand together, but not that all stand in one row.
struct PhraseFilter {
    private let phrases: [[[UInt8]]]
    private let analyzer: any Analyzer

    init(_ phrases: [String], analyzer: any Analyzer) {
        self.phrases = phrases.map { QueryUnits($0, analyzer: analyzer).units.map(\.bytes) }.filter { $0.count > 1 }
        self.analyzer = analyzer
    }

    /// Whether every phrase stands in one of the listing's texts.
    func holds(_ content: ListingContent) -> Bool {
        let texts = [content.title, content.description] + content.attributes.map { "\($0.name) \($0.value)" }
        let units = texts.map { QueryUnits($0, analyzer: analyzer).units.map(\.bytes) }
        return phrases.allSatisfy { phrase in units.contains { Self.contains(phrase, in: $0) } }
    }

    private static func contains(_ phrase: [[UInt8]], in text: [[UInt8]]) -> Bool {
        guard text.count >= phrase.count else { return false }
        return (0...(text.count - phrase.count)).contains { start in
            zip(phrase, text[start...]).allSatisfy { $0 == $1 }
        }
    }
}
