import Foundation
import Locking
import PrivateFiles

/// What the provider has decided, a line each, appended before it is said: `payment-7 captured 8900 CNY`.
///
/// A line outlives the process; it is not synced, since no money hangs on it.
final class Journal: Sendable {
    struct Line: Hashable, Sendable {
        var reference: String
        var state: String
        var amountMinor: Int64
        var currency: String
    }

    private let handle: Locked<FileHandle>
    /// What was written before this process began; of a reference the last line holds.
    let past: [Line]

    init(path: String) throws {
        try PrivateFiles.create(path)
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        // The last line may be half written: what is behind the last line feed was never said.
        past = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap(Self.line)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        let end = text.utf8.lastIndex(of: UInt8(ascii: "\n")).map {
            text.utf8.distance(from: text.startIndex, to: $0) + 1
        }
        try file.truncate(atOffset: UInt64(end ?? 0))
        try file.seekToEnd()
        handle = Locked(file)
    }

    func append(_ line: Line) throws {
        let text = "\(line.reference) \(line.state) \(line.amountMinor) \(line.currency)\n"
        try handle.withLock { try $0.write(contentsOf: Data(text.utf8)) }
    }

    private static func line(_ text: Substring) -> Line? {
        let parts = text.split(separator: " ")
        guard parts.count == 4, let amount = Int64(parts[2]) else { return nil }
        return Line(
            reference: String(parts[0]), state: String(parts[1]), amountMinor: amount, currency: String(parts[3]))
    }
}
