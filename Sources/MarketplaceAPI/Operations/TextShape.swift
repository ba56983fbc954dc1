import Catalog

/// A shape of text, as a pattern for the API's description and as the check that requests meet.
struct TextShape: Sendable {
    /// ECMA 262, as JSON Schema wants it; it says the same as `accepts`.
    var pattern: String
    /// What a text has to be, to be read after "has to be".
    var words: String
    var accepts: @Sendable (String) -> Bool
}

// MARK: - Rules of more than one route

extension TextShape {
    /// An ISO 3166 code: a country (`SG`) or a part of one (`CN-ZJ`); `UK` is `GB`.
    static let place = TextShape(
        pattern: RegionCode.pattern, words: "a place by ISO 3166, as SG or CN-ZJ",
        accepts: RegionCode.isValid)

    /// An attribute's name and value.
    static let attribute = TextShape(
        pattern: "^[^:]+:[\\s\\S]+$", words: "a name and a value with a colon between, as brand:apple",
        accepts: { text in
            text.firstIndex(of: ":").map { text.startIndex < $0 && $0 < text.index(before: text.endIndex) } ?? false
        })

    /// One line with something to see in it: no control characters, no marks that turn the direction of text.
    static let line = TextShape(
        pattern: "^[^\(control)]*[^\(control)\(space)][^\(control)]*$",
        words: "one line, not blank, without control characters",
        accepts: { text in
            text.unicodeScalars.allSatisfy { !isControl($0) } && !text.unicodeScalars.allSatisfy(isSpace)
        })

    /// Text in several lines, without control characters but tabs and line breaks.
    static let lines = TextShape(
        pattern: "^[^\(controlBesidesBreaks)]*$", words: "text without control characters but tabs and line breaks",
        accepts: { text in
            text.unicodeScalars.allSatisfy { !isControl($0) || [0x09, 0x0A, 0x0D].contains($0.value) }
        })

    private static let directions = #"\u2028\u2029\u202a-\u202e\u2066-\u2069"#
    private static let control = #"\u0000-\u001f\u007f-\u009f"# + directions
    private static let controlBesidesBreaks = #"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"# + directions
    private static let space = #"\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"#

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}

/// A text member of a body: its length in code points, and its rule. Code points are what JSON Schema counts; a text
/// never has more of a reader's characters than of them, so this is within the domain's own limit.
struct TextMember: Sendable {
    var lengths: ClosedRange<Int>
    var rule: TextShape?

    func schema(_ description: String? = nil) -> JSONValue {
        Schema.text(lengths, pattern: rule?.pattern, description)
    }

    /// Why the text cannot be taken; nil where it can.
    func problem(with text: String) -> String? {
        guard lengths.contains(text.unicodeScalars.count) else {
            return "has to have \(lengths.lowerBound) to \(lengths.upperBound) characters"
        }
        guard let rule, !rule.accepts(text) else { return nil }
        return "has to be \(rule.words)"
    }
}
