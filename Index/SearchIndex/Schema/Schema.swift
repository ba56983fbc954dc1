/// What an index holds: text fields that are searched, and columns that are filtered, counted and sorted by.
///
/// A schema is kept with its index; an index opens only under the schema that it was made with.
public struct Schema: Hashable, Sendable, Codable {
    public var fields: [TextField]
    public var columns: [Column]
    /// How fast repeats of a term stop counting (BM25's k1).
    public var saturation: Float

    public init(fields: [TextField], columns: [Column] = [], saturation: Float = 1.2) {
        self.fields = fields
        self.columns = columns
        self.saturation = saturation
    }

    public static let maximumFields = 16
    public static let maximumColumns = 64

    /// - Throws: `IndexError.invalid` with the name of the field or column that breaks a rule.
    public func validate() throws(IndexError) {
        guard (1...Self.maximumFields).contains(fields.count) else {
            throw .invalid(field: "fields", reason: "1 to \(Self.maximumFields) text fields, not \(fields.count)")
        }
        guard columns.count <= Self.maximumColumns else {
            throw .invalid(field: "columns", reason: "at most \(Self.maximumColumns) columns, not \(columns.count)")
        }
        guard saturation > 0, saturation.isFinite else {
            throw .invalid(field: "saturation", reason: "a positive number")
        }
        let names = fields.map(\.name) + columns.map(\.name)
        guard Set(names).count == names.count else { throw .invalid(field: "fields", reason: "a name stands twice") }
        for field in fields { try field.validate() }
        // A measured average is known only when all is read; it can be put in later for one field, not for a sum of many.
        if fields.count > 1, let open = fields.first(where: \.hasMeasuredAverage) {
            throw .invalid(field: open.name, reason: "an average length must be given where there are several fields")
        }
    }

    /// What stands in this schema alone, and what in the other alone: for an error that a person reads.
    func differences(from other: Schema) -> (own: String, others: String) {
        let (own, others) = (parts, other.parts)
        func text(_ parts: [String], without known: [String]) -> String {
            let alone = parts.filter { !known.contains($0) }
            // Parts that are the same stand in another order, then.
            return (alone.isEmpty ? parts : alone).joined(separator: "; ")
        }
        return (text(own, without: others), text(others, without: own))
    }

    private var parts: [String] {
        let scorings = fields.flatMap { field in
            field.scoring.enumerated().map { channel, scoring in
                let average = scoring.averageLength.map { "\($0)" } ?? "measured"
                return """
                    field \(field.name) (\(field.content.rawValue)), channel \(channel): weight \(scoring.weight), \
                    length normalization \(scoring.lengthNormalization), average length \(average)
                    """
            }
        }
        return scorings + columns.map { "column \($0.name): \($0.kind.rawValue)" } + ["saturation \(saturation)"]
    }

    public func columnIndex(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }
}

/// A text that is cut into terms; how much a term in it counts, for each channel of the analyser's terms.
public struct TextField: Hashable, Sendable, Codable {
    public struct Scoring: Hashable, Sendable, Codable {
        /// Against the other fields; 0 leaves the channel's terms of this field out of the index.
        public var weight: Float
        /// How far length is held against a text (BM25's b): 0 not at all, 1 in full.
        public var lengthNormalization: Float
        /// The number of terms of a middling text; nil: measured when the index is built at once.
        public var averageLength: Float?

        public init(weight: Float = 1, lengthNormalization: Float = 0.75, averageLength: Float? = nil) {
            self.weight = weight
            self.lengthNormalization = lengthNormalization
            self.averageLength = averageLength
        }
    }

    /// What the text is.
    public enum Content: String, Hashable, Sendable, Codable {
        /// Cut by the index's analyser.
        case prose
        /// Labels between spaces, taken as they are.
        case labels
    }

    public var name: String
    public var content: Content
    /// By channel: at most `TokenKind.channelCount`. A missing one is left out of the index.
    public var scoring: [Scoring]

    public init(name: String, content: Content = .prose, scoring: [Scoring]) {
        self.name = name
        self.content = content
        self.scoring = scoring
    }

    var hasMeasuredAverage: Bool { scoring.contains { $0.weight > 0 && $0.averageLength == nil } }

    func validate() throws(IndexError) {
        for each in scoring {
            guard each.weight >= 0, each.weight.isFinite, (0...1).contains(each.lengthNormalization),
                each.averageLength.map({ $0 > 0 && $0.isFinite }) ?? true
            else {
                throw .invalid(field: name, reason: "weight at least 0, length normalization 0 to 1, average above 0")
            }
        }
    }
}

/// A value for each document, for filters, facets and sorting.
public struct Column: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        /// One Int64 a document.
        case integer
        /// At most one string a document. Paths such as `3/17/` make subtrees of prefixes.
        case keyword
        /// Any number of strings a document.
        case keywords
    }

    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
