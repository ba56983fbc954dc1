/// The impacts of one channel of a segment: at most 256 values, rising, so that a greater code is a greater impact.
///
/// An impact is what BM25F gives a term in a document without the term's idf: x / (x + k1), where x is the weighted and
/// length-normalised count over the fields (Robertson & Zaragoza 2009). Values are kept as they are while there are at
/// most 256 of them, as with titles; with more, the nearest neighbours share a code.
struct ImpactTable: Sendable {
    static let maximumCodes = 256

    private(set) var impacts: [Float]

    init(impacts: [Float]) {
        precondition(impacts.count <= Self.maximumCodes)
        self.impacts = impacts
    }

    /// Chooses the codes for the values that occur, which are from 0 to 1. Returns the table and, for each value in the order
    /// given, its code.
    ///
    /// Where there are more than 256, the nearest share a code: cells of one size, halves of halves of the whole range, are
    /// taken together until no more are left, the smallest size first and of one size the lowest first, since the best
    /// documents have the high impacts. What is alone stays as it is; others become the middle of the smallest cell that
    /// holds them, from which that cell can be told again. So the same values have the same codes in whatever parts and
    /// order they were merged, while those of documents that have gone count as long as their table does; and no value moves
    /// by more than a 512th.
    static func choose(_ values: [Float]) -> (table: ImpactTable, codes: [UInt8]) {
        let distinct = Set(values).sorted()
        let kept = distinct.count <= maximumCodes ? distinct : joined(distinct)
        let impacts = Set(kept).sorted()
        var codeOfImpact: [Float: UInt8] = [:]
        for (code, impact) in impacts.enumerated() { codeOfImpact[impact] = UInt8(code) }
        var codeOf: [Float: UInt8] = [:]
        for (value, impact) in zip(distinct, kept) { codeOf[value] = codeOfImpact[impact] }
        return (ImpactTable(impacts: impacts), values.map { codeOf[$0, default: 0] })
    }

    // MARK: More values than codes

    /// Cells of this many halvings tell as much apart as a Float does below 1.
    private static let finest = 24
    /// Of this many there are no more than codes.
    private static let coarsest = 8

    /// What each of the rising values becomes, so that no more than 256 are left.
    private static func joined(_ values: [Float]) -> [Float] {
        var halvings = finest
        while halvings > coarsest, cells(values[...], halvings).count > maximumCodes { halvings -= 1 }
        let wide = cells(values[...], halvings)
        /// So many cells may stay in halves.
        var spare = maximumCodes - wide.count
        var joined: [Float] = []
        for cell in wide.reversed() {
            let halves = spare > 0 ? cells(values[cell], halvings + 1) : [cell]
            spare -= halves.count - 1
            for half in halves.reversed() {
                joined += repeatElement(shared(values[half], halvings), count: half.count)
            }
        }
        return joined.reversed()
    }

    /// A value as a whole number of 2⁻³².
    private static func fixed(_ value: Float) -> UInt64 { UInt64(max(0, min(value, Float(1).nextDown)) * 0x1p32) }

    /// The ranges of rising values that fall into one cell.
    private static func cells(_ values: ArraySlice<Float>, _ halvings: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var last: UInt64?
        for place in values.indices {
            let cell = fixed(values[place]) >> UInt64(32 - halvings)
            if cell == last {
                ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<place + 1
            } else {
                ranges.append(place..<place + 1)
            }
            last = cell
        }
        return ranges
    }

    /// What the rising values of a cell of so many halvings become.
    private static func shared(_ values: ArraySlice<Float>, _ halvings: Int) -> Float {
        let (first, last) = (values[values.startIndex], values[values.endIndex - 1])
        guard first != last else { return first }
        // A middle has a last bit that says how wide its cell is; that is no wider than the cell at hand.
        let size: UInt64 = 1 << UInt64(32 - halvings)
        let start = fixed(first) / size * size
        let half: (UInt64) -> UInt64 = { min($0 & (~$0 &+ 1), size) }
        let low = max(start, fixed(first) &- min(fixed(first), half(fixed(first))))
        let high = min(start + size, fixed(last) + max(1, half(fixed(last)))) - 1
        let width = UInt64(64 - (low ^ high).leadingZeroBitCount)
        return Float(((low >> width) << width) + (1 << width) / 2) * 0x1p-32
    }
}
