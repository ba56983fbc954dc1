/// A listing as one row of a table that a person edits: every cell is text.
///
/// `category` is a slug, `price` and `shipping_fee` are decimal numbers, `ships_to` is codes with `|` between, and
/// `attributes` is `name=value` with `|` between; a backslash before `|`, `=` or a backslash takes it literally.
public struct ListingRow: Hashable, Sendable {
    /// A column of the table by its name in the header.
    public enum Column: String, CaseIterable, Hashable, Sendable {
        case key, title, description, category, condition, price, currency, quantity, region
        case shipsTo = "ships_to"
        case shippingFee = "shipping_fee"
        case attributes

        /// Whether a table without this column cannot be imported.
        public var isRequired: Bool {
            switch self {
            case .title, .category, .price, .region: true
            default: false
            }
        }
    }

    /// Cells that are missing or empty take their defaults: condition `new`, currency `CNY`, quantity 1, ships to the
    /// country of the region, shipping free.
    public var cells: [Column: String]

    public init(cells: [Column: String]) {
        self.cells = cells
    }

    /// Without white space at both ends; empty where the cell is missing.
    public subscript(_ column: Column) -> String {
        cells[column]?.tidied ?? ""
    }

    /// The seller's own name for the row, by which an import goes on after an interruption; nil where there is none.
    public var key: String? {
        let key = self[.key]
        return key.isEmpty ? nil : key
    }
}
