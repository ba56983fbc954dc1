import Testing

@testable import TextAnalysis

/// The terms of a text with their kinds: `h` character, `p` pair, `H` dictionary word, `w` word, `c` compound, `q` quantity,
/// `n` the one form of what is written in several ways.
private func terms(_ text: String) -> [String] {
    var text = text
    var buffer = TokenBuffer()
    let analyzer = StandardAnalyzerFactory().makeAnalyzer()
    text.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
    return buffer.records.map { record in
        let kind =
            switch record.kind {
            case .word: "w"
            case .compound: "c"
            case .quantity: "q"
            case .writing: "n"
            case .hanWord: "H"
            case .hanCharacter: "h"
            case .hanPair: "p"
            case .label: "l"
            }
        return "\(kind):\(buffer.term(record))"
    }
}

struct StandardAnalyzerTests {
    @Test func hanTextIsCharactersPairsAndWords() {
        let found = terms("清华大学")
        #expect(found.filter { $0.hasPrefix("h:") } == ["h:清", "h:华", "h:大", "h:学"])
        #expect(found.filter { $0.hasPrefix("p:") } == ["p:清华", "p:华大", "p:大学"])
        #expect(found.contains("H:清华大学"))
    }

    @Test func traditionalAndSimplifiedAreTheSame() {
        #expect(terms("連衣裙") == terms("连衣裙"))
        #expect(terms("頭髮") == terms("头发"))
        #expect(terms("連衣裙").contains("H:衣裙"))
    }

    @Test func lettersAndDigitsAreCutWhereTheyMeet() {
        #expect(terms("iPhone15手机壳").prefix(3) == ["c:iphone15", "w:iphon", "w:15"])
        #expect(terms("250ML") == ["c:250ml", "w:250", "w:ml"])
        #expect(terms("MCP管理").prefix(2) == ["w:mcp", "h:管"])
        #expect(terms("WH-1000XM4") == ["c:wh1000xm4", "w:wh", "w:1000", "w:xm", "w:4"])
    }

    /// A text of marks alone was normalised anew for each of them, and a row of groups read anew at each.
    @Test func whatAStrangerRepeatsWithoutEndIsReadOnce() {
        let marked = terms("a" + String(repeating: "\u{301}\u{323}", count: 20_000) + " b")
        #expect(marked.contains("w:a") && marked.contains("w:b"))
        let longest = marked.filter { $0.hasPrefix("c:") }.map { $0.unicodeScalars.count }.max() ?? 0
        #expect((10...40).contains(longest), "\(longest) scalars")
        let groups = terms(String(repeating: "100 ", count: 5_000) + "101")
        #expect(groups.count == 5_001 && groups.allSatisfy { $0 == "w:100" || $0 == "w:101" })
        let chain = terms(Array(repeating: "1.5", count: 4_000).joined(separator: "-"))
        #expect(chain.count { $0 == "w:1.5" } == 4_000)
    }

    @Test func aNumberInGroupsHasTwelveDigitsAtMost() {
        #expect(terms("100,200,300,400").contains("n:100200300400"))
        #expect(!terms("100,200,300,400,500").contains { $0.hasPrefix("n:") })
    }

    @Test func aJointMakesACompound() {
        #expect(terms("Type-C") == ["c:typec", "w:type", "w:c"])
        #expect(terms("typec") == ["w:typec"])
    }

    @Test func decimalsStayWhole() {
        #expect(terms("１２.５寸") == ["w:12.5", "q:12.5寸", "h:寸"])
        #expect(terms("3.").first == "w:3")
    }

    @Test func aNumberAndTheCharactersBehindItAreAQuantity() {
        #expect(terms("2斤") == ["w:2", "q:2斤", "h:斤"])
        #expect(terms("茶 500 毫升瓶").filter { $0.hasPrefix("q:") } == ["q:500毫", "q:500毫升"])
        #expect(terms("A2公斤").filter { $0.hasPrefix("q:") } == ["q:2公", "q:2公斤"])
        for text in ["2  斤", "2-斤", "2，斤", "kg斤", "斤2", "2斤s"] {
            #expect(terms(text).filter { $0.hasPrefix("q:") }.count == (text == "2斤s" ? 1 : 0), "\(text)")
        }
    }

    private func writings(_ text: String) -> [String] {
        terms(text).filter { $0.hasPrefix("n:") }.map { String($0.dropFirst(2)) }
    }

    @Test func numbersHaveOneForm() {
        #expect(writings("20,000mAh") == ["20000"] && writings("20 000 mAh") == ["20000"])
        #expect(writings("1,000,000 V") == ["1000000"] && writings("1'200 W") == ["1200"])
        #expect(writings("1,5 m") == ["1.5"] && writings("0,75l") == ["0.75"])
        #expect(
            writings("1/2 inch") == ["0.5"] && writings("½ 寸") == ["0.5"]
                && writings("3/8\"") == ["0.375", "0.375inch"])
        #expect(writings("EAN 4 006381 333931") == ["4006381333931"] && writings("4 006381 333932").isEmpty)
        for text in ["iPhone 15 128 GB", "尺码 1,2,3", "3.5 mm", "1.2.3", "12", "24/7", "0,1234", "15 500"] {
            #expect(writings(text) == (text == "15 500" ? ["15500"] : []), "\(text)")
        }
    }

    @Test func sidesAndLengthsHaveOneForm() {
        for text in [
            "60x90", "60×90", "60*90", "60 x 90", "60 X 90", "60cm x 90cm", "60cmx90cm", "60 × 90 cm", "60乘90",
        ] {
            #expect(writings(text) == ["60x90"], "\(text)")
        }
        #expect(writings("1.8x2.0m") == ["1.8x2"] && writings("30×40×50") == ["30x40x50"])
        for text in ["27\"", "27″", "27''", "27”"] { #expect(writings(text) == ["27inch"], "\(text)") }
        #expect(writings("6' ladder") == ["6ft"] && writings("60's music").isEmpty)
        #expect(writings("5'x7'") == ["5x7"])
    }

    @Test func aNumberBelowNoughtIsAnother() {
        for text in ["-20℃", "-20°C", "-20 °C", "-20C", "−20度", "零下20度"] {
            #expect(writings(text) == ["-20c"], "\(text)")
        }
        #expect(writings("-3.00") == ["-3"])
        #expect(writings("10-20").isEmpty && writings("a-20").isEmpty)
    }

    @Test func aSignBelongsToItsWord() {
        #expect(writings("C++ book") == ["c++"] && writings("C# book") == ["c#"] && writings(".NET") == [".net"])
        #expect(writings("S10+ case") == ["s10+", "plus"])
        for text in ["A+B", "c+++", "abc#", "a.net", "1.5"] { #expect(writings(text).isEmpty, "\(text)") }
    }

    @Test func whatIsCountedHasOneForm() {
        let counted = { (text: String) in terms(text).filter { $0.hasPrefix("q:") } }
        #expect(counted("三件套") == ["q:3件", "q:3件套"] && counted("两只装") == ["q:2只", "q:2只装"])
        #expect(counted("十二件") == ["q:12件"] && counted("二十片") == ["q:20片"] && counted("一百零五抽") == ["q:105抽"])
        #expect(counted("半斤") == ["q:0.5斤"] && counted("第二代") == ["q:2代"] && counted("二两") == ["q:2两"])
        for text in ["一二三号", "十分", "三星", "百件"] { #expect(counted(text).isEmpty, "\(text)") }
    }

    @Test func accentsAreTakenOff() {
        #expect(terms("Pokémon").prefix(2) == ["w:pokemon", "c:pokémon"])
        #expect(terms("poke\u{301}mon") == terms("Pokémon"))
        #expect(terms("Øresund").first == "w:oresund" && terms("Łódź").first == terms("lodz").first)
        #expect(terms("encyclopædia").first == terms("encyclopaedia").first)
        #expect(terms("Đà Nẵng").filter { $0.hasPrefix("w:") } == ["w:da", "w:nang"])
        #expect(terms("İstanbul").first == terms("istanbul").first)
        #expect(terms("Ёлка").first != terms("Елка").first)
    }

    @Test func widthAndCaseDoNotMatter() {
        #expect(terms("ＡＢＣ") == terms("abc"))
        #expect(terms("㎖") == ["w:ml"])
        #expect(terms("Straße") == ["w:strass"] || terms("Straße") == terms("STRASSE"))
        #expect(terms("cafe\u{301}") == terms("CAFÉ"))
    }

    @Test func englishIsStemmed() {
        #expect(terms("running") == terms("runs"))
        #expect(terms("Women's dresses") == terms("women dress"))
    }

    @Test func hanBeyondTheBasicPlaneIsHan() {
        #expect(terms("𠮷野家").filter { $0.hasPrefix("p:") } == ["p:𠮷野", "p:野家"])
    }

    @Test func emojiAndPunctuationGiveNothing() {
        #expect(terms("😀，。!?★ 👨‍👩‍👧🅰️") == [])
        #expect(terms("1️⃣") == ["w:1"])
    }

    @Test func otherScriptsAreCutByICU() {
        #expect(terms("ワイヤレス テレビ") == ["w:ワイヤレス", "w:テレビ"])
        #expect(terms("Привет") == ["w:привет"])
    }

    @Test func aLongVowelBelongsToItsWord() {
        #expect(terms("コーヒー") == ["w:コーヒー"])
        #expect(terms("ｺｰﾋｰ") == terms("コーヒー"))
    }

    @Test func aTradeSignIsNoPartOfAName() {
        #expect(terms("Core™") == terms("Core"))
        #expect(terms("Core™2") == ["w:core", "w:2"])
    }

    @Test func offsetsNameTheSourceExactly() {
        let text = "A㎖連衣裙ﬁx"
        var copy = text
        var buffer = TokenBuffer()
        let analyzer = StandardAnalyzerFactory().makeAnalyzer()
        copy.withUTF8 { unsafe analyzer.analyze($0, into: &buffer) }
        let utf8 = Array(text.utf8)
        let sources = buffer.records.map { record in
            String(decoding: utf8[Int(record.sourceStart)..<Int(record.sourceEnd)], as: UTF8.self)
        }
        #expect(sources.contains("連衣") && sources.contains("衣裙") && sources.contains("A㎖") && sources.contains("ﬁx"))
    }

    @Test func aTermIsNoLongerThanItsLimit() {
        let found = terms(String(repeating: "x", count: 1_000))
        #expect(found.count == 1 && found[0].utf8.count == 2 + TermLimit.bytes)
    }
}
