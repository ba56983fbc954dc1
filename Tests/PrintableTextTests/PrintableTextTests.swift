import Foundation
import PrintableText
import Testing

@Suite("Texts that a terminal shows and does not obey")
struct PrintableTextTests {
    @Test(
        "what others wrote cannot steer the terminal",
        arguments: [
            ("a\u{1B}[31mred\u{7}\u{9B}0m", "a[31mred0m"),
            ("\u{1B}]0;title\u{7}shop", "]0;titleshop"), ("\u{9D}8;;http://x\u{9C}shop", "8;;http://xshop"),
            ("\u{90}q\u{9C}", "q"), ("paid\rfree", "paid free"), ("a\u{8}\u{7F}b\u{0}", "ab"),
            ("one\ntwo\tthree\u{B}four\u{C}five\u{85}six\u{2028}seven\u{2029}", "one two three four five six seven "),
            ("\r\n", "  "),
        ])
    func controls(text: String, wanted: String) { #expect(text.printable == wanted) }

    @Test(
        "nothing turns the direction of what stands beside it, or hides in a name",
        arguments: [
            "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}",
            "\u{200E}", "\u{200F}", "\u{61C}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{2061}", "\u{2064}",
            "\u{FEFF}", "\u{AD}", "\u{180E}", "\u{34F}", "\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}", "\u{FFF9}",
            "\u{FFFB}", "\u{206A}", "\u{FE0F}", "\u{E0100}", "\u{E0001}", "\u{E0041}", "\u{E007F}", "\u{1D173}",
        ])
    func hiding(scalar: String) {
        #expect("pay\(scalar)pal".printable == "paypal")
        #expect((scalar + scalar).printable == "")
    }

    @Test(
        "honest text stays as it is",
        arguments: ["连衣裙 é", "e\u{301}", "👩‍👩‍👧 🏳️‍🌈 ❤️ 1️⃣ 葛󠄀", "한국 ー １２", "סֵפֶר", "ไทย", "a\u{A0}b", "ｆｕｌｌ＝"])
    func honest(text: String) { #expect(text.printable == text) }

    /// The slow way asks of each scalar by itself whether it is drawn.
    @Test("no text of any scalars shows one that is not drawn", arguments: [UInt64(1), 2, 3])
    func random(seed: UInt64) {
        var state = seed
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        for _ in 0..<2_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<12 {
                let range: UInt64 = [0x100, 0x3000, 0x11_0000][Int(next() % 3)]
                if let scalar = Unicode.Scalar(UInt32(next() % range)) { text.append(scalar) }
            }
            let shown = String(text).printable
            #expect(shown.printable == shown)
            for scalar in shown.unicodeScalars {
                let category = scalar.properties.generalCategory
                #expect(
                    ![.control, .lineSeparator, .paragraphSeparator].contains(category)
                        && (category != .format || scalar == "\u{200D}"), "seed \(seed): \(scalar.value)")
            }
        }
    }

    @Test("lines stay lines, and each is printable")
    func lines() { #expect("a\u{1B}\nb\r\n\u{9B}c".printableLines == "a\nb\nc") }

    @Test(
        "JSON says the same and holds nothing that a terminal obeys",
        arguments: [
            "\u{1B}]0;x\u{7}", "a\rb\nc\td", "\u{9B}31m \u{202E} \u{2028}", "quote \" and \\ and \\\"",
            "\u{E0041}\u{200B}",
            "连衣裙 👩‍👩‍👧", "\\u202e stays text", "ends with \\",
        ])
    func json(text: String) throws {
        for encoder in [JSONEncoder(), Self.pretty] {
            let json = String(decoding: try encoder.encode([text: [text]]), as: UTF8.self)
            let shown = json.printableJSON
            #expect(try JSONDecoder().decode([String: [String]].self, from: Data(shown.utf8)) == [text: [text]])
            #expect(shown.printableLines == shown)
        }
    }

    private static var pretty: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
        return encoder
    }

    @Test("white space between values of JSON draws nothing over what stands there")
    func jsonSpaces() throws {
        let shown = "{\"shop\":\"a\"\r,\t\"b\":\r\n1}".printableJSON
        #expect(shown == "{\"shop\":\"a\" , \"b\": \n1}")
    }
}
