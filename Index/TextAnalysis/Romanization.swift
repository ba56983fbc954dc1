import CICU

/// Han characters in Latin letters, as ICU's `Han-Latin` reads them one by one.
public enum Romanization {
    /// The characters of the basic plane's main block that ICU can read, each with a syllable without its tone, ü as v.
    public static func characters() -> [(character: Character, syllable: String)] {
        let characters = Array(UInt16(0x4E00)...0x9FFF)
        let lines = unsafe Transliteration.lines(of: characters, growth: 4) { unsafe sesame_romanize($0, $1, $2) } ?? []
        return zip(characters, lines).compactMap { unit, line in
            guard let scalar = Unicode.Scalar(unit) else { return nil }
            let syllable = plain(String(decoding: line, as: UTF16.self))
            return syllable.isEmpty ? nil : (Character(scalar), syllable)
        }
    }

    /// Without marks, ü as v; empty where something else is left than small letters.
    private static func plain(_ syllable: String) -> String {
        var letters = ""
        for scalar in syllable.unicodeScalars {
            switch scalar {
            case "a"..."z": letters.unicodeScalars.append(scalar)
            case " ": break
            default:
                guard let base = bases[scalar] else { return "" }
                letters.append(base)
            }
        }
        return letters
    }

    private static let bases: [Unicode.Scalar: Character] = {
        var bases: [Unicode.Scalar: Character] = [:]
        for (base, marked) in [
            ("a", "āáǎà"), ("e", "ēéěèê"), ("i", "īíǐì"), ("o", "ōóǒò"), ("u", "ūúǔù"), ("v", "üǖǘǚǜ"), ("n", "ńňǹ"),
            ("m", "ḿ"),
        ] {
            for scalar in marked.unicodeScalars { bases[scalar] = Character(base) }
        }
        return bases
    }()
}
