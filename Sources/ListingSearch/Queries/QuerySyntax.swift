/// What a shopper typed, by the two signs that mean something: "words between quotes" stand together, in order, and a
/// -word is not wanted. Nothing else is special, and any text is a query.
///
/// The quote " opens behind a space alone: 27" is a length. A minus before a digit belongs to the number, and where nothing
/// would be left to look for, no minus means anything.
struct QuerySyntax: Hashable {
    struct Piece: Hashable {
        enum Kind: Hashable {
            case plain
            case phrase
            case without
        }

        var kind: Kind
        var text: String
    }

    private(set) var pieces: [Piece] = []

    init(_ text: String) {
        var rest = text[...]
        var plain = ""
        // Signs that close a quote and do not come any more: they are looked for once.
        var gone: Set<Character> = []
        func isBoundary(_ text: String) -> Bool { text.last?.isWhitespace ?? true }
        while let sign = rest.first {
            let isMinus = Self.isMinus(sign) && isBoundary(plain)
            let body = isMinus ? rest.dropFirst() : rest
            if isMinus || sign != "\"" || isBoundary(plain), let (quoted, after) = Self.quoted(body, &gone) {
                add(.plain, &plain)
                pieces.append(Piece(kind: isMinus ? .without : .phrase, text: quoted))
                rest = after
            } else if isMinus, let first = body.first, !first.isWhitespace, first != sign, !first.isNumber {
                add(.plain, &plain)
                let word = body.prefix { !$0.isWhitespace }
                pieces.append(Piece(kind: .without, text: String(word)))
                rest = body.dropFirst(word.count)
            } else {
                plain.append(sign)
                rest = rest.dropFirst()
            }
        }
        add(.plain, &plain)
        if pieces.allSatisfy({ $0.kind == .without }), !pieces.isEmpty { pieces = [Piece(kind: .plain, text: text)] }
    }

    /// Whether something is not wanted.
    var leavesOut: Bool { pieces.contains { $0.kind == .without } }

    /// The same words without the signs that mean something.
    static func literal(_ text: String) -> String {
        var text = text
        for _ in 0..<mostNested {
            let pieces = QuerySyntax(text).pieces
            guard pieces.contains(where: { $0.kind != .plain }) else { return text }
            // Each round takes a sign away, and may bring out another that stood within quotes.
            text = pieces.map(\.text).joined(separator: " ")
        }
        // Nobody means so many quotes within quotes.
        return String(text.map { quotes[$0] != nil || quotes.values.contains($0) || isMinus($0) ? " " : $0 })
    }

    private static let mostNested = 4
    private static func isMinus(_ sign: Character) -> Bool { sign == "-" || sign == "－" }

    private mutating func add(_ kind: Piece.Kind, _ text: inout String) {
        if text.contains(where: { !$0.isWhitespace }) { pieces.append(Piece(kind: kind, text: text)) }
        text = ""
    }

    private static let quotes: [Character: Character] = ["\"": "\"", "“": "”", "「": "」"]

    /// The text between two quotes that the text begins with, and what follows; nil where there are none.
    private static func quoted(
        _ text: Substring, _ gone: inout Set<Character>
    ) -> (text: String, rest: Substring)? {
        guard let open = text.first, let close = quotes[open], !gone.contains(close) else { return nil }
        let body = text.dropFirst()
        guard let end = body.firstIndex(of: close) else {
            gone.insert(close)
            return nil
        }
        let words = body[..<end].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? nil : (words, body[body.index(after: end)...])
    }
}
