extension StringProtocol {
    /// The text as one line that may be shown on a terminal. What others wrote must not move the cursor, change colours,
    /// ring the bell, turn the direction of what stands beside it, or hide characters in a name that looks like another.
    ///
    /// Line ends and tabs become spaces. Left out are control characters (C0, C1, DEL), format characters and whatever
    /// else is drawn as nothing (Unicode's Default_Ignorable_Code_Point): bidi marks, zero-width spaces, tags, fillers.
    /// Variation selectors and the joiners inside emoji stay.
    ///
    /// - Complexity: O(n).
    public var printable: String {
        var result = String.UnicodeScalarView()
        var iterator = unicodeScalars.makeIterator()
        var next = iterator.next()
        while let scalar = next {
            next = iterator.next()
            let previous = result.last
            switch scalar.visibility {
            case .shown: result.append(scalar)
            case .separator: result.append(" ")
            case .hidden: continue
            case .selector where previous?.takesSelector == true || next?.value == 0x20E3:
                result.append(scalar)
            case .joiner where previous?.isPartOfEmoji == true && next?.isPartOfEmoji == true: result.append(scalar)
            case .selector, .joiner: continue
            }
        }
        return String(result)
    }

    /// The text line by line, each of them printable: for texts of several lines that are a program's own.
    public var printableLines: String {
        split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(\.printable).joined(separator: "\n")
    }

    /// A JSON text that says the same and holds nothing that a terminal obeys or hides: what `printable` leaves out is
    /// escaped (`\u202e`) inside strings, and becomes a space between them. Line feeds between values stay.
    public var printableJSON: String {
        var result = ""
        var isInString = false
        var isEscaped = false
        for scalar in unicodeScalars {
            if scalar.visibility == .shown || (scalar == "\n" && !isInString) {
                result.unicodeScalars.append(scalar)
            } else if isInString {
                for unit in String(scalar).utf16 { result += "\\u" + Self.fourDigits(unit) }
            } else {
                result += " "
            }
            if scalar == "\"", !isEscaped { isInString.toggle() }
            isEscaped = isInString && scalar == "\\" && !isEscaped
        }
        return result
    }

    private static func fourDigits(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension Unicode.Scalar {
    fileprivate enum Visibility {
        case shown
        case separator
        case hidden
        /// Chooses the shape of the Han character, emoji or key before it, and is nothing behind others.
        case selector
        /// Makes one picture of two emoji, and is nothing between others.
        case joiner
    }

    fileprivate var visibility: Visibility {
        // Most of any text; the properties of a scalar are looked up in tables.
        if (0x20...0x7E).contains(value) { return .shown }
        switch value {
        case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: return .separator
        case 0x200D: return .joiner
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: return .selector
        default: break
        }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return .hidden
        default: return properties.isDefaultIgnorableCodePoint ? .hidden : .shown
        }
    }

    fileprivate var takesSelector: Bool { value > 0x7F && visibility == .shown }

    /// What may stand beside the joiner of an emoji.
    fileprivate var isPartOfEmoji: Bool {
        value == 0xFE0F || (value > 0x7F && (properties.isEmoji || properties.isEmojiModifier))
    }
}
