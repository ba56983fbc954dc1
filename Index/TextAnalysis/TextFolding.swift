/// Texts folded as the analysers fold them: NFKC case folding, then Traditional characters to Simplified ones. What is not
/// drawn is left out.
public enum TextFolding {
    /// The folded text in UTF-16.
    public static func units(of text: String) -> [UInt16] {
        var text = text
        var folded = FoldedText()
        text.withUTF8 { unsafe folded.fold($0) }
        return folded.units
    }
}
