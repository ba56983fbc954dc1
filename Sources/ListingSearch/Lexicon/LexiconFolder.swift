import Foundation
import Locking
public import Logging
import TextAnalysis

/// The operators' dictionary files, read again when they change: a new synonym takes effect without a restart.
///
/// The folder may be missing, and so may `synonyms.txt` in it. A file that breaks a rule is told of in the log, and what
/// was read before stays in use.
public final class LexiconFolder: Sendable {
    private struct State: Sendable {
        var lexicon: Lexicon
        var file: FileState?
        var lastLook: ContinuousClock.Instant?
    }

    /// What tells one content of a file from the next.
    private struct FileState: Equatable, Sendable {
        var modified: Date
        var size: Int
        var number: UInt64
    }

    private let path: String?
    private let logger: Logger
    private let state: Locked<State>

    /// How often the file is looked at.
    private static let interval = Duration.milliseconds(500)
    static let maximumBytes = 16 << 20
    public static let fileName = "synonyms.txt"

    /// - Parameter folder: nil where there are only the built-in words.
    /// - Throws: `LexiconError` where the built-in words break a rule.
    public init(_ folder: String?, logger: Logger) throws(LexiconError) {
        path = folder.map { $0 + "/" + Self.fileName }
        self.logger = logger
        state = Locked(State(lexicon: try Lexicon(analyzer: ListingIndex.analyzer.makeAnalyzer())))
    }

    /// The words in use. Looks at the file when it has not for half a second.
    func current() -> Lexicon {
        guard let path else { return state.withLock(\.lexicon) }
        let now = ContinuousClock.now
        return state.withLock { state in
            if let last = state.lastLook, last.duration(to: now) < Self.interval { return state.lexicon }
            state.lastLook = now
            let file = Self.fileState(path)
            guard file != state.file else { return state.lexicon }
            state.file = file
            do {
                state.lexicon = try Self.read(file == nil ? nil : path)
                logger.info("synonyms read", metadata: ["phrases": "\(state.lexicon.phraseCount)"])
            } catch {
                logger.error("the synonyms stay as they were", metadata: ["error": "\(error)"])
            }
            return state.lexicon
        }
    }

    /// - Throws: `LexiconError`, or what reading the file throws.
    public static func read(_ path: String?) throws -> Lexicon {
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        guard let path else { return try Lexicon(analyzer: analyzer) }
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        guard data.count <= maximumBytes else {
            throw LexiconError(file: fileName, line: 0, reason: "at most \(maximumBytes) bytes, not \(data.count)")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw LexiconError(file: fileName, line: 0, reason: "it is not UTF-8")
        }
        return try Lexicon(synonyms: text, analyzer: analyzer)
    }

    private static func fileState(_ path: String) -> FileState? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let modified = attributes[.modificationDate] as? Date, let size = attributes[.size] as? Int
        else { return nil }
        let number = (attributes[.systemFileNumber] as? UInt64) ?? 0
        return FileState(modified: modified, size: size, number: number)
    }
}
