/// What is added: a key that no other live document has, the texts by field, the values by column.
public struct IndexDocument: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        case integer(Int64)
        case keyword(String?)
        case keywords([String])
    }

    /// `Index.apply` replaces the document that has the key; `BulkBuilder` takes each key once and throws where it comes again.
    public var key: Int64
    public var texts: [String]
    public var values: [Value]

    public init(key: Int64, texts: [String], values: [Value] = []) {
        self.key = key
        self.texts = texts
        self.values = values
    }

    public static let maximumTextBytes = 1 << 20
    public static let maximumKeywordBytes = 1 << 10
    public static let maximumKeywords = 1 << 10

    /// - Throws: `IndexError.invalid` with the name of the field or column and the limit.
    public func validate(against schema: Schema) throws(IndexError) {
        guard texts.count == schema.fields.count else {
            throw .invalid(field: "texts", reason: "\(schema.fields.count) texts, not \(texts.count)")
        }
        guard values.count == schema.columns.count else {
            throw .invalid(field: "values", reason: "\(schema.columns.count) values, not \(values.count)")
        }
        for (text, field) in zip(texts, schema.fields) where text.utf8.count > Self.maximumTextBytes {
            throw .invalid(field: field.name, reason: "at most \(Self.maximumTextBytes) bytes")
        }
        for (value, column) in zip(values, schema.columns) { try value.validate(against: column) }
    }
}

extension IndexDocument.Value {
    func validate(against column: Column) throws(IndexError) {
        let strings: [String]
        switch (self, column.kind) {
        case (.integer, .integer): return
        case (.keyword(let text), .keyword): strings = text.map { [$0] } ?? []
        case (.keywords(let texts), .keywords): strings = texts
        default: throw .invalid(field: column.name, reason: "the value is not of the kind \(column.kind.rawValue)")
        }
        guard strings.count <= IndexDocument.maximumKeywords,
            strings.allSatisfy({ $0.utf8.count <= IndexDocument.maximumKeywordBytes })
        else {
            throw .invalid(
                field: column.name,
                reason:
                    "at most \(IndexDocument.maximumKeywords) keywords of \(IndexDocument.maximumKeywordBytes) bytes")
        }
    }
}
