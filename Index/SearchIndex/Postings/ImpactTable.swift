/// The impacts of one channel of a segment: at most 256 values, rising, so that a greater code is a greater impact.
///
/// An impact is what BM25F gives a term in a document without the term's idf: x / (x + k1), where x is the weighted and
/// length-normalised count over the fields (Robertson & Zaragoza 2009). Values are kept as they are while there are at
/// most 256 of them, as with titles; with more, neighbours share a code.
struct ImpactTable: Sendable {
    static let maximumCodes = 256

    private(set) var impacts: [Float]

    init(impacts: [Float]) {
        precondition(impacts.count <= Self.maximumCodes)
        self.impacts = impacts
    }

    /// Chooses the codes for the values that occur. Returns the table and, for each value in the order given, its code.
    ///
    /// More than 256 values go into cells of a 256th, each for its middle: no value moves by more than a 512th, and a
    /// value that was put into a cell before stays in it, so the same documents have the same codes however often and in
    /// whatever parts they were merged.
    static func choose(_ values: [Float]) -> (table: ImpactTable, codes: [UInt8]) {
        let distinct = Set(values)
        let cells = Float(maximumCodes)
        let kept =
            distinct.count <= maximumCodes
            ? values : values.map { (min(($0 * cells).rounded(.down), cells - 1) + 0.5) / cells }
        let impacts = Set(kept).sorted()
        var codeOf: [Float: UInt8] = [:]
        for (code, impact) in impacts.enumerated() { codeOf[impact] = UInt8(code) }
        return (ImpactTable(impacts: impacts), kept.map { codeOf[$0, default: 0] })
    }
}
