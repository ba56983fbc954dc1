import Crypto
import Foundation
import Ledger

/// A line of an account's rating log, chained to the one before.
public struct RatingLogLine: Hashable, Sendable {
    /// 1 for the first line.
    public var sequence: Int64
    /// The event as JSON; the hash is over these bytes.
    public var text: String
    /// SHA-256 in hexadecimal over the hash before, a line feed and the text.
    public var hash: String

    public init(sequence: Int64, text: String, hash: String) {
        self.sequence = sequence
        self.text = text
        self.hash = hash
    }

    /// What stands before the first line.
    public static let firstHash = String(repeating: "0", count: 64)

    /// The line that follows a hash.
    public init(sequence: Int64, text: String, after previous: String) {
        self.init(sequence: sequence, text: text, hash: Self.hash(text, after: previous))
    }

    static func hash(_ text: String, after previous: String) -> String {
        hexadecimal(SHA256.hash(data: Data((previous + "\n" + text).utf8)))
    }
}

/// SHA-256 of a text, in hexadecimal.
func fingerprint(_ text: String) -> String { hexadecimal(SHA256.hash(data: Data(text.utf8))) }

/// Reads a log as a stranger would: believes nothing that the chain does not show.
public enum RatingLogCheck {
    /// What is wrong, and where.
    public struct Fault: Error, Hashable, Sendable {
        /// The line's number, from 1.
        public var line: Int
        public var reason: String
    }

    /// The events of a log, after its chain was checked from the first line on.
    /// - Throws: `Fault`, with the first line that is not as it was written.
    public static func events(_ lines: [RatingLogLine]) throws(Fault) -> [RatingEvent] {
        var previous = RatingLogLine.firstHash
        var events: [RatingEvent] = []
        for (index, line) in lines.enumerated() {
            guard line.sequence == Int64(index + 1) else {
                throw Fault(line: index + 1, reason: "it has the number \(line.sequence)")
            }
            guard line.hash == RatingLogLine.hash(line.text, after: previous) else {
                throw Fault(line: index + 1, reason: "its hash is not that of its content and the line before")
            }
            previous = line.hash
            do { events.append(try RatingEvent(text: line.text)) } catch {
                throw Fault(line: index + 1, reason: "it is no event")
            }
        }
        return events
    }

    /// A log as a file: a line each of its hash, a space and its text.
    public static func file(_ lines: [RatingLogLine]) -> String {
        lines.map { "\($0.hash) \($0.text)\n" }.joined()
    }

    /// Reads what `file` writes; nothing else is taken.
    /// - Throws: `Fault`.
    public static func lines(ofFile bytes: [UInt8]) throws(Fault) -> [RatingLogLine] {
        let parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let last = parts.last, last.isEmpty else {
            throw Fault(line: parts.count, reason: "it does not end")
        }
        var lines: [RatingLogLine] = []
        for (index, part) in parts.dropLast().enumerated() {
            guard let text = String(validating: part, as: UTF8.self), part.count > 65,
                part[part.startIndex + 64] == UInt8(ascii: " ")
            else { throw Fault(line: index + 1, reason: "it is not a hash, a space and an event") }
            lines.append(
                RatingLogLine(
                    sequence: Int64(index + 1), text: String(decoding: part.dropFirst(65), as: UTF8.self),
                    hash: String(text.prefix(64))))
        }
        return lines
    }
}
