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

    /// Adds another builder's documents behind this one's.
    mutating func append(_ other: ColumnBuilder) {
        integers += other.integers
        let numbers = other.strings.map { number(of: $0) }
        let start = places.count
        places += other.places.lazy.map { numbers[Int($0)] }
        ends += other.ends.lazy.map { start + $0 }
    }

    /// The values as their documents lie in `order`.
    func sections(number: Int, order: [UInt32]) -> [EncodedSection] {
        var ordered = self
        ordered.reorder(order)
        return ordered.sections(number: number)
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

    func sections(number: Int) -> [EncodedSection] {
        guard kind != .integer else { return [EncodedSection(.values, number, PackedIntegers.pack(integers))] }
        let order = strings.indices.sorted { strings[$0].utf8.lexicographicallyPrecedes(strings[$1].utf8) }
        var ranks = [Int64](repeating: 0, count: strings.count)
        for (rank, index) in order.enumerated() { ranks[index] = Int64(rank) }
        let table = EncodedSection(.strings, number, StringTable.pack(order.map { strings[$0] }))
        if kind == .keyword {
            var start = 0
            let values = ends.map { end -> Int64 in
                defer { start = end }
                return end > start ? ranks[Int(places[start])] + 1 : 0
            }
            return [EncodedSection(.values, number, PackedIntegers.pack(values)), table]
        }
        return [
            EncodedSection(.starts, number, PackedIntegers.pack([0] + ends.map(Int64.init))),
            EncodedSection(.values, number, PackedIntegers.pack(places.map { ranks[Int($0)] })), table,
        ]
    }

    private mutating func number(of text: String) -> UInt32 {
        if let number = numbers[text] { return number }
        let number = UInt32(strings.count)
        numbers[text] = number
        strings.append(text)
        return number
    }
}
