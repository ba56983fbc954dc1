/// Cells that no spreadsheet takes for a formula: an apostrophe goes before a cell that begins with `=`, `+`, `-`, `@`,
/// a tab or a carriage return (OWASP, CSV injection), in full width too (`＝＋－＠`), which Excel takes for the same in East
/// Asia. Spreadsheets pass over spaces, quotes, byte order marks and what is not drawn before such a sign, so this does.
/// Reading takes the apostrophe away again, so that nothing changes on the way.
public enum SafeCell {
    /// Besides the signs that are written here, a tab or a line end that a cell begins with parts it from what follows.
    private static let dangerous: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫", "−", "﹤",
    ]

    /// For writing: safe to open in a spreadsheet.
    public static func guarded(_ text: String) -> String { isAtRisk(text) ? "'" + text : text }

    /// For reading: what `guarded` was given. By scalars: some of those that are not drawn are one character with the
    /// apostrophe before them.
    public static func unguarded(_ text: String) -> String {
        let scalars = text.unicodeScalars
        return scalars.first == "'" && isAtRisk(text) ? String(scalars.dropFirst()) : text
    }

    /// Apostrophes before the sign count as part of it, which makes guarding reversible.
    private static func isAtRisk(_ text: String) -> Bool {
        text.unicodeScalars.first { !isPassedOver($0) }.map(dangerous.contains) ?? false
    }

    private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "'", "\"", "＇", "＂": true
        case "\t", "\r", "\n": false
        default: scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint || scalar.value < 0x20
        }
    }
}
