import Catalog
import ListingCSV
import MarketplaceWire

/// A table of listings, row by row checked by the catalogue's rules before anything is sent.
struct ImportSheet {
    private(set) var rows: [ImportRow] = []
    private(set) var rejects: [ImportReject] = []

    /// - Throws: `CSVError` where the headings are not those of an import.
    init(_ table: CSVTable, categories: [CategoryResource]) throws {
        let tree = try CategoryTree(categories)
        var keys = RowKeys()
        var rowsByKey: [String: Int] = [:]
        for row in try ListingSheet(table).rows {
            let key = row.listing.key ?? keys.key(of: ListingRow.Column.allCases.map { row.listing[$0] })
            let firstRow = rowsByKey.updateValue(row.number, forKey: key)
            if let problem = row.problem ?? firstRow.map(Self.repeatedKey) {
                reject(row.number, key, [problem])
            } else {
                read(row, key, tree)
            }
        }
    }

    private mutating func read(_ row: ListingSheet.Row, _ key: String, _ tree: CategoryTree) {
        do throws(CatalogError) {
            let content = try row.listing.content(in: tree)
            rows.append(ImportRow(number: row.number, key: key, request: .init(content)))
        } catch {
            guard case .invalid(let problems) = error else {
                return reject(row.number, key, [FieldProblem(field: "row", message: "\(error)")])
            }
            reject(row.number, key, problems)
        }
    }

    private static func repeatedKey(_ firstRow: Int) -> FieldProblem {
        FieldProblem(field: "key", message: "is the key of row \(firstRow) too")
    }

    private mutating func reject(_ number: Int, _ key: String, _ problems: [FieldProblem]) {
        rejects += problems.map { ImportReject(row: number, key: key, column: $0.field, reason: $0.message) }
    }
}
