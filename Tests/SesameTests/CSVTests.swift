import Foundation
import MarketplaceWire
import Testing

@testable import sesame

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
        #expect(throws: CommandFailure.failed("line 3: a quote stands where none can be")) {
            try CSVTable("a,b\n1,2\n\"x\"y,\"z\"\n3,4\n")
        }
        #expect(throws: CommandFailure.self) { try CSVTable("a,b\n1,\"2\n3,4\n") }
        #expect(throws: CommandFailure.self) { try CSVTable("") }
        #expect(throws: CommandFailure.self) { try CSVTable("\n\n") }
    }

    @Test("UTF-8 with and without a mark and GB18030 are read, the rest is refused")
    func encodings() throws {
        let text = "标题,价格\n连衣裙𠀀,1\n"
        #expect(try CSVText.decode(Data(text.utf8)) == text)
        #expect(try CSVText.decode(Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)) == text)
        let gb18030 = try #require(text.data(using: String.Encoding(rawValue: 0x8000_0632)))
        #expect(try CSVText.decode(gb18030) == text)
        #expect(throws: CommandFailure.self) { try CSVText.decode(Data([0xFF, 0xFE, 0x41, 0x00])) }
        #expect(throws: CommandFailure.self) { try CSVText.decode(Data([0x41, 0xFF, 0xFF, 0x41])) }
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

@Suite("Rows on their way to becoming listings")
struct ImportSheetTests {
    private let categories = [
        CategoryResource(id: 5, parentID: nil, slug: "scarves", nameChinese: "围巾", nameEnglish: "Scarves")
    ]

    private func sheet(_ text: String) throws -> ImportSheet {
        try ImportSheet(try CSVTable(text), categories: categories)
    }

    @Test("a good row becomes a request with the defaults of an import")
    func good() throws {
        let sheet = try sheet("title,category,price,region\n羊毛围巾,scarves,89.5,CN-ZJ\n")
        let request = try #require(sheet.rows.first).request
        #expect(request.categoryID == 5)
        #expect(request.priceMinor == 8950)
        #expect(request.currency == "CNY")
        #expect(request.shipsTo == ["CN"])
        #expect(sheet.rejects.isEmpty)
    }

    @Test("a bad row is named by row, column and reason; the others stay good")
    func bad() throws {
        let sheet = try sheet(
            """
            key,title,category,price,region
            a,one,scarves,1.00,CN
            b,two,hats,1.00,CN
            c,three,scarves,much,CN
            a,four,scarves,1.00,CN
            d,five,scarves,1.00,CN,more

            """)
        #expect(sheet.rows.map(\.key) == ["a"])
        #expect(sheet.rejects.map(\.row) == [3, 4, 5, 6])
        #expect(sheet.rejects.map(\.column) == ["category", "price", "key", "row"])
        #expect(sheet.rejects[2].reason == "is the key of row 2 too")
    }

    @Test(
        "headings that are unknown, double or missing are refused",
        arguments: ["title,category,price", "title,category,price,region,colour", "title,title,category,price,region"])
    func headings(line: String) {
        #expect(throws: CommandFailure.self) { try sheet(line + "\n") }
    }

    @Test("rows without keys are told apart, equal ones by their order, and keep their keys when others change")
    func keys() throws {
        let head = "title,category,price,region\n"
        let before = try sheet(head + "x,scarves,1,CN\nx,scarves,1,CN\ny,scarves,1,CN\n")
        #expect(Set(before.rows.map(\.key)).count == 3)
        let after = try sheet(head + "z,scarves,1,CN\nx,scarves,1,CN\ny,scarves,1,CN\nx,scarves,1,CN\n")
        #expect(Set(before.rows.map(\.key)).isSubset(of: Set(after.rows.map(\.key))))
    }
}
