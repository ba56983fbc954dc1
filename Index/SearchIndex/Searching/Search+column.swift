extension Search {
    /// Visits every match and keeps the first ones by a column's value, then by key; by key alone without a column.
    func runByColumn(
        _ column: Int?, ascending: Bool, meaning: Query.Meaning? = nil
    ) throws(IndexError) -> SearchResult {
        var matches = MatchesByValue(
            best: FirstByValue(limit: query.limit, ascending: ascending, after: query.after),
            counter: FacetCounter(query.facets), meaning: meaning)
        if hasFloor {
            try forEachPart(of: try placesAboveFloor()) { (part, documents) throws(IndexError) in
                let values = try ValuesOfPart(part.segment, column)
                try matches.counter.begin(part.segment)
                for place in documents { matches.take(place, values) }
                matches.counter.end()
            }
        } else {
            try forEachPart { (_, search) throws(IndexError) in
                let values = try ValuesOfPart(search.part.segment, column)
                try matches.counter.begin(search.part.segment)
                matches.takeAll(&search, values)
                matches.counter.end()
                return true
            }
        }
        var hits: [SearchResult.Hit] = []
        var columns = CarriedColumns(snapshot.parts.count)
        var explained = query.explained
        for (value, key) in matches.best.sorted() {
            hits.append(try hit(key: key, value: value, &columns, &explained))
        }
        return SearchResult(
            hits: hits, total: matches.total, isTotalExact: true, facets: matches.counter.buckets())
    }
}

/// A segment's keys and values of the column that orders; all values are nought without a column.
private struct ValuesOfPart {
    let keys: PackedIntegers
    let values: PackedIntegers?

    init(_ segment: SegmentReader, _ column: Int?) throws(IndexError) {
        keys = try segment.keys()
        guard let column, case .integer(let integers) = try segment.column(column) else {
            values = nil
            return
        }
        values = integers
    }
}

/// The first matches by value, how many there are, and their facets.
private struct MatchesByValue {
    var best: FirstByValue
    var counter: FacetCounter
    private(set) var total = 0
    private let meaning: Query.Meaning?
    /// What values were found to mean.
    private var meanings: [Int64: Int64] = [:]

    init(best: FirstByValue, counter: FacetCounter, meaning: Query.Meaning?) {
        self.best = best
        self.counter = counter
        self.meaning = meaning
    }

    /// Takes in every match of a part.
    mutating func takeAll(_ search: inout PartSearch, _ values: ValuesOfPart) {
        search.forEachMatch { document in
            take(Int(document), values)
            return true
        }
    }

    @inline(__always)
    mutating func take(_ place: Int, _ values: ValuesOfPart) {
        total += 1
        counter.add(place)
        var value = values.values?[place] ?? 0
        if let meaning { value = meant(value, meaning) }
        best.offer(value: value, key: values.keys[place])
    }

    private mutating func meant(_ value: Int64, _ meaning: Query.Meaning) -> Int64 {
        if let known = meanings[value] { return known }
        let found = meaning.value(value)
        meanings[value] = found
        return found
    }
}

/// Keeps the first entries by value and key. A heap whose root is the last of them.
struct FirstByValue {
    private let limit: Int
    private let ascending: Bool
    private let after: (value: Int64, key: Int64)?
    private var heap: [(value: Int64, key: Int64)] = []

    init(limit: Int, ascending: Bool, after: Query.After?) {
        self.limit = limit
        self.ascending = ascending
        self.after = after.map { ($0.value, $0.key) }
    }

    @inline(__always)
    private func precedes(_ left: (value: Int64, key: Int64), _ right: (value: Int64, key: Int64)) -> Bool {
        if left.value != right.value { return ascending ? left.value < right.value : left.value > right.value }
        return left.key < right.key
    }

    @inline(__always)
    mutating func offer(value: Int64, key: @autoclosure () -> Int64) {
        // Mostly the value says enough, and the key is not looked up.
        if heap.count == limit {
            guard limit > 0 else { return }
            let last = heap[0].value
            guard ascending ? value <= last : value >= last else { return }
        }
        let entry = (value, key())
        if heap.count == limit, !precedes(entry, heap[0]) { return }
        if let after, !precedes(after, entry) { return }
        insert(entry)
    }

    private mutating func insert(_ entry: (value: Int64, key: Int64)) {
        if heap.count < limit {
            heap.append(entry)
            var child = heap.count - 1
            while child > 0, precedes(heap[(child - 1) / 2], heap[child]) {
                heap.swapAt(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
            return
        }
        heap[0] = entry
        var parent = 0
        while true {
            var last = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(heap[last], heap[child])
            {
                last = child
            }
            if last == parent { return }
            heap.swapAt(parent, last)
            parent = last
        }
    }

    func sorted() -> [(value: Int64, key: Int64)] { heap.sorted { precedes($0, $1) } }
}
