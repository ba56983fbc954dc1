import Foundation
import GRDB

/// What stands in a column, read as it was written or not at all.
///
/// GRDB's own readers end the process where a value is missing, and make a nought of a text that stands in the place of a
/// number. A page that was overwritten holds such rows.
protocol StoredValue {
    /// Nil where the column holds something that is never written there.
    init?(stored: DatabaseValue.Storage)
}

/// How large a number may be that is kept: times, counts, sums and the numbers of rows.
enum StoredNumbers {
    /// JSON's numbers end here too. A thousand of them can be added up within 64 bits, so whoever reckons with what was
    /// read need not ask each time whether it overflows.
    static let usual: ClosedRange<Int64> = -(1 << 53)...(1 << 53)
    /// Sums over everybody's money: the difference of any two, less a third, is within 64 bits.
    static let sums: ClosedRange<Int64> = 0...(1 << 62)
}

extension Int64: StoredValue {
    init?(stored: DatabaseValue.Storage) {
        guard case .int64(let number) = stored, StoredNumbers.usual.contains(number) else { return nil }
        self = number
    }
}

extension Int: StoredValue {
    init?(stored: DatabaseValue.Storage) {
        guard let number = Int64(stored: stored) else { return nil }
        self.init(exactly: number)
    }
}

extension Bool: StoredValue {
    init?(stored: DatabaseValue.Storage) {
        guard case .int64(let number) = stored, (0...1).contains(number) else { return nil }
        self = number == 1
    }
}

extension String: StoredValue {
    init?(stored: DatabaseValue.Storage) {
        guard case .string(let text) = stored else { return nil }
        self = text
    }
}

extension Data: StoredValue {
    init?(stored: DatabaseValue.Storage) {
        guard case .blob(let bytes) = stored else { return nil }
        self = bytes
    }
}

extension Optional: StoredValue where Wrapped: StoredValue {
    init?(stored: DatabaseValue.Storage) {
        if case .null = stored {
            self = Self.none
        } else {
            guard let value = Wrapped(stored: stored) else { return nil }
            self = value
        }
    }
}

extension Row {
    /// The value of a column.
    /// - Throws: `DatabaseError` with `SQLITE_CORRUPT` where it is of another type, or a number outside of
    ///   `StoredNumbers.usual`.
    func value<Value: StoredValue>(_ index: Int) throws -> Value {
        let storage = try storage(index)
        guard let value = Value(stored: storage) else { throw damage(index, storage) }
        return value
    }

    /// A number that was checked when it was written: outside its limits it is damage, and could overflow a sum.
    /// - Throws: `DatabaseError` with `SQLITE_CORRUPT`.
    func value<Number: FixedWidthInteger>(_ index: Int, in limits: ClosedRange<Number>) throws -> Number {
        let storage = try storage(index)
        guard case .int64(let stored) = storage, let number = Number(exactly: stored), limits.contains(number) else {
            throw damage(index, storage)
        }
        return number
    }

    private func storage(_ index: Int) throws -> DatabaseValue.Storage {
        try decode(DatabaseValue.self, atIndex: index).storage
    }

    /// Texts stay out of the message: they may be somebody's address.
    private func damage(_ index: Int, _ storage: DatabaseValue.Storage) -> DatabaseError {
        let found =
            switch storage {
            case .null: "missing"
            case .int64(let number): "\(number)"
            case .double: "a fraction"
            case .string: "a text"
            case .blob: "bytes"
            }
        return DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(columnName(index)) is \(found)")
    }

    func columnName(_ index: Int) -> String {
        columnNames[columnNames.index(columnNames.startIndex, offsetBy: index)]
    }
}

extension StoredValue {
    /// What the first column of the first row holds; nil where there is no row, or nothing in it.
    /// - Throws: As `Row.value(_:)`.
    static func first(
        _ sql: String, _ database: Database, _ arguments: StatementArguments = []
    ) throws -> Self? {
        guard let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: arguments) else { return nil }
        return try row.value(0) as Self?
    }

    /// What the first column holds in each row.
    /// - Throws: As `Row.value(_:)`.
    static func all(_ sql: String, _ database: Database, _ arguments: StatementArguments = []) throws -> [Self] {
        try Array(
            Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments).map { try $0.value(0) as Self })
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
