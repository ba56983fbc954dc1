import CICU

/// How a character takes part in words.
enum CharacterClass: UInt8 {
    /// Spaces, punctuation, symbols, emoji: between words.
    case separator
    case letter
    case digit
    case han
    /// Letters of scripts that are written without spaces: cut by ICU's dictionaries.
    case unspaced

    /// Of every character of the basic plane, asked of ICU once.
    private static let table: [CharacterClass] = (0..<0x10000).map { of(property: Int32($0)) }

    /// The class of a UTF-16 unit that is no surrogate.
    @inline(__always)
    static func of(_ unit: UInt16) -> CharacterClass { table[Int(unit)] }

    /// The class by ICU's properties.
    static func of(property scalar: Int32) -> CharacterClass {
        if scalar >= 0xD800, scalar <= 0xDFFF { return .separator }
        // The closing mark and zero of Chinese numbers are of the script, and no letters.
        if scalar == 0x3005 || scalar == 0x3007 { return .han }
        // ICU counts the mark of a long vowel to no script, since two share it: コーヒー is one word.
        if scalar == 0x30FC { return .unspaced }
        if isSymbol(scalar) { return .separator }
        if sesame_is_digit(scalar) { return .digit }
        guard sesame_is_letter_or_mark(scalar) else { return .separator }
        switch sesame_script(scalar) {
        case Int32(sesame_script_han): return .han
        case Int32(sesame_script_hiragana), Int32(sesame_script_katakana),
            Int32(sesame_script_thai), Int32(sesame_script_lao),
            Int32(sesame_script_khmer), Int32(sesame_script_myanmar):
            return .unspaced
        default: return .letter
        }
    }

    /// Emoji that ICU counts to marks and letters: the frame of a keycap (and its kin), letters in squares and circles.
    private static func isSymbol(_ scalar: Int32) -> Bool {
        sesame_is_enclosing_mark(scalar) || (0x1F130...0x1F189).contains(scalar)
    }
}
