import ListingCSV
import MarketplaceWire
import Testing

@testable import sesame

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
        #expect(throws: CSVError.self) { try sheet(line + "\n") }
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
