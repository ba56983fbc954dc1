/// Cells that no spreadsheet takes for a formula: an apostrophe goes before a cell that begins with `=`, `+`, `-`, `@`,
/// a tab or a carriage return (OWASP, CSV injection). Reading takes it away again, so that nothing changes on the way.
public enum SafeCell {
    private static let dangerous: Set<Character> = ["=", "+", "-", "@", "\t", "\r", "\r\n"]

    /// For writing: safe to open in a spreadsheet.
    public static func guarded(_ text: String) -> String { isAtRisk(text) ? "'" + text : text }

    /// For reading: what `guarded` was given.
    public static func unguarded(_ text: String) -> String {
        text.first == "'" && isAtRisk(text) ? String(text.dropFirst()) : text
    }

    /// Apostrophes before the sign count as part of it, which makes guarding reversible.
    private static func isAtRisk(_ text: String) -> Bool {
        text.first { $0 != "'" }.map { dangerous.contains($0) } ?? false
    }
}
