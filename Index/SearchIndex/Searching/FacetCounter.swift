/// Counts matches by value: by place within a segment, by string over all of them. Matches are gathered and counted a
/// batch at a time, column after column.
struct FacetCounter {
    private enum Part {
        case places(ColumnReader)
        case ranges(PackedIntegers, bounds: [Int64], among: DocumentFilter?)
    }

    private let requests: [FacetRequest]
    private var parts: [Part] = []
    /// Of the segment at hand, by part.
    private var counts: [[Int]] = []
    private var pending: [UInt32] = []
    private var byString: [[String: Int]]
    private var byRange: [[Int]]

    private static let batchCount = 1024

    init(_ requests: [FacetRequest]) {
        self.requests = requests
        byString = requests.map { _ in [:] }
        byRange = requests.map { request in
            if case .ranges(_, let bounds, _) = request { [Int](repeating: 0, count: bounds.count + 1) } else { [] }
        }
        if !requests.isEmpty { pending.reserveCapacity(Self.batchCount) }
    }

    mutating func begin(_ part: Snapshot.Part) throws(IndexError) {
        let segment = part.segment
        parts = []
        counts = []
        for request in requests {
            switch request {
            case .keyword(let name, _):
                let column = try DocumentFilter.column(name, segment)
                parts.append(.places(column))
                counts.append([Int](repeating: 0, count: column.strings?.count ?? 0))
            case .ranges(let name, let bounds, let among):
                guard case .integer(let values) = try DocumentFilter.column(name, segment) else { continue }
                let filter = try among.map { (filter) throws(IndexError) in try DocumentFilter([filter], part) }
                parts.append(.ranges(values, bounds: bounds, among: filter))
                counts.append([Int](repeating: 0, count: bounds.count + 1))
            }
        }
    }

    @inline(__always)
    mutating func add(_ document: Int) {
        guard !requests.isEmpty else { return }
        pending.append(UInt32(document))
        if pending.count == Self.batchCount { flush() }
    }

    private mutating func flush() {
        for (index, part) in parts.enumerated() {
            switch part {
            case .places(.keyword(let values, let strings)):
                let limit = Int64(strings.count)
                for document in pending {
                    let place = values[Int(document)]
                    if place > 0, place <= limit { counts[index][Int(place) - 1] += 1 }
                }
            case .places(let column):
                for document in pending { column.forEachPlace(Int(document)) { counts[index][$0] += 1 } }
            case .ranges(let values, let bounds, let among):
                for document in pending where among?.passes(document) ?? true {
                    let value = values[Int(document)]
                    var range = 0
                    for bound in bounds where bound <= value { range += 1 }
                    counts[index][range] += 1
                }
            }
        }
        pending.removeAll(keepingCapacity: true)
    }

    mutating func end() {
        flush()
        for (index, part) in parts.enumerated() {
            switch part {
            case .places(let column):
                guard let strings = column.strings else { continue }
                for (place, count) in counts[index].enumerated() where count > 0 {
                    byString[index][strings[place], default: 0] += count
                }
            case .ranges:
                for (place, count) in counts[index].enumerated() { byRange[index][place] += count }
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
