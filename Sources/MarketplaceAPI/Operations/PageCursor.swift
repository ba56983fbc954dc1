/// Where a page of things with falling numbers ended: the number of its last one, in hexadecimal behind a mark of its kind and
/// version, so that clients take it as it is.
struct PageCursor: Hashable, Sendable, CustomStringConvertible {
    static let rule = TextShape(
        pattern: "^c1[0-7][0-9a-f]{15}$", words: "a cursor that this list gave out", accepts: { Self($0) != nil })

    var lastID: Int64

    init(lastID: Int64) { self.lastID = lastID }

    /// Nil where the text is not such a cursor.
    init?(_ text: String) {
        guard text.utf8.count == 18, text.hasPrefix("c1"), !text.contains("+"), text == text.lowercased(),
            let id = Int64(text.dropFirst(2), radix: 16), id >= 0
        else { return nil }
        lastID = id
    }

    var description: String {
        let digits = String(lastID, radix: 16)
        return "c1" + String(repeating: "0", count: 16 - digits.count) + digits
    }
}
