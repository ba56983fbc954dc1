/// The filters of a query and the deletions, made ready for one part of a snapshot.
struct DocumentFilter {
    private enum Condition {
        case never
        case integer(PackedIntegers, ClosedRange<Int64>)
        /// By place of the string: whether it is wanted.
        case places(ColumnReader, [Bool])
        /// The wanted strings stand together.
        case placeRange(ColumnReader, Range<Int>)
        /// A few documents, whether they are wanted or not.
        case documents(Set<UInt32>, areWanted: Bool)
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
        for filter in filters {
            if let condition = try Self.condition(filter, part.segment) { conditions.append(condition) }
        }
        self.conditions = conditions
        isOpen = part.deletions == nil && conditions.isEmpty
        isClosed = conditions.contains { if case .never = $0 { true } else { false } }
    }

    /// Nil where every document of the segment fulfils it.
    private static func condition(_ filter: Filter, _ segment: SegmentReader) throws(IndexError) -> Condition? {
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
        case .keywordPrefix(let name, let prefixes):
            let reader = try column(name, segment)
            guard let strings = reader.strings else { return .never }
            let ranges = prefixes.map { strings.places(prefix: $0) }.filter { !$0.isEmpty }
            guard let first = ranges.first else { return .never }
            guard ranges.count > 1 else { return .placeRange(reader, first) }
            var isWanted = [Bool](repeating: false, count: strings.count)
            for range in ranges { for place in range { isWanted[place] = true } }
            return .places(reader, isWanted)
        case .keys(let keys):
            let documents = try documents(keys, segment)
            return documents.isEmpty ? .never : .documents(documents, areWanted: true)
        case .otherKeys(let keys):
            let documents = try documents(keys, segment)
            return documents.isEmpty ? nil : .documents(documents, areWanted: false)
        }
    }

    private static func documents(_ keys: [Int64], _ segment: SegmentReader) throws(IndexError) -> Set<UInt32> {
        var documents: Set<UInt32> = []
        for key in keys {
            if let document = try segment.document(key: key) { documents.insert(document) }
        }
        return documents
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
        case .documents(let documents, let areWanted): return documents.contains(UInt32(document)) == areWanted
        }
    }
}
