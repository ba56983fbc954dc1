/// Builders of JSON Schema 2020-12, the dialect of OpenAPI 3.1. Lengths count code points, as JSON Schema does.
enum Schema {
    static func integer(_ range: ClosedRange<Int64>, _ description: String? = nil) -> JSONValue {
        described(
            [
                "type": "integer", "format": "int64", "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ], description)
    }

    /// A number that the market gives out.
    static func id(_ description: String? = nil) -> JSONValue { integer(1...Int64.max, description) }

    static func count(_ description: String? = nil) -> JSONValue { integer(0...Int64.max, description) }

    static func text(
        _ lengths: ClosedRange<Int>? = nil, pattern: String? = nil, _ description: String? = nil
    ) -> JSONValue {
        var schema: JSONValue = ["type": "string"]
        if let lengths {
            if lengths.lowerBound > 0 { schema["minLength"] = .integer(Int64(lengths.lowerBound)) }
            schema["maxLength"] = .integer(Int64(lengths.upperBound))
        }
        if let pattern { schema["pattern"] = .string(pattern) }
        return described(schema, description)
    }

    static func choice(_ values: [String], _ description: String? = nil) -> JSONValue {
        described(["type": "string", "enum": .array(values.map { .string($0) })], description)
    }

    static func choice(_ values: [Int64], _ description: String? = nil) -> JSONValue {
        described(["type": "integer", "enum": .array(values.map { .integer($0) })], description)
    }

    static func time(_ description: String? = nil) -> JSONValue {
        described(["type": "string", "format": "date-time"], description)
    }

    static func array(
        of items: JSONValue, counts: ClosedRange<Int>? = nil, unique: Bool = false, _ description: String? = nil
    ) -> JSONValue {
        var schema: JSONValue = ["type": "array", "items": items]
        if let counts {
            if counts.lowerBound > 0 { schema["minItems"] = .integer(Int64(counts.lowerBound)) }
            schema["maxItems"] = .integer(Int64(counts.upperBound))
        }
        if unique { schema["uniqueItems"] = true }
        return described(schema, description)
    }

    /// An object with these members; all are required but the optional ones. A closed one refuses any other.
    static func object(
        _ properties: JSONValue, optional: Set<String> = [], isClosed: Bool = false, _ description: String? = nil
    ) -> JSONValue {
        let required = properties.memberNames.filter { !optional.contains($0) }
        var schema: JSONValue = ["type": "object", "properties": properties]
        if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
        if isClosed { schema["additionalProperties"] = false }
        return described(schema, description)
    }

    static func map(of values: JSONValue, _ description: String? = nil) -> JSONValue {
        described(["type": "object", "additionalProperties": values], description)
    }

    static func nullable(_ schema: JSONValue) -> JSONValue {
        var schema = schema
        if let type = schema["type"] { schema["type"] = .array([type, "null"]) }
        return schema
    }

    static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

    private static func described(_ schema: JSONValue, _ description: String?) -> JSONValue {
        guard let description else { return schema }
        var schema = schema
        schema["description"] = .string(description)
        return schema
    }
}
