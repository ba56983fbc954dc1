/// A row that was not imported, and why.
struct ImportReject: Hashable {
    /// As spreadsheets count: the headings are row 1.
    var row: Int
    var key: String
    var column: String
    var reason: String

    /// For people: `row 12, price: must be 0.01 or more`.
    var line: String { "row \(row), \(column): \(reason)" }

    static let headings = ["row", "key", "column", "reason"]
    var cells: [String] { [String(row), key, column, reason] }
}
