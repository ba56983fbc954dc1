import Foundation
import TestSupport
import Testing

/// Listing many at once.
@Suite("sesame listing import", .serialized, .timeLimit(.minutes(5)))
struct ImportTests {
    private static let headings = "key,title,category,price,currency,region,ships_to\n"

    private static func row(_ number: Int, title: String = "测试商品") -> String {
        "sku-\(number),\(title) number \(number),scarves,\(number).50,CNY,CN-ZJ,CN\n"
    }

    private func shop(_ name: String) async throws -> Shop {
        let shop = try Shop(try await MarketProcess.start(data: TemporaryFolder()))
        try #require(try await shop.signUp(name).status == 0)
        return shop
    }

    private func count(_ shop: Shop) async throws -> Int {
        let list = try await shop.sesame("listing", "list", "--limit", "10000", "--plain")
        return list.output.split(separator: "\n").count
    }

    @Test("an import lists every row once, however often it runs")
    func twice() async throws {
        let shop = try await shop("importer")
        let text = Self.headings + (1...450).map { Self.row($0) }.joined()
        let file = try shop.folder.write("goods.csv", text)
        let first = try await shop.sesame("listing", "import", file)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output == "450 listed, 0 listed before, 0 refused\n")
        let second = try await shop.sesame("listing", "import", file)
        #expect(second.output == "0 listed, 450 listed before, 0 refused\n", "\(second.errors)")
        #expect(try await count(shop) == 450)
    }

    @Test("a dry run names row, column and reason, and lists nothing")
    func dryRun() async throws {
        let shop = try await shop("careful")
        let bad = "sku-3,no price,scarves,cheap,CNY,CN-ZJ,CN\nsku-4,no category,no-such,1.00,CNY,CN-ZJ,CN\n"
        let file = try shop.folder.write("goods.csv", Self.headings + Self.row(1) + Self.row(2) + bad)
        let run = try await shop.sesame("listing", "import", file, "--dry-run")
        #expect(run.status == 1)
        #expect(run.output == "2 can be listed, 2 refused; nothing was listed\n")
        #expect(run.errors.contains("row 4, price: "), "\(run.errors)")
        #expect(run.errors.contains("row 5, category: "), "\(run.errors)")
        #expect(try await count(shop) == 0)
    }

    @Test("rows that were mended are listed by the next run, the others not again")
    func mended() async throws {
        let shop = try await shop("mender")
        let bad = "sku-3,no price,scarves,cheap,CNY,CN-ZJ,CN\n"
        let file = try shop.folder.write("goods.csv", Self.headings + Self.row(1) + Self.row(2) + bad)
        let rejects = shop.folder.path("rejects.csv")
        #expect(try await shop.sesame("listing", "import", file, "--rejects", rejects).status == 1)
        #expect(try shop.folder.text("rejects.csv").contains("4,sku-3,price,"))
        try shop.folder.write("goods.csv", Self.headings + Self.row(1) + Self.row(2) + Self.row(3))
        let again = try await shop.sesame("listing", "import", file)
        #expect(again.output == "1 listed, 2 listed before, 0 refused\n", "\(again.errors)")
        #expect(try await count(shop) == 3)
    }

    @Test("a file from a Chinese Excel and one with a byte order mark are read")
    func encodings() async throws {
        let shop = try await shop("speller")
        let text = Self.headings + Self.row(1, title: "连衣裙夏季新款")
        let gb18030 = String.Encoding(rawValue: 0x8000_0632)
        let bytes = try #require(text.data(using: gb18030))
        try bytes.write(to: shop.folder.url.appending(path: "gb.csv"))
        let first = try await shop.sesame("listing", "import", shop.folder.path("gb.csv"))
        #expect(first.output == "1 listed, 0 listed before, 0 refused\n", "\(first.errors)")
        let marked = try shop.folder.write("bom.csv", "\u{FEFF}" + text)
        let second = try await shop.sesame("listing", "import", marked)
        #expect(second.output == "1 listed, 0 listed before, 0 refused\n", "\(second.errors)")
        #expect(try await shop.search("连衣裙").contains("连衣裙夏季新款"))
    }

    @Test("what is exported can be imported, and says the same")
    func roundTrip() async throws {
        let shop = try await shop("mover")
        let quoted = "sku-1,\"quoted, with comma\",scarves,1.50,CNY,CN-ZJ,CN\n"
        let rows = quoted + Self.row(2, title: "=SUM(A1)") + Self.row(3)
        let file = try shop.folder.write("goods.csv", Self.headings + rows)
        #expect(try await shop.sesame("listing", "import", file).status == 0)
        let export = try await shop.sesame("listing", "export")
        #expect(export.output.contains("'=SUM(A1)"))
        let copy = try shop.folder.write("copy.csv", export.output)
        let imported = try await shop.sesame("listing", "import", copy)
        #expect(imported.status == 0, "\(imported.errors)")
        let titles = try await shop.sesame("listing", "list", "--plain").output.split(separator: "\n").map {
            String($0.split(separator: "\t")[1])
        }
        #expect(titles.count == 6)
        #expect(Set(titles).count == 3)
    }
}
