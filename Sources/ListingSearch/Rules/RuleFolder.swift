import Foundation
public import Logging
import SearchIndex
import TextAnalysis

/// The operators' rules for single queries, `queries.txt` in a folder, read again within half a second of a change.
public final class RuleFolder: Sendable {
    private let file: WatchedFile<QueryRules>
    private let folder: String?

    public static let fileName = "queries.txt"

    /// - Parameter folder: nil where there are no rules.
    public init(_ folder: String?, logger: Logger) {
        self.folder = folder
        file = WatchedFile(folder.map { $0 + "/" + Self.fileName }, empty: .none, logger: logger) { text in
            try QueryRules(parsing: text, name: Self.fileName, analyzer: ListingIndex.analyzer.makeAnalyzer())
        }
    }

    /// The rules as of the last look, and how often others were found until then.
    func reading() -> (value: QueryRules, edition: Int) { file.reading }

    func current() -> QueryRules { file.current }

    /// Reads the file again if it has changed. Blocks.
    public func look() { file.look() }

    // MARK: Changing

    /// The lines of a folder's file.
    ///
    /// - Throws: `LexiconError` with the line that breaks a rule.
    package static func read(_ folder: String) throws -> QueryRules {
        try QueryRules(
            parsing: text(folder), name: fileName, analyzer: ListingIndex.analyzer.makeAnalyzer())
    }

    private static func text(_ folder: String) throws -> String {
        let path = folder + "/" + fileName
        return FileSystem.exists(path) ? try OperatorFile.text(path) : ""
    }

    /// Adds a rule's listings to the file or takes them out; whatever else stands in it stays.
    ///
    /// - Throws: `LexiconError` where the line or the file breaks a rule: nothing is written then. `IndexError.locked`
    ///   while another command writes.
    package static func change(_ folder: String, _ line: QueryRules.Line, removes: Bool) throws {
        guard !line.query.contains(where: { $0 == "#" || $0.isNewline }), !line.query.contains("=>") else {
            throw LexiconError(
                file: fileName, line: 0, reason: "a query with #, => or a line end cannot stand in the file")
        }
        try FileSystem.makeFolder(folder)
        let lock = try WriteLock(path: folder + "/write.lock")
        defer { _ = consume lock }
        let before = try text(folder)
        let after =
            removes
            ? try without(line, before)
            : before + (before.isEmpty || before.hasSuffix("\n") ? "" : "\n") + line.text + "\n"
        _ = try QueryRules(parsing: after, name: fileName, analyzer: ListingIndex.analyzer.makeAnalyzer())
        try FileSystem.replace(folder + "/" + fileName, with: Array(after.utf8))
    }

    private static func without(_ wanted: QueryRules.Line, _ text: String) throws -> String {
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        let key = QueryRules.key(wanted.query, analyzer)
        var kept: [String] = []
        var hasFound = false
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let content = OperatorFile.trimmed(line.prefix { $0 != "#" })
            guard !content.isEmpty, var rule = try? QueryRules.line(content), rule.kind == wanted.kind,
                QueryRules.key(rule.query, analyzer) == key, rule.ids.contains(where: wanted.ids.contains)
            else {
                kept.append(String(line))
                continue
            }
            hasFound = true
            rule.ids.removeAll(where: wanted.ids.contains)
            if !rule.ids.isEmpty { kept.append(rule.text) }
        }
        guard hasFound else {
            throw LexiconError(file: fileName, line: 0, reason: "there is no such rule: \(wanted.text)")
        }
        return kept.joined(separator: "\n")
    }
}
