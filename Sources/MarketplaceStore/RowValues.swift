import GRDB

extension Row {
    /// The value of a column. GRDB's subscript ends the process where a value is missing or of another type, and a page
    /// that was overwritten holds such rows.
    /// - Throws: `RowDecodingError`, which leaves this room as damage.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ index: Int) throws -> Value {
        try decode(Value.self, atIndex: index)
    }

    /// A number that was checked when it was written: outside its limits it is damage, and could overflow a sum.
    /// - Throws: `DatabaseError` with `SQLITE_CORRUPT`; `RowDecodingError`.
    func value<Number: DatabaseValueConvertible & StatementColumnConvertible & FixedWidthInteger>(
        _ index: Int, in limits: ClosedRange<Number>
    ) throws -> Number {
        let number: Number = try value(index)
        guard limits.contains(number) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(columnName(index)) is \(number)")
        }
        return number
    }

    func columnName(_ index: Int) -> String {
        columnNames[columnNames.index(columnNames.startIndex, offsetBy: index)]
    }
}

extension Dictionary {
    /// - Throws: `DatabaseError` with `SQLITE_CORRUPT` where two rows have one key: only a damaged page has them.
    init(rows: [(Key, Value)]) throws {
        self.init(rows, uniquingKeysWith: { first, _ in first })
        guard count == rows.count else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "two rows have one key")
        }
    }
}
