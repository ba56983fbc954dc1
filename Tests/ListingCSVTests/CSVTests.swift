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

    @Test("UTF-8 with and without a mark and GB18030 are read, the rest is refused")
    func encodings() throws {
        let text = "标题,价格\n连衣裙𠀀,1\n"
        #expect(try CSVText.decode(Data(text.utf8)) == text)
        #expect(try CSVText.decode(Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)) == text)
        let gb18030 = try #require(text.data(using: String.Encoding(rawValue: 0x8000_0632)))
        #expect(try CSVText.decode(gb18030) == text)
        #expect(throws: CSVError.self) { try CSVText.decode(Data([0xFF, 0xFE, 0x41, 0x00])) }
        #expect(throws: CSVError.self) { try CSVText.decode(Data([0x41, 0xFF, 0xFF, 0x41])) }
    }

    @Test(
        "what is written is read back, and no cell begins like a formula",
        arguments: [
            "", "plain", "=1+1", "+1", "-1", "@x", "\tx", "'=x", "''=x", "'x", "'", "a,b", "a\"b", "a\nb", "\"\"",
            "连衣裙; 夏", "a'", "x=1",
        ])
    func roundTrip(cell: String) throws {
        let text = CSVWriter.line(["key", "title"]) + CSVWriter.line(["1", cell])
        let written = try #require(try CSVTable(text).rows.first).cells[1]
        #expect(SafeCell.unguarded(written) == cell)
        #expect(!["=", "+", "-", "@", "\t"].contains { written.hasPrefix($0) })
    }
}
