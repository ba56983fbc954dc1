import PrintableText

/// Columns for people, aligned by cells rather than characters.
struct Table {
    struct Column {
        var title: String
        var isRightAligned = false
        /// Gives way first where the terminal is narrow.
        var isFlexible = false
    }

    let columns: [Column]
    private(set) var rows: [[String]] = []

    private static let gap = "  "
    private static let narrowest = 8

    init(_ columns: [Column]) {
        self.columns = columns.map { column in
            var column = column
            column.title = column.title.printable
            return column
        }
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells.map(\.printable))
    }

    /// The lines, headings first. Nothing is cut off where there is no width to keep to.
    func lines(width: Int?) -> [String] {
        let widths = columnWidths(width: width)
        return [line(columns.map(\.title), widths)] + rows.map { line($0, widths) }
    }

    /// Prints to standard output, with headings in bold where it is a terminal that likes it.
    func print() {
        let lines = lines(width: Terminal.width)
        for (number, line) in lines.enumerated() { number == 0 ? Terminal.printBold(line) : Terminal.print(line) }
    }

    private func columnWidths(width: Int?) -> [Int] {
        var widths = columns.indices.map { column in
            rows.reduce(columns[column].title.displayWidth) { max($0, $1[column].displayWidth) }
        }
        guard let width else { return widths }
        var excess = widths.reduce(0, +) + Self.gap.count * (columns.count - 1) - width
        for column in columns.indices where columns[column].isFlexible && excess > 0 {
            let given = min(excess, max(0, widths[column] - Self.narrowest))
            widths[column] -= given
            excess -= given
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = columns.indices.map { column in
            let text = cells[column].truncated(toWidth: widths[column])
            let space = String(repeating: " ", count: max(0, widths[column] - text.displayWidth))
            if columns[column].isRightAligned { return space + text }
            return column == columns.count - 1 ? text : text + space
        }
        return padded.joined(separator: Self.gap)
    }
}
