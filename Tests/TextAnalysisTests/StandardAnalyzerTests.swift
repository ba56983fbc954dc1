import Testing

@testable import TextAnalysis

/// The terms of a text with their kinds: `h` character, `p` pair, `H` dictionary word, `w` word, `c` compound.
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
