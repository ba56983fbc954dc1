/// One parameter of an operation: what the API's description says of it is what requests are checked against.
struct Parameter: Sendable {
    enum Location: String, Sendable {
        case path, query, header
    }

    enum Kind: Sendable {
        case integer(ClosedRange<Int64>)
        /// Lengths in code points.
        case text(ClosedRange<Int>, TextShape? = nil)
        case choice([String])
        /// A number of these, or its name.
        case named([(name: String, number: Int64)])
        /// Values of the choice, each once: joined by commas, or the parameter again for each.
        case list([String])
        /// Texts of their own, the parameter again for each: so many at most, each so long in code points.
        case texts(most: Int, ClosedRange<Int>, TextShape? = nil)
        case flag
    }

    var name: String
    var location: Location
    var kind: Kind
    var description: String
    var isRequired = false
    var defaultValue: JSONValue?

    static func query(
        _ name: String, _ kind: Kind, _ description: String, default defaultValue: JSONValue? = nil
    ) -> Parameter {
        Parameter(name: name, location: .query, kind: kind, description: description, defaultValue: defaultValue)
    }

    static func path(_ name: String, _ kind: Kind, _ description: String) -> Parameter {
        Parameter(name: name, location: .path, kind: kind, description: description, isRequired: true)
    }

    static func header(_ name: String, _ kind: Kind, _ description: String, isRequired: Bool) -> Parameter {
        Parameter(name: name, location: .header, kind: kind, description: description, isRequired: isRequired)
    }
}

// MARK: - Values

/// A parameter's value after its check.
enum ParameterValue: Hashable, Sendable {
    case integer(Int64)
    case text(String)
    case list([String])
    case flag(Bool)
}

extension Parameter {
    /// The value of what was given, percent-decoded already: one text, or several of a parameter that may be repeated.
    /// - Throws: `APIProblem` that names the parameter and its limit.
    func value(_ texts: [String]) throws -> ParameterValue {
        switch kind {
        case .list(let choices): return .list(try list(texts.joined(separator: ","), of: choices))
        case .texts(let most, let lengths, let rule):
            guard texts.count <= most else { throw problem("has to be given \(most) times at most") }
            return .list(try texts.map { try checked($0, lengths, rule) })
        case .integer(let range):
            guard let value = Self.integer(try only(texts)), range.contains(value) else {
                throw problem("has to be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return .integer(value)
        case .text(let lengths, let rule): return .text(try checked(try only(texts), lengths, rule))
        case .choice(let choices):
            let text = try only(texts)
            guard choices.contains(text) else { throw problem("has to be one of \(choices.joined(separator: ", "))") }
            return .text(text)
        case .named(let choices):
            let text = try only(texts)
            let number = Self.integer(text)
            guard let choice = choices.first(where: { $0.number == number || $0.name == text }) else {
                throw problem("is none that is there")
            }
            return .integer(choice.number)
        case .flag:
            let text = try only(texts)
            guard text == "true" || text == "false" else { throw problem("has to be true or false") }
            return .flag(text == "true")
        }
    }

    private func only(_ texts: [String]) throws -> String {
        guard texts.count == 1 else { throw problem("is given more than once") }
        return texts[0]
    }

    private func checked(_ text: String, _ lengths: ClosedRange<Int>, _ rule: TextShape?) throws -> String {
        guard lengths.contains(text.unicodeScalars.count) else {
            throw problem("has to have \(lengths.lowerBound) to \(lengths.upperBound) characters")
        }
        if let rule, !rule.accepts(text) { throw problem("has to be \(rule.words)") }
        return text
    }

    private func list(_ text: String, of choices: [String]) throws -> [String] {
        let values = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard values.allSatisfy(choices.contains), Set(values).count == values.count else {
            throw problem(
                "has to be some of \(choices.joined(separator: ", ")), each once, joined by commas or repeated")
        }
        return values
    }

    private func problem(_ message: String) -> APIProblem { .badField(name, message) }

    /// Digits without sign games or leading zeros.
    private static func integer(_ text: String) -> Int64? {
        guard let value = Int64(text), String(value) == text else { return nil }
        return value
    }
}

// MARK: - Description

extension Parameter {
    var schema: JSONValue {
        var schema: JSONValue =
            switch kind {
            case .integer(let range): Schema.integer(range)
            case .text(let lengths, let rule): Schema.text(lengths, pattern: rule?.pattern)
            case .choice(let choices): Schema.choice(choices)
            case .named(let choices):
                ["anyOf": [Schema.choice(choices.map(\.number)), Schema.choice(choices.map(\.name))]]
            case .list(let choices): Schema.array(of: Schema.choice(choices), counts: 1...choices.count, unique: true)
            case .texts(let most, let lengths, let rule):
                Schema.array(of: Schema.text(lengths, pattern: rule?.pattern), counts: 1...most)
            case .flag: ["type": "boolean"]
            }
        schema["default"] = defaultValue
        return schema
    }

    var json: JSONValue {
        var json: JSONValue = [
            "name": .string(name), "in": .string(location.rawValue), "required": .bool(isRequired),
            "description": .string(description), "schema": schema,
        ]
        if case .list = kind {
            json["style"] = "form"
            json["explode"] = false
        }
        return json
    }
}
