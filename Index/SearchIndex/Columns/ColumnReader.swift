/// A column of one segment, open for reading at any document.
enum ColumnReader: Sendable {
    case integer(PackedIntegers)
    /// Places in the strings plus one; 0 where the document has none.
    case keyword(PackedIntegers, StringTable)
    /// The documents' places stand behind each other, from `starts[document]` to `starts[document + 1]`.
    case keywords(starts: PackedIntegers, values: PackedIntegers, strings: StringTable)

    /// What was put in for a document.
    func value(_ document: Int) -> IndexDocument.Value {
        switch self {
        case .integer(let values): return .integer(values[document])
        case .keyword(let values, let strings):
            let place = Int(values[document])
            return .keyword(place > 0 && place <= strings.count ? strings[place - 1] : nil)
        case .keywords(_, _, let strings):
            var texts: [String] = []
            forEachPlace(document) { texts.append(strings[$0]) }
            return .keywords(texts)
        }
    }

    /// The strings of the column; nil for integers.
    var strings: StringTable? {
        switch self {
        case .integer: nil
        case .keyword(_, let strings), .keywords(_, _, let strings): strings
        }
    }

    /// Calls the body with the places of a document's strings.
    @inline(__always)
    func forEachPlace(_ document: Int, _ body: (Int) -> Void) {
        switch self {
        case .integer: return
        case .keyword(let values, let strings):
            let place = Int(values[document])
            if place > 0, place <= strings.count { body(place - 1) }
        case .keywords(let starts, let values, let strings):
            let first = Int(starts[document])
            let end = Int(starts[document + 1])
            guard first >= 0, first <= end, end <= values.count else { return }
            for index in first..<end {
                let place = Int(values[index])
                if place >= 0, place < strings.count { body(place) }
            }
        }
    }
}

extension ColumnReader {
    /// Whether every place that a document names is one of a string.
    func isInRange(documentCount: Int) -> Bool {
        switch self {
        case .integer: return true
        case .keyword(let values, let strings):
            return (0..<documentCount).allSatisfy { 0...Int64(strings.count) ~= values[$0] }
        case .keywords(let starts, let values, let strings):
            let isRising = (0..<documentCount).allSatisfy { starts[$0] <= starts[$0 + 1] }
            return isRising && starts[0] == 0 && starts[documentCount] == Int64(values.count)
                && (0..<values.count).allSatisfy { 0..<Int64(strings.count) ~= values[$0] }
        }
    }
}
