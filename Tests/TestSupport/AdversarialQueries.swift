/// Queries that nobody means well: signs that mean something elsewhere, marks, emoji, and far too much of one thing.
public enum AdversarialQueries {
    private static let pieces = [
        "连衣裙", "清华", "a", "ab\u{301}\u{302}\u{323}", "🎉", "👨‍👩‍👧‍👦", "🇨🇳", "\u{202E}", "\u{2066}", "\u{200D}", "\u{FEFF}",
        "\u{0}", "\u{1}", "\u{7F}",
        "'; DROP TABLE listings; --", "%", "_", "(.*)+", "[a-z]{1000}", "\\", "\"", "“", "-", "--", "-\"", "\u{FFFD}",
        "\u{FFFF}",
        "\u{10FFFF}", "𠮷", "ﷺ", "ａｂｃ", "½", "①", "ß", "İ", "Σς", "กขค", "カタカナ", "ー", "0", "1e308", "500ml",
        "99999999999999999999kg",
        "\n", "\t", "\u{3000}", "title:", "AND", "OR", "*", "?", "~2", "^4", "{{7*7}}", "<script>", "..", "//",
        "e\u{301}",
    ]

    /// One in so many is one piece again and again.
    private static let longOneIn = 50
    private static let longBytes = 30_000
    private static let mostPieces = 12

    /// The same for the same seed.
    public static func make(_ count: Int, seed: UInt64) -> [String] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            if Int.random(in: 0..<longOneIn, using: &random) == 0 {
                let piece = piece(&random)
                return String(repeating: piece, count: longBytes / piece.utf8.count)
            }
            return (0..<Int.random(in: 1...mostPieces, using: &random)).map { _ in piece(&random) }.joined()
        }
    }

    private static func piece(_ random: inout SeededGenerator) -> String {
        pieces[Int.random(in: pieces.indices, using: &random)]
    }
}
