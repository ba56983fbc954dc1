import SwiftCSV

/// The rows of a CSV file (RFC 4180) under its headings.
public struct CSVTable: Sendable {
    public struct Row: Hashable, Sendable {
        /// As spreadsheets count: the headings are row 1.
        public var number: Int
        public var cells: [String]

        public init(number: Int, cells: [String]) {
            self.number = number
            self.cells = cells
        }
    }

    /// In lower case.
    public var headings: [String]
    public var rows: [Row]

    /// Commas separate cells, unless the first line has more semicolons or tabs. Empty lines are left out.
    /// - Throws: `CSVError` naming the line where quotes are wrong.
    public init(_ text: String) throws(CSVError) {
        guard let firstLine = text.split(whereSeparator: \.isNewline).first else {
            throw CSVError("the file is empty; its first line must name the columns")
        }
        let delimiter = Self.delimiter(firstLine)
        let all = try Self.cells(text, delimiter).enumerated().map { Row(number: $0 + 1, cells: $1) }
        let rows = all.filter { row in row.cells.contains { !$0.isEmpty } }
        guard let headings = rows.first else { throw CSVError("the file has no headings") }
        self.headings = headings.cells.map { $0.trimmed.lowercased() }
        self.rows = Array(rows.dropFirst())
    }

    private static func delimiter(_ line: Substring) -> CSVDelimiter {
        let counts: [(CSVDelimiter, Int)] = [",", ";", "\t"].map { delimiter in
            (CSVDelimiter.character(delimiter), line.count { $0 == delimiter })
        }
        return counts.reduce(counts[0]) { $1.1 > $0.1 ? $1 : $0 }.0
    }

    private static func cells(_ text: String, _ delimiter: CSVDelimiter) throws(CSVError) -> [[String]] {
        do {
            // The reader takes an open quote at the end for closed, and would swallow the rows behind it.
            guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else { throw OpenQuote() }
            return try read(text, delimiter)
        } catch is OpenQuote {
            throw CSVError("a quote is opened and never closed; a quote inside quotes is written twice")
        } catch {
            throw CSVError("line \(lineOfError(text, delimiter)): a quote stands where none can be")
        }
    }

    private struct OpenQuote: Error {}

    private static func read(_ text: String, _ delimiter: CSVDelimiter) throws -> [[String]] {
        // The reader's own list of rows fills up short ones, which would hide how many cells each has.
        let csv = try CSV<Enumerated>(string: text, delimiter: delimiter, loadColumns: false, rowLimit: 0)
        var rows: [[String]] = []
        try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { rows.append($0) }
        return rows
    }

    /// The reader does not say where it stopped; the shortest beginning that it refuses does.
    private static func lineOfError(_ text: String, _ delimiter: CSVDelimiter) -> Int {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var (good, bad) = (0, lines.count)
        while bad - good > 1 {
            let middle = (good + bad) / 2
            if (try? read(String(text[..<lines[middle - 1].endIndex]), delimiter)) != nil {
                good = middle
            } else {
                bad = middle
            }
        }
        return bad
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
