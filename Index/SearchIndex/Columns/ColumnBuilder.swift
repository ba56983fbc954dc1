/// Gathers one column's values, document by document, and writes them as a segment's sections.
struct ColumnBuilder {
    private let kind: Column.Kind
    private var integers: [Int64] = []
    /// Distinct strings in the order they came; documents hold their numbers.
    private var strings: [String] = []
    private var numbers: [String: UInt32] = [:]
    private var places: [UInt32] = []
    private var ends: [Int] = []

    init(kind: Column.Kind) { self.kind = kind }

    /// About how many bytes the values take in memory.
    var byteCount: Int {
        integers.capacity * 8 + places.capacity * 4 + ends.capacity * 8 + strings.count * 64
    }

    /// Adds the next document's value, of the column's kind.
    mutating func add(_ value: IndexDocument.Value) {
        switch value {
        case .integer(let integer): integers.append(integer)
        case .keyword(let text):
            if let text { places.append(number(of: text)) }
            ends.append(places.count)
        case .keywords(let texts):
            let start = places.count
            for text in texts {
                let number = number(of: text)
                if !places[start...].contains(number) { places.append(number) }
            }
            ends.append(places.count)
        }
    }

    /// Adds the next documents' values from another segment, those of `documents` in their order.
    mutating func add(_ column: ColumnReader, documents: some Sequence<Int>) {
        if case .integer(let values) = column {
            for document in documents { integers.append(values[document]) }
            return
        }
        let strings = column.strings
        var known = [UInt32?](repeating: nil, count: strings?.count ?? 0)
        for document in documents {
            column.forEachPlace(document) { place in
                if known[place] == nil, let strings { known[place] = number(of: strings[place]) }
                if let number = known[place] { places.append(number) }
            }
            ends.append(places.count)
        }
    }

    /// Writes the values as their documents lie in `order`.
    func write(number: Int, order: [UInt32], to segment: inout SegmentWriter) throws(IndexError) {
        var ordered = self
        ordered.reorder(order)
        try ordered.write(number: number, to: &segment)
    }

    private mutating func reorder(_ order: [UInt32]) {
        if kind == .integer {
            integers = order.map { integers[Int($0)] }
            return
        }
        var newPlaces: [UInt32] = []
        newPlaces.reserveCapacity(places.count)
        var newEnds: [Int] = []
        newEnds.reserveCapacity(ends.count)
        for document in order {
            newPlaces += places[(document == 0 ? 0 : ends[Int(document) - 1])..<ends[Int(document)]]
            newEnds.append(newPlaces.count)
        }
        places = newPlaces
        ends = newEnds
    }

    func write(number: Int, to segment: inout SegmentWriter) throws(IndexError) {
        guard kind != .integer else {
            return try segment.write(.values, number, PackedIntegers.pack(integers))
        }
        let order = strings.indices.sorted { strings[$0].utf8.lexicographicallyPrecedes(strings[$1].utf8) }
        var ranks = [Int64](repeating: 0, count: strings.count)
        for (rank, index) in order.enumerated() { ranks[index] = Int64(rank) }
        if kind == .keyword {
            var start = 0
            let values = ends.map { end -> Int64 in
                defer { start = end }
                return end > start ? ranks[Int(places[start])] + 1 : 0
            }
            try segment.write(.values, number, PackedIntegers.pack(values))
        } else {
            try segment.write(.starts, number, PackedIntegers.pack([0] + ends.map(Int64.init)))
            try segment.write(.values, number, PackedIntegers.pack(places.map { ranks[Int($0)] }))
        }
        try segment.write(.strings, number, StringTable.pack(order.map { strings[$0] }))
    }

    private mutating func number(of text: String) -> UInt32 {
        if let number = numbers[text] { return number }
        let number = UInt32(strings.count)
        numbers[text] = number
        strings.append(text)
        return number
    }
}
