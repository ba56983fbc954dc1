/// Where a page of things with falling numbers ended: the number of its last one, in hexadecimal behind a mark of its kind and
/// version, so that clients take it as it is.
struct PageCursor: Hashable, Sendable, CustomStringConvertible {
    static let rule = TextShape(
        pattern: "^c1[0-7][0-9a-f]{15}$", words: "a cursor that this list gave out", accepts: { Self($0) != nil })

    var lastID: Int64

    init(lastID: Int64) { self.lastID = lastID }

    /// Nil where the text is not such a cursor.
    init?(_ text: String) {
        guard text.utf8.count == 18, text.hasPrefix("c1"), let id = CursorDigits.value(text.dropFirst(2)) else {
            return nil
        }
        lastID = id
    }

    var description: String { "c1" + CursorDigits.text(lastID, 16) }
}

/// Numbers in cursors: small hexadecimal digits, so many always.
enum CursorDigits {
    static func text(_ value: Int64, _ count: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }

    /// Nil where the text is anything else, or too great.
    static func value(_ text: some StringProtocol) -> Int64? {
        guard text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else { return nil }
        return Int64(text, radix: 16)
    }
}
