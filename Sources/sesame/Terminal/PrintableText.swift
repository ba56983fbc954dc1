extension StringProtocol {
    /// The text as it may be shown: what others wrote must not move the cursor, change colours, ring the bell or turn the
    /// direction of what stands beside it. Line ends and tabs become spaces; other controls are left out.
    var printable: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: result.append(" ")
            case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F: continue
            default:
                if scalar.properties.generalCategory != .control { result.append(scalar) }
            }
        }
        return String(result)
    }
}
