import Foundation
import SearchIndex
package import TextAnalysis

/// The words that were kept whole when a generation's listings were put in: a file `words.txt` beside its index.
///
/// It is behind the operators' file from the moment that that changes until the listings concerned are put in again.
package enum IndexedWords {
    private static func path(_ generation: String) -> String { generation + "/" + LexiconFolder.wordsName }

    /// - Throws: `LexiconError` where the file breaks a rule; a missing one has no words.
    package static func read(_ generation: String) throws -> WordTable {
        guard FileSystem.exists(path(generation)) else { return .none }
        return try WordTable(parsing: OperatorFile.text(path(generation)), name: path(generation))
    }

    package static func write(_ words: WordTable, _ generation: String) throws {
        try FileSystem.replace(path(generation), with: Array(words.texts.map { $0 + "\n" }.joined().utf8))
    }
}
