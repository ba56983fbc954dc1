public import Logging
public import TextAnalysis

/// The operators' dictionary files, read again when they change: a new word or synonym takes effect without a restart.
///
/// The folder may be missing, and so may `synonyms.txt` and `words.txt` in it.
public final class LexiconFolder: Sendable {
    private let synonyms: WatchedFile<SynonymTable>
    private let words: WatchedFile<WordTable>

    public static let synonymsName = "synonyms.txt"
    public static let wordsName = "words.txt"

    /// - Parameter folder: nil where there are only the built-in words.
    /// - Throws: `LexiconError` where the built-in words break a rule.
    public init(_ folder: String?, logger: Logger) throws(LexiconError) {
        let builtIn = try SynonymTable.builtIn(analyzer: ListingIndex.analyzer.makeAnalyzer())
        synonyms = WatchedFile(folder.map { $0 + "/" + Self.synonymsName }, empty: builtIn, logger: logger) { text in
            try builtIn.adding(text, name: Self.synonymsName)
        }
        words = WatchedFile(folder.map { $0 + "/" + Self.wordsName }, empty: .none, logger: logger) { text in
            try WordTable(parsing: text, name: Self.wordsName)
        }
    }

    /// The words in use, as of the last look.
    public func current() -> Lexicon {
        let (synonyms, words) = (synonyms.reading, words.reading)
        return Lexicon(synonyms: synonyms.value, words: words.value, edition: synonyms.edition + words.edition)
    }

    /// Reads the files again that have changed. Blocks.
    public func look() {
        synonyms.look()
        words.look()
    }

    /// Makes analysers that keep the words whole which the file names when they are made.
    public var analyzer: any AnalyzerFactory { Factory(words: words) }

    private struct Factory: AnalyzerFactory {
        let words: WatchedFile<WordTable>

        var signature: String { ListingIndex.analyzer.signature }

        func makeAnalyzer() -> any Analyzer {
            // Whoever asks for listings to be put in again because the file changed must not be early.
            words.look()
            return StandardAnalyzerFactory(words: words.current).makeAnalyzer()
        }
    }

    /// Reads the files of a folder, or others in their place, once.
    ///
    /// - Throws: `LexiconError`.
    public static func read(synonyms: String?, words: String?) throws -> Lexicon {
        var table = try SynonymTable.builtIn(analyzer: ListingIndex.analyzer.makeAnalyzer())
        if let synonyms { table = try table.adding(OperatorFile.text(synonyms), name: synonyms) }
        let words = try words.map { try WordTable(parsing: OperatorFile.text($0), name: $0) }
        return Lexicon(synonyms: table, words: words ?? .none)
    }
}

extension WordTable {
    /// A word a line, or several with spaces or commas between them.
    ///
    /// - Throws: `LexiconError` with the line that breaks a rule.
    convenience init(parsing text: String, name: String) throws(LexiconError) {
        var words: [String] = []
        try OperatorFile.forEachLine(text, name: name) { (line) throws(LexiconFlaw) in
            let found = line.split { $0.isWhitespace || ",，、".contains($0) }.map(String.init)
            do throws(WordTableError) { _ = try WordTable(found) } catch {
                throw LexiconFlaw(reason: "'\(error.word)' \(error.reason)")
            }
            words += found
        }
        do throws(WordTableError) { try self.init(words) } catch {
            throw LexiconError(file: name, line: 0, reason: "'\(error.word)' \(error.reason)")
        }
    }
}
