import Foundation
import Locking
import Logging
import Scheduling

/// What an operator's file says, read again when the file changes.
///
/// A missing file says nothing. One that breaks a rule is told of in the log, and what was read before stays in use.
/// Requests read what is in memory; only `look` touches the disk.
final class WatchedFile<Value: Sendable>: Sendable {
    private struct State: Sendable {
        var value: Value
        var edition = 0
    }

    /// What tells one content of a file from the next.
    private struct FileState: Equatable, Sendable {
        var modified: Date
        var size: Int
        var number: UInt64
    }

    private let path: String?
    private let logger: Logger
    private let parse: @Sendable (_ text: String) throws -> Value
    private let state: Locked<State>
    /// The file as it was last looked at; held while it is read, so that one look comes after the other.
    private let seen = Locked<FileState?>(nil)
    private let empty: Value

    /// Looks at the file for the first time.
    /// - Parameters:
    ///   - path: nil where there is no file.
    ///   - empty: what a missing file says.
    init(
        _ path: String?, empty: Value, logger: Logger, parse: @escaping @Sendable (_ text: String) throws -> Value
    ) {
        self.path = path
        self.logger = logger
        self.parse = parse
        self.empty = empty
        state = Locked(State(value: empty))
        look()
    }

    /// What the file said at the last look.
    var current: Value { state.withLock(\.value) }

    /// What the file said at the last look, and how often another content was found until then.
    var reading: (value: Value, edition: Int) { state.withLock { ($0.value, $0.edition) } }

    /// Reads the file again if it is another than at the look before. Blocks.
    func look() {
        guard let path else { return }
        BlockingRule.assertMayBlock()
        seen.withLock { seen in
            let file = Self.fileState(path)
            guard file != seen else { return }
            seen = file
            let value = Result { file == nil ? empty : try parse(OperatorFile.text(path)) }
            state.withLock { state in
                state.edition += 1
                if case .success(let value) = value { state.value = value }
            }
            switch value {
            case .success: logger.info("file read", metadata: ["path": "\(path)"])
            case .failure(let error):
                logger.error(
                    "the file stays as it was read before", metadata: ["path": "\(path)", "error": "\(error)"])
            }
        }
    }

    private static func fileState(_ path: String) -> FileState? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let modified = attributes[.modificationDate] as? Date, let size = attributes[.size] as? Int
        else { return nil }
        let number = (attributes[.systemFileNumber] as? UInt64) ?? 0
        return FileState(modified: modified, size: size, number: number)
    }
}

/// Plain files that operators write: UTF-8, a line a rule, `#` begins a comment.
enum OperatorFile {
    static let maximumBytes = 16 << 20
    static let maximumLines = 100_000

    static func text(_ path: String) throws(LexiconError) -> String {
        let name = URL(fileURLWithPath: path).lastPathComponent
        guard let data = FileManager.default.contents(atPath: path) else {
            throw LexiconError(file: path, line: 0, reason: "it cannot be read")
        }
        guard data.count <= maximumBytes else {
            throw LexiconError(file: name, line: 0, reason: "at most \(maximumBytes) bytes, not \(data.count)")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw LexiconError(file: name, line: 0, reason: "it is not UTF-8")
        }
        return text
    }

    /// Calls the body with each line that says something, without its comment and the spaces around it.
    ///
    /// - Throws: `LexiconError` that names the line for whatever the body throws.
    static func forEachLine(
        _ text: String, name: String, _ body: (_ line: Substring) throws(LexiconFlaw) -> Void
    ) throws(LexiconError) {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard lines.count <= maximumLines else {
            throw LexiconError(file: name, line: lines.count, reason: "at most \(maximumLines) lines")
        }
        for (number, line) in lines.enumerated() {
            let content = trimmed(line.prefix { $0 != "#" })
            guard !content.isEmpty else { continue }
            do throws(LexiconFlaw) { try body(content) } catch {
                throw LexiconError(file: name, line: number + 1, reason: error.reason)
            }
        }
    }

    static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }
}

/// What is wrong with a line.
struct LexiconFlaw: Error { var reason: String }
