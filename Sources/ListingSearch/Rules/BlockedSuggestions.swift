import Foundation
import Logging
import SearchIndex
import TextAnalysis

/// What an operator never wants suggested, `suggestions-blocked.txt` in the folder of the rules, read again within half a
/// second of a change.
package final class BlockedSuggestions: Sendable {
    private let file: WatchedFile<BlockList>

    package static let fileName = "suggestions-blocked.txt"

    /// - Parameter folder: Of the rules; nil where there is none.
    init(_ folder: String?, logger: Logger) {
        file = WatchedFile(folder.map { $0 + "/" + Self.fileName }, empty: .none, logger: logger) { text in
            try Self.parse(text)
        }
    }

    /// The list as of the last look, and how often another one was found until then.
    func reading() -> (value: BlockList, edition: Int) { file.reading }

    /// Reads the file again if it has changed. Blocks.
    func look() { file.look() }

    private static func parse(_ text: String) throws -> BlockList {
        try BlockList(parsing: text, name: fileName, analyzer: ListingIndex.analyzer.makeAnalyzer())
    }

    // MARK: Changing

    /// The lines of a folder's file.
    ///
    /// - Throws: `LexiconError` with the line that breaks a rule.
    package static func read(_ folder: String) throws -> BlockList { try parse(text(folder)) }

    private static func text(_ folder: String) throws -> String {
        let path = folder + "/" + fileName
        return FileSystem.exists(path) ? try OperatorFile.text(path) : ""
    }

    /// Adds a text to the file, or takes out the lines that say the same; whatever else stands in it stays.
    ///
    /// - Throws: `LexiconError` where the text or the file breaks a rule, or nothing is to be taken out: nothing is written
    ///   then. `IndexError.locked` while another command writes.
    package static func change(_ folder: String, _ blocked: String, removes: Bool) throws {
        guard !blocked.contains(where: { $0 == "#" || $0.isNewline }) else {
            throw LexiconError(file: fileName, line: 0, reason: "a text with # or a line end cannot stand in the file")
        }
        guard !BlockList.units(blocked, ListingIndex.analyzer.makeAnalyzer()).isEmpty else {
            throw LexiconError(file: fileName, line: 0, reason: "'\(blocked)' has no word")
        }
        try FileSystem.makeFolder(folder)
        let lock = try WriteLock(path: folder + "/write.lock")
        defer { _ = consume lock }
        let before = try text(folder)
        let after = removes ? try without(blocked, before) : with(blocked, before)
        _ = try parse(after)
        try FileSystem.replace(folder + "/" + fileName, with: Array(after.utf8))
    }

    private static func with(_ blocked: String, _ text: String) -> String {
        text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + blocked + "\n"
    }

    private static func without(_ blocked: String, _ text: String) throws -> String {
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        let wanted = BlockList.units(blocked, analyzer)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let kept = lines.filter { line in
            let content = OperatorFile.trimmed(line.prefix { $0 != "#" })
            return content.isEmpty || BlockList.units(String(content), analyzer) != wanted
        }
        guard kept.count < lines.count else {
            throw LexiconError(file: fileName, line: 0, reason: "'\(blocked)' is not blocked")
        }
        return kept.joined(separator: "\n")
    }
}
