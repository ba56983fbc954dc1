extension Search {
    /// Visits every match and keeps the first ones by a column's value, then by key; by key alone without a column.
    func runByColumn(
        _ column: Int?, ascending: Bool, meaning: Query.Meaning? = nil
    ) throws(IndexError) -> SearchResult {
        var meanings: [Int64: Int64] = [:]
        var best = FirstByValue(limit: query.limit, ascending: ascending, after: query.after)
        var counter = FacetCounter(query.facets)
        var total = 0
        func visit(
            _ segment: SegmentReader, _ forEachDocument: ((Int) -> Void) -> Void
        ) throws(IndexError) {
            let keys = try segment.keys()
            let values = try column.map { (number) throws(IndexError) in try segment.column(number) }
            try counter.begin(segment)
            forEachDocument { place in
                var value: Int64 = 0
                if case .integer(let integers)? = values { value = integers[place] }
                if let meaning { value = Self.meaning(meaning, of: value, &meanings) }
                total += 1
                best.offer(value: value, key: keys[place])
                counter.add(place)
            }
            counter.end()
        }
        if hasFloor {
            try forEachPart(of: try placesAboveFloor()) { (part, documents) throws(IndexError) in
                try visit(part.segment) { body in documents.forEach(body) }
            }
        } else {
            try forEachPart { (_, search) throws(IndexError) in
                try visit(search.part.segment) { body in
                    search.forEachMatch { document in
                        body(Int(document))
                        return true
                    }
                }
                return true
            }
        }
        var hits: [SearchResult.Hit] = []
        var columns = CarriedColumns(snapshot.parts.count)
        for (value, key) in best.sorted() {
            let carried = try carried(key: key, &columns)
            hits.append(SearchResult.Hit(key: key, score: 0, value: value, carried: carried, shares: []))
        }
        return SearchResult(hits: hits, total: total, isTotalExact: true, facets: counter.buckets())
    }
}

extension Search {
    private static func meaning(
        _ meaning: Query.Meaning, of value: Int64, _ known: inout [Int64: Int64]
    ) -> Int64 {
        if let known = known[value] { return known }
        let found = meaning.value(value)
        known[value] = found
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
    mutating func offer(value: Int64, key: Int64) {
        let entry = (value, key)
        if heap.count == limit, limit == 0 || !precedes(entry, heap[0]) { return }
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
