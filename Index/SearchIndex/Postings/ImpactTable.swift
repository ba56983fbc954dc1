/// The impacts of one channel of a segment: at most 256 values, rising, so that a greater code is a greater impact.
///
/// An impact is what BM25F gives a term in a document without the term's idf: x / (x + k1), where x is the weighted and
/// length-normalised count over the fields (Robertson & Zaragoza 2009). Values are kept as they are while there are at
/// most 256 of them, as with titles; with more, neighbours share a code and the table holds their mean.
struct ImpactTable: Sendable {
    static let maximumCodes = 256

    private(set) var impacts: [Float]

    init(impacts: [Float]) {
        precondition(impacts.count <= Self.maximumCodes)
        self.impacts = impacts
    }

    /// Chooses the codes for the values that occur. Returns the table and, for each value in the order given, its code.
    static func choose(_ values: [(impact: Float, count: Int)]) -> (table: ImpactTable, codes: [UInt8]) {
        let order = values.indices.sorted { values[$0].impact < values[$1].impact }
        var groups: [(sum: Double, count: Int)] = []
        var codes = [UInt8](repeating: 0, count: values.count)
        var distinct = 0
        for (place, index) in order.enumerated()
        where place == 0 || values[order[place - 1]].impact != values[index].impact {
            distinct += 1
        }
        let isLossless = distinct <= maximumCodes
        let lowest = Double(order.first.map { values[$0].impact } ?? 0)
        let span = max(Double(order.last.map { values[$0].impact } ?? 0) - lowest, .leastNormalMagnitude)
        var slot = -1
        var previous: Float?
        for index in order {
            let impact = values[index].impact
            // Lossy: equal steps over the range, so that no value moves by more than a 512th of it.
            let wanted =
                isLossless
                ? (previous == impact ? slot : slot + 1)
                : min(maximumCodes - 1, Int((Double(impact) - lowest) / span * Double(maximumCodes)))
            if groups.isEmpty || wanted != slot {
                groups.append((0, 0))
                slot = wanted
            }
            previous = impact
            let count = max(1, values[index].count)
            groups[groups.count - 1].sum += Double(impact) * Double(count)
            groups[groups.count - 1].count += count
            codes[index] = UInt8(groups.count - 1)
        }
        let impacts = isLossless ? lossless(values, order) : groups.map { Float($0.sum / Double($0.count)) }
        return (ImpactTable(impacts: impacts), codes)
    }

    /// The code whose impact is nearest; 0 in an empty table.
    func code(nearest impact: Float) -> UInt8 {
        var low = 0
        var high = impacts.count
        while low < high {
            let middle = (low + high) / 2
            if impacts[middle] < impact { low = middle + 1 } else { high = middle }
        }
        if low == impacts.count { return UInt8(max(0, low - 1)) }
        return UInt8(low > 0 && impact - impacts[low - 1] < impacts[low] - impact ? low - 1 : low)
    }

    private static func lossless(_ values: [(impact: Float, count: Int)], _ order: [Int]) -> [Float] {
        var impacts: [Float] = []
        for index in order where impacts.last != values[index].impact { impacts.append(values[index].impact) }
        return impacts
    }
}
