import CICU

/// Traditional characters to Simplified ones, a character at a time: as ICU's `Hant-Hans` has it, and where that leaves a
/// character alone, as OpenCC has it.
enum Simplification {
    /// By UTF-16 unit; a unit without a simpler form stands for itself.
    static let table: [UInt16] = {
        var table = Array(UInt16.min...UInt16.max)
        for (character, simple) in zip(characters, byICU()) { table[Int(character)] = simple }
        for (character, simple) in zip(characters, byOpenCC()) where table[Int(character)] == character {
            table[Int(character)] = simple
        }
        return table
    }()

    private static let characters = Array(UInt16(0x3400)...0x9FFF)
    private static func byICU() -> [UInt16] {
        simple(unsafe Transliteration.lines(of: characters, growth: 1) { unsafe sesame_simplify($0, $1, $2) })
    }

    private static func byOpenCC() -> [UInt16] {
        let converted = OpenCC("t2s").convert(Transliteration.text(of: characters))
        return simple(converted.flatMap { Transliteration.split(Array($0.utf16)[...], for: characters) })
    }

    /// The one character of each line; the old one where there are more.
    private static func simple(_ lines: [ArraySlice<UInt16>]?) -> [UInt16] {
        zip(characters, lines ?? []).map { character, line in line.count == 1 ? line[line.startIndex] : character }
    }
}
