/// Counts matches by value: by place within a segment, by string over all of them.
struct FacetCounter {
    private enum Part {
        case places(ColumnReader, counts: [Int])
        case ranges(PackedIntegers, bounds: [Int64], counts: [Int])
    }

    private let requests: [FacetRequest]
    private var parts: [Part] = []
    private var byString: [[String: Int]]
    private var byRange: [[Int]]

    init(_ requests: [FacetRequest]) {
        self.requests = requests
        byString = requests.map { _ in [:] }
        byRange = requests.map { request in
            if case .ranges(_, let bounds) = request { [Int](repeating: 0, count: bounds.count + 1) } else { [] }
        }
    }

    mutating func begin(_ segment: SegmentReader) throws(IndexError) {
        parts = []
        for request in requests {
            switch request {
            case .keyword(let name, _):
                let column = try DocumentFilter.column(name, segment)
                parts.append(.places(column, counts: [Int](repeating: 0, count: column.strings?.count ?? 0)))
            case .ranges(let name, let bounds):
                guard case .integer(let values) = try DocumentFilter.column(name, segment) else { continue }
                parts.append(.ranges(values, bounds: bounds, counts: [Int](repeating: 0, count: bounds.count + 1)))
            }
        }
    }

    mutating func add(_ document: Int) {
        for index in parts.indices {
            switch parts[index] {
            case .places(let column, var counts):
                // Taken out and put back, so that the counts are changed in place.
                parts[index] = .places(column, counts: [])
                column.forEachPlace(document) { counts[$0] += 1 }
                parts[index] = .places(column, counts: counts)
            case .ranges(let values, let bounds, var counts):
                parts[index] = .ranges(values, bounds: [], counts: [])
                let value = values[document]
                counts[bounds.firstIndex { value < $0 } ?? bounds.count] += 1
                parts[index] = .ranges(values, bounds: bounds, counts: counts)
            }
        }
    }

    mutating func end() {
        for (index, part) in parts.enumerated() {
            switch part {
            case .places(let column, let counts):
                guard let strings = column.strings else { continue }
                for (place, count) in counts.enumerated() where count > 0 {
                    byString[index][strings[place], default: 0] += count
                }
            case .ranges(_, _, let counts):
                for (place, count) in counts.enumerated() { byRange[index][place] += count }
            }
        }
        parts = []
    }

    func buckets() -> [[SearchResult.Bucket]] {
        requests.enumerated().map { index, request in
            switch request {
            case .keyword(_, let limit):
                let sorted = byString[index].sorted {
                    $0.value != $1.value ? $0.value > $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
                }
                return sorted.prefix(limit).map { SearchResult.Bucket(value: $0.key, count: $0.value) }
            case .ranges:
                return byRange[index].enumerated().map { SearchResult.Bucket(value: "\($0)", count: $1) }
            }
        }
    }
}
