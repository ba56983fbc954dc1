/// Lines of CSV (RFC 4180), each ending with a line feed.
public enum CSVWriter {
    /// The cells as one line, guarded against formulas and quoted where they need it.
    public static func line(_ cells: [String]) -> String {
        cells.map { quoted(SafeCell.guarded($0)) }.joined(separator: ",") + "\n"
    }

    /// The CSV reader drops white space at the ends of bare cells, so those are quoted too.
    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.unicodeScalars.contains { [",", "\"", "\n", "\r", ";", "\t"].contains($0) }
        guard needsQuotes || cell.first?.isWhitespace == true || cell.last?.isWhitespace == true else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
