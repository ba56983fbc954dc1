/// A listing's ETag (RFC 9110, 8.8.3): its version in a strong validator, `"v3"`.
struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    static let pattern = #"^"v[1-9][0-9]{0,17}"$"#

    var version: Int64

    init(version: Int64) { self.version = version }

    /// Nil where the text is not one of this API's tags.
    init?(_ text: String) {
        guard text.hasPrefix(#""v"#), text.hasSuffix(#"""#), text.utf8.count > 3 else { return nil }
        let digits = text.dropFirst(2).dropLast()
        guard digits.utf8.count <= 18, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.utf8.first != 0x30,
            let version = Int64(digits)
        else { return nil }
        self.version = version
    }

    var description: String { "\"v\(version)\"" }

    /// Whether an `If-None-Match` field holds this tag; weak comparison, `*` matches anything.
    func isAmong(_ field: String) -> Bool {
        field.split(separator: ",").contains { part in
            let tag = part.trimmingPrefix(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
            let text = String(tag)
            return text == "*" || text == description || text == "W/" + description
        }
    }
}
