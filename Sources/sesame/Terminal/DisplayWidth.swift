/// How many cells a terminal gives a text: two for Han, Kana, Hangul, full-width forms and emoji, none for marks that
/// sit on the letter before, one for the rest (Unicode Standard Annex 11, Wide and Fullwidth).
extension StringProtocol {
    var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

    /// The text in at most `width` cells, with `…` where something was cut off.
    func truncated(toWidth width: Int) -> String {
        guard displayWidth > width else { return String(self) }
        var result = ""
        var used = 0
        for character in self {
            let next = used + character.displayWidth
            if next > width - 1 { break }
            result.append(character)
            used = next
        }
        return width > 0 ? result + "…" : ""
    }
}

extension Character {
    var displayWidth: Int { unicodeScalars.reduce(0) { Swift.max($0, $1.displayWidth) } }
}

extension Unicode.Scalar {
    fileprivate var displayWidth: Int {
        if value < 0x300 { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return isWide || properties.isEmojiPresentation ? 2 : 1
    }

    private var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
            0x1F200...0x1F2FF, 0x20000...0x3FFFD:
            true
        default:
            false
        }
    }
}
