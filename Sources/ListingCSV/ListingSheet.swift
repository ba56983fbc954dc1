public import Catalog

/// A table of listings: its headings known, its rows as Catalog reads them.
public struct ListingSheet: Sendable {
    public struct Row: Sendable {
        /// As spreadsheets count: the headings are row 1.
        public var number: Int
        public var listing: ListingRow
        /// What is wrong with the row as a row; its cells are `ListingRow.content(in:)`'s to judge.
        public var problem: FieldProblem?
    }

    public let rows: [Row]

    /// - Throws: `CSVError` where a heading is unknown, named twice, or missing though needed.
    public init(_ table: CSVTable) throws(CSVError) {
        let columns = try Self.columns(table.headings)
        rows = table.rows.map { row in
            let cells = zip(columns, row.cells.map(SafeCell.unguarded))
            let listing = ListingRow(cells: Dictionary(cells.map { ($0, $1) }) { first, _ in first })
            return Row(number: row.number, listing: listing, problem: Self.problem(row, listing, columns.count))
        }
    }

    private static func columns(_ headings: [String]) throws(CSVError) -> [ListingRow.Column] {
        var columns: [ListingRow.Column] = []
        for heading in headings {
            guard let column = ListingRow.Column(rawValue: heading) else {
                throw CSVError("there is no column '\(heading)'; there are \(names)")
            }
            guard !columns.contains(column) else { throw CSVError("the first line names \(heading) twice") }
            columns.append(column)
        }
        let missing = ListingRow.Column.allCases.filter { $0.isRequired && !columns.contains($0) }.map(\.rawValue)
        guard missing.isEmpty else {
            throw CSVError("the first line lacks the column \(missing.joined(separator: ", "))")
        }
        return columns
    }

    private static let longestKey = 200

    private static func problem(_ row: CSVTable.Row, _ listing: ListingRow, _ columnCount: Int) -> FieldProblem? {
        if row.cells.count > columnCount {
            let message =
                "has \(row.cells.count) cells, the headings \(columnCount); a comma needs quotes around its cell"
            return FieldProblem(field: "row", message: message)
        }
        guard let key = listing.key, key.count > longestKey else { return nil }
        return FieldProblem(field: "key", message: "must be at most \(longestKey) characters")
    }
}

// MARK: - For people

extension ListingSheet {
    private static var names: String {
        ListingRow.Column.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// The names of the columns, and which are needed.
    public static var columnHelp: String {
        ListingRow.Column.allCases.map { $0.isRequired ? "\($0.rawValue) (needed)" : $0.rawValue }
            .joined(separator: ", ")
            + ". Several places or attributes stand in one cell with | between: CN|SG, brand=Acme|colour=red"
    }
}
