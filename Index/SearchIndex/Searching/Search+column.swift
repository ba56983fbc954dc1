extension Search {
    /// Visits every match and keeps the first ones by a column's value, then by key; by key alone without a column.
    func runByColumn(
        _ column: Int?, ascending: Bool, meaning: Query.Meaning? = nil, leading: Filter? = nil
    ) throws(IndexError) -> SearchResult {
        var matches = MatchesByValue(
            best: FirstByValue(limit: query.limit, ascending: ascending, after: query.after),
            counter: FacetCounter(query.facets), meaning: meaning)
        if hasFloor {
            try forEachPart(of: try placesAboveFloor()) { (part, documents) throws(IndexError) in
                let values = try ValuesOfPart(part, column, leading)
                try matches.counter.begin(part)
                for place in documents { matches.take(place, values) }
                matches.counter.end()
            }
        } else {
            try forEachPart { (_, search) throws(IndexError) in
                let values = try ValuesOfPart(search.part, column, leading)
                try matches.counter.begin(search.part)
                matches.takeAll(&search, values)
                matches.counter.end()
                return true
            }
        }
        var hits: [SearchResult.Hit] = []
        var columns = CarriedColumns(snapshot.parts.count)
        var explained = query.explained
        for entry in matches.best.sorted() { hits.append(try hit(entry, &columns, &explained)) }
        return SearchResult(
            hits: hits, total: matches.total, isTotalExact: true, facets: matches.counter.buckets())
    }
}

/// A segment's keys and values of the column that orders; all values are nought without a column.
private struct ValuesOfPart {
    let keys: PackedIntegers
    let values: PackedIntegers?
    /// Nil: every document comes before those that do not pass.
    let leading: DocumentFilter?

    init(_ part: Snapshot.Part, _ column: Int?, _ leading: Filter?) throws(IndexError) {
        self.leading = try leading.map { (filter) throws(IndexError) in try DocumentFilter([filter], part) }
        keys = try part.segment.keys()
        guard let column, case .integer(let integers) = try part.segment.column(column) else {
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
        let isBehind = values.leading.map { !$0.passes(UInt32(place)) } ?? false
        best.offer(isBehind: isBehind, value: value, key: values.keys[place])
    }

    private mutating func meant(_ value: Int64, _ meaning: Query.Meaning) -> Int64 {
        if let known = meanings[value] { return known }
        let found = meaning.value(value)
        meanings[value] = found
        return found
    }
}

/// Keeps the first entries by value and key, those that lead before those behind. A heap whose root is the last of them.
struct FirstByValue {
    struct Entry {
        var isBehind: Bool
        var value: Int64
        var key: Int64
    }

    private let limit: Int
    private let ascending: Bool
    private let after: Entry?
    private var heap: [Entry] = []

    init(limit: Int, ascending: Bool, after: Query.After?) {
        self.limit = limit
        self.ascending = ascending
        self.after = after.map { Entry(isBehind: $0.isBehind, value: $0.value, key: $0.key) }
    }

    @inline(__always)
    private func precedes(_ left: Entry, _ right: Entry) -> Bool {
        if left.isBehind != right.isBehind { return right.isBehind }
        if left.value != right.value { return ascending ? left.value < right.value : left.value > right.value }
        return left.key < right.key
    }

    @inline(__always)
    mutating func offer(isBehind: Bool, value: Int64, key: @autoclosure () -> Int64) {
        // Mostly the value says enough, and the key is not looked up.
        if heap.count == limit {
            guard limit > 0 else { return }
            let last = heap[0]
            if isBehind == last.isBehind {
                guard ascending ? value <= last.value : value >= last.value else { return }
            } else if isBehind {
                return
            }
        }
        let entry = Entry(isBehind: isBehind, value: value, key: key())
        if heap.count == limit, !precedes(entry, heap[0]) { return }
        if let after, !precedes(after, entry) { return }
        insert(entry)
    }

    private mutating func insert(_ entry: Entry) {
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

    func sorted() -> [Entry] { heap.sorted { precedes($0, $1) } }
}
