import Catalog
import MarketplaceWire

/// A table of listings, row by row checked by the catalogue's rules before anything is sent.
struct ImportSheet {
    private(set) var rows: [ImportRow] = []
    private(set) var rejects: [ImportReject] = []

    /// - Throws: `CommandFailure.failed` where the headings are not those of an import.
    init(_ table: CSVTable, categories: [CategoryResource]) throws {
        let columns = try Self.columns(table.headings)
        let tree = try CategoryTree(categories)
        var keys = RowKeys()
        var rowsByKey: [String: Int] = [:]
        for row in table.rows {
            let listing = Self.listingRow(row, columns)
            let key = listing.key ?? keys.key(of: ListingRow.Column.allCases.map { listing[$0] })
            if let problem = Self.problem(row, columns, firstRow: rowsByKey.updateValue(row.number, forKey: key)) {
                reject(row, key, [problem])
                continue
            }
            do {
                rows.append(ImportRow(number: row.number, key: key, request: .init(try listing.content(in: tree))))
            } catch .invalid(let problems) {
                reject(row, key, problems)
            } catch {
                reject(row, key, [FieldProblem(field: "row", message: "\(error)")])
            }
        }
    }

    private mutating func reject(_ row: CSVTable.Row, _ key: String, _ problems: [FieldProblem]) {
        rejects += problems.map {
            ImportReject(row: row.number, key: key, column: $0.field, reason: $0.message)
        }
    }

    private static func columns(_ headings: [String]) throws -> [ListingRow.Column] {
        let columns = try headings.map { heading in
            guard let column = ListingRow.Column(rawValue: heading) else {
                throw CommandFailure.failed(
                    "there is no column '\(heading.printable)'; there are \(ListingColumns.all)")
            }
            return column
        }
        let missing = ListingRow.Column.allCases.filter { $0.isRequired && !columns.contains($0) }.map(\.rawValue)
        guard missing.isEmpty else {
            throw CommandFailure.failed("the first line lacks the column \(missing.joined(separator: ", "))")
        }
        guard Set(columns).count == columns.count else {
            throw CommandFailure.failed("the first line names a column twice")
        }
        return columns
    }

    private static func listingRow(_ row: CSVTable.Row, _ columns: [ListingRow.Column]) -> ListingRow {
        let cells = zip(columns, row.cells.map(SafeCell.unguarded))
        return ListingRow(cells: Dictionary(uniqueKeysWithValues: cells.map { ($0, $1) }))
    }

    private static let longestKey = 200

    private static func problem(
        _ row: CSVTable.Row, _ columns: [ListingRow.Column], firstRow: Int?
    ) -> FieldProblem? {
        if row.cells.count > columns.count {
            let message =
                "has \(row.cells.count) cells, the headings \(columns.count); a comma needs quotes around its cell"
            return FieldProblem(field: "row", message: message)
        }
        if let firstRow { return FieldProblem(field: "key", message: "is the key of row \(firstRow) too") }
        guard let index = columns.firstIndex(of: .key), row.cells.indices.contains(index),
            row.cells[index].count > longestKey
        else { return nil }
        return FieldProblem(field: "key", message: "must be at most \(longestKey) characters")
    }
}

/// The names of an import's columns, for people.
enum ListingColumns {
    static let all = ListingRow.Column.allCases.map(\.rawValue).joined(separator: ", ")

    static let help = ListingRow.Column.allCases.map { $0.isRequired ? "\($0.rawValue) (needed)" : $0.rawValue }
        .joined(separator: ", ")
}
