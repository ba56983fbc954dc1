import Foundation
import Locking
import Logging

/// What an operator's file says, read again when the file changes.
///
/// A missing file says nothing. One that breaks a rule is told of in the log, and what was read before stays in use.
final class WatchedFile<Value: Sendable>: Sendable {
    private struct State: Sendable {
        var value: Value
        var file: FileState?
        var lastLook: ContinuousClock.Instant?
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

    /// How often the file is looked at, at most.
    private let interval: Duration

    /// - Parameters:
    ///   - path: nil where there is no file.
    ///   - empty: what a missing file says.
    init(
        _ path: String?, empty: Value, logger: Logger, interval: Duration = .milliseconds(500),
        parse: @escaping @Sendable (_ text: String) throws -> Value
    ) {
        self.path = path
        self.interval = interval
        self.logger = logger
        self.parse = parse
        self.empty = empty
        state = Locked(State(value: empty))
    }

    private let empty: Value

    /// What the file says.
    func current(looks: Bool = false) -> Value { reading(looks: looks).value }

    /// What the file says, and how often another content was found until then. Looks at it when it has not for half a second,
    /// or at once where `looks`.
    func reading(looks: Bool = false) -> (value: Value, edition: Int) {
        guard let path else { return (empty, 0) }
        let now = ContinuousClock.now
        return state.withLock { state in
            if !looks, let last = state.lastLook, last.duration(to: now) < interval {
                return (state.value, state.edition)
            }
            state.lastLook = now
            let file = Self.fileState(path)
            guard file != state.file else { return (state.value, state.edition) }
            state.file = file
            state.edition += 1
            do {
                state.value = file == nil ? empty : try parse(OperatorFile.text(path))
                logger.info("file read", metadata: ["path": "\(path)"])
            } catch {
                logger.error(
                    "the file stays as it was read before", metadata: ["path": "\(path)", "error": "\(error)"])
            }
            return (state.value, state.edition)
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
