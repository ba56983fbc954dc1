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

    /// The first line of a kept log that is not that of another, if both were written by one honest writer and the other
    /// one has only grown since.
    /// - Returns: Its number from 1; nil where the kept lines are the other's first ones.
    public static func firstDifference(of kept: [RatingLogLine], from present: [RatingLogLine]) -> Int? {
        let pairs = zip(kept, present).enumerated()
        if let (index, _) = pairs.first(where: { $0.element.0 != $0.element.1 }) { return index + 1 }
        return kept.count > present.count ? present.count + 1 : nil
    }
}
