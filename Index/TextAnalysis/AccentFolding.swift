import CICU

/// Letters of Latin script without their accents, as ICU's `Latin-ASCII` has them: é is e, ø is o, æ is ae.
enum AccentFolding {
    /// Combining marks that are drawn over, under or through the letter before them.
    static func isMark(_ unit: UInt16) -> Bool { (0x0300...0x036F).contains(unit) }

    /// The plain letters for a folded unit; nil where it has none, or is plain.
    @inline(__always)
    static func plain(_ unit: UInt16) -> [UInt16]? {
        guard unit >= first else { return nil }
        let place = Int(unit) - Int(first)
        return place < table.count ? table[place] : nil
    }

    private static let first: UInt16 = 0x00DF
    /// Latin letters with accents stand in two blocks; what is between has none.
    private static let letters = Array(first...0x024F) + Array(0x1E00...0x1EFF)

    /// By unit from `first` on.
    private static let table: [[UInt16]?] = {
        var table = [[UInt16]?](repeating: nil, count: 0x1F00 - Int(first))
        let lines = unsafe Transliteration.lines(of: letters, growth: 2) { unsafe sesame_plain_latin($0, $1, $2) } ?? []
        for (letter, line) in zip(letters, lines)
        where !line.isEmpty && line.allSatisfy({ (0x61...0x7A).contains($0) }) {
            table[Int(letter) - Int(first)] = Array(line)
        }
        return table
    }()
}
