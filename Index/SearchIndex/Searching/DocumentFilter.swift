/// The filters of a query and the deletions, made ready for one part of a snapshot.
struct DocumentFilter {
    private enum Condition {
        case never
        case integer(PackedIntegers, ClosedRange<Int64>)
        /// By place of the string: whether it is wanted.
        case places(ColumnReader, [Bool])
        /// The wanted strings stand together.
        case placeRange(ColumnReader, Range<Int>)
    }

    private let deletions: Deletions?
    private let conditions: [Condition]

    /// Every document passes.
    let isOpen: Bool
    /// No document can pass.
    let isClosed: Bool

    init(_ filters: [Filter], _ part: Snapshot.Part) throws(IndexError) {
        deletions = part.deletions
        var conditions: [Condition] = []
        for filter in filters { conditions.append(try Self.condition(filter, part.segment)) }
        self.conditions = conditions
        isOpen = part.deletions == nil && conditions.isEmpty
        isClosed = conditions.contains { if case .never = $0 { true } else { false } }
    }

    private static func condition(_ filter: Filter, _ segment: SegmentReader) throws(IndexError) -> Condition {
        switch filter {
        case .integer(let name, let range):
            guard case .integer(let values) = try column(name, segment) else { return .never }
            return .integer(values, range)
        case .keyword(let name, let wanted):
            let reader = try column(name, segment)
            let places = wanted.compactMap { reader.strings?.place($0) }
            guard !places.isEmpty else { return .never }
            var isWanted = [Bool](repeating: false, count: reader.strings?.count ?? 0)
            for place in places { isWanted[place] = true }
            return .places(reader, isWanted)
        case .keywordPrefix(let name, let prefix):
            let reader = try column(name, segment)
            let places = reader.strings?.places(prefix: prefix) ?? 0..<0
            return places.isEmpty ? .never : .placeRange(reader, places)
        }
    }

    static func column(_ name: String, _ segment: SegmentReader) throws(IndexError) -> ColumnReader {
        guard let number = segment.schema.columnIndex(name) else {
            throw .invalid(field: name, reason: "there is no such column")
        }
        return try segment.column(number)
    }

    @inline(__always)
    func passes(_ document: UInt32) -> Bool {
        isOpen || check(Int(document))
    }

    private func check(_ document: Int) -> Bool {
        if let deletions, deletions.contains(document) { return false }
        for condition in conditions where !holds(condition, document) { return false }
        return true
    }

    private func holds(_ condition: Condition, _ document: Int) -> Bool {
        switch condition {
        case .never: return false
        case .integer(let values, let range): return range.contains(values[document])
        case .places(let column, let isWanted):
            var found = false
            column.forEachPlace(document) { if isWanted[$0] { found = true } }
            return found
        case .placeRange(let column, let range):
            var found = false
            column.forEachPlace(document) { if range.contains($0) { found = true } }
            return found
        }
    }
}
