import Testing

@testable import sesame

@Suite("Texts on a terminal")
struct WidthTests {
    @Test(
        "a Han character is two cells wide, a mark none",
        arguments: [
            ("", 0), ("abc", 3), ("连衣裙", 6), ("iPhone手机", 10), ("e\u{301}", 1), ("ｆｕｌｌ", 8), ("한국", 4), ("🧣", 2),
            ("👩‍👩‍👧", 2), ("é", 1), ("ー", 2),
        ])
    func widths(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test("a text is cut at whole characters and never wider than asked")
    func cutting() {
        #expect("连衣裙".truncated(toWidth: 6) == "连衣裙")
        #expect("连衣裙".truncated(toWidth: 5) == "连衣…")
        #expect("连衣裙".truncated(toWidth: 4) == "连…")
        #expect("abc".truncated(toWidth: 0) == "")
        for width in 0...12 {
            #expect("a连b衣c裙 long".truncated(toWidth: width).displayWidth <= width)
        }
    }

    @Test("columns line up by cells and give way where the terminal is narrow")
    func tables() {
        var table = Table([
            .init(title: "id", isRightAligned: true), .init(title: "title", isFlexible: true), .init(title: "price"),
        ])
        table.add(["7", "连衣裙 夏季新款 dress", "89.00 CNY"])
        table.add(["1234", "scarf", "9.00 CNY"])
        #expect(
            table.lines(width: nil) == [
                "  id  title                  price",
                "   7  连衣裙 夏季新款 dress  89.00 CNY",
                "1234  scarf                  9.00 CNY",
            ])
        for line in table.lines(width: 32) { #expect(line.displayWidth <= 32) }
        #expect(table.lines(width: 32)[1].contains("…"))
    }
}
