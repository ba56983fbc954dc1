/// A log as somebody keeps it: a line each of its hash, a space and its text, and at the end, where the market has signed
/// one, a line of `head`, a space and the signed head.
public struct RatingLogFile: Hashable, Sendable {
    public var lines: [RatingLogLine]
    /// As JSON, which is the reader's to check; nil of a log that was kept without one.
    public var head: String?

    public init(lines: [RatingLogLine], head: String? = nil) {
        self.lines = lines
        self.head = head
    }

    private static let headMark = "head "

    public var text: String {
        lines.map { "\($0.hash) \($0.text)\n" }.joined() + (head.map { "\(Self.headMark)\($0)\n" } ?? "")
    }

    /// Reads what `text` writes; nothing else is taken.
    /// - Throws: `RatingLogCheck.Fault`.
    public init(bytes: [UInt8]) throws(RatingLogCheck.Fault) {
        var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let last = parts.popLast(), last.isEmpty else {
            throw .init(line: parts.count + 1, reason: "it does not end")
        }
        var head: String?
        if let part = parts.last, part.starts(with: Self.headMark.utf8) {
            guard let text = String(validating: part.dropFirst(Self.headMark.utf8.count), as: UTF8.self) else {
                throw .init(line: parts.count, reason: "its head is not text")
            }
            head = text
            parts.removeLast()
        }
        var lines: [RatingLogLine] = []
        for (index, part) in parts.enumerated() {
            guard let text = String(validating: part, as: UTF8.self), part.count > 65,
                part[part.startIndex + 64] == UInt8(ascii: " ")
            else { throw .init(line: index + 1, reason: "it is not a hash, a space and an event") }
            lines.append(
                RatingLogLine(
                    sequence: Int64(index + 1), text: String(decoding: part.dropFirst(65), as: UTF8.self),
                    hash: String(text.prefix(64))))
        }
        self.init(lines: lines, head: head)
    }
}
