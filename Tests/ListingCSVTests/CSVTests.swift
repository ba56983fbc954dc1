import Foundation
import ListingCSV
import Testing

@Suite("CSV files as people have them")
struct CSVTests {
    @Test("quotes, commas and line ends inside quotes are text")
    func quoting() throws {
        let table = try CSVTable("Key, Title \r\n1,\"a, \"\"b\"\"\nc\"\r\n\r\n2,\"\"\r\n")
        #expect(table.headings == ["key", "title"])
        #expect(table.rows == [.init(number: 2, cells: ["1", "a, \"b\"\nc"]), .init(number: 4, cells: ["2", ""])])
    }

    @Test("semicolons and tabs separate where the first line has more of them", arguments: [";", "\t", ","])
    func delimiters(delimiter: String) throws {
        let table = try CSVTable(
            ["key", "title", "price"].joined(separator: delimiter) + "\n1\(delimiter)裙\(delimiter)2")
        #expect(table.rows.first?.cells == ["1", "裙", "2"])
    }

    @Test("a misplaced quote is named by its line, an open one is seen")
    func badQuotes() {
        #expect(throws: CSVError("line 3: a quote stands where none can be")) {
            try CSVTable("a,b\n1,2\n\"x\"y,\"z\"\n3,4\n")
        }
        #expect(throws: CSVError.self) { try CSVTable("a,b\n1,\"2\n3,4\n") }
        #expect(throws: CSVError.self) { try CSVTable("") }
        #expect(throws: CSVError.self) { try CSVTable("\n\n") }
    }

    private static let cells = [
        "", "plain", "=1+1", "+1", "-1", "@x", "\tx", "'=x", "''=x", "'x", "'", "a,b", "a\"b", "a\nb", "\"\"", "连衣裙; 夏",
        "a'",
        "x=1", "＝1+1", "＋1", "－1", "＠x", "'＝x", "''＠x", " =x", "  ＋1", "\u{FEFF}=x", "\u{200B}=x", "\"=x", "\"\"＝x\"",
        " '=x", "' =x", "\u{3000}＝x", "\u{A0}@x", "\rx", "\r\nx", "\nx", " \t=x", "﹣1", "－", "=", "＝", " ", "\t",
        "'\"=x",
        "\u{202E}=x", "\u{0}=x", "−1", "'\t", "＇=x", "\u{FE0F}=1+1", "\u{200D}=x", "'\u{FE0F}=x",
    ]

    /// The signs that a spreadsheet begins a formula with, once it has passed over what it does not look at.
    private static func isFormula(_ cell: String) -> Bool {
        let passedOver: Set<Unicode.Scalar> = [
            " ", "\"", "\u{FEFF}", "\u{200B}", "\u{3000}", "\u{A0}", "\u{202E}", "\u{0}", "\u{FE0F}", "\u{200D}",
        ]
        let first = cell.unicodeScalars.first { !passedOver.contains($0) }
        return first.map { "=+-@＝＋－＠\t\r\n".unicodeScalars.contains($0) } ?? false
    }

    @Test("what is written is read back, and no cell begins like a formula", arguments: cells)
    func roundTrip(cell: String) throws {
        let text = CSVWriter.line(["key", "title"]) + CSVWriter.line(["1", cell])
        let written = try #require(try CSVTable(text).rows.first).cells[1]
        #expect(SafeCell.unguarded(written) == cell)
        #expect(!Self.isFormula(written), "\(written)")
        #expect(SafeCell.unguarded(SafeCell.guarded(cell)) == cell)
    }

    @Test("guarding is undone for any text of signs that spreadsheets look at", arguments: [UInt64(1), 2, 3])
    func randomRoundTrips(seed: UInt64) {
        var state = seed
        let signs = Array("'\"=+-@＝＋－＠ \t\r\n\u{FEFF}\u{200B}\u{3000}a1裙,;\u{FE0F}\u{200D}\u{301}".unicodeScalars)
        for _ in 0..<20_000 {
            var cell = String.UnicodeScalarView()
            for _ in 0..<(state >> 60) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                cell.append(signs[Int((state >> 33) % UInt64(signs.count))])
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let text = String(cell)
            let guarded = SafeCell.guarded(text)
            #expect(
                SafeCell.unguarded(guarded).unicodeScalars.elementsEqual(text.unicodeScalars), "seed \(seed): \(text)")
            #expect(!Self.isFormula(guarded), "seed \(seed): \(text.debugDescription)")
        }
    }
}
