/// What a text that people write may be: how long, and whether it may have several lines.
public struct TextRule: Sendable {
    public var characters: ClosedRange<Int>
    /// In UTF-8: a character may be made of any number of code points.
    public var bytes: Int
    public var allowsLines: Bool

    /// - Parameter bytes: Eight a character where nil, more than people need for what they write.
    public init(characters: ClosedRange<Int>, bytes: Int? = nil, allowsLines: Bool = false) {
        self.characters = characters
        self.bytes = bytes ?? characters.upperBound * 8
        self.allowsLines = allowsLines
    }

    /// Why the text, already trimmed, cannot be taken; nil where it can.
    public func problem(with text: String) -> String? {
        if text.isEmpty, characters.lowerBound > 0 { return "must not be empty" }
        if text.utf8.count > bytes { return "must be at most \(bytes) bytes of UTF-8, is \(text.utf8.count)" }
        let count = text.count
        if !characters.contains(count) {
            return "must be \(characters.lowerBound) to \(characters.upperBound) characters, is \(count)"
        }
        guard let scalar = text.unicodeScalars.first(where: isRefused) else { return nil }
        let code = String(scalar.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
        return "must not hold the control character U+\(padded)"
    }

    /// Control characters, line breaks where there is one line only, and marks that turn the direction of the text
    /// around what follows (they can make a price or a name read as another).
    private func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: !allowsLines
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x2028, 0x2029: true
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension String {
    /// Without white space at both ends, and with one kind of line break.
    var tidied: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        guard text.utf8.contains(0x0D) else { return String(text) }
        return text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\r" }.joined(separator: "\n")
    }
}
