import Foundation
import Logging
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// What is said in other words is found all the same.
struct LexiconTests {
    @Test(arguments: [
        ("肯德基", "KFC"), ("耐克运动鞋", "Nike 运动鞋"), ("laptop", "笔记本电脑"), ("西红柿", "番茄"),
        ("软件", "軟體"), ("滑鼠", "鼠标"), ("鼠标垫", "滑鼠墊"), ("伺服器", "服务器"), ("Type-C", "typec"), ("typec", "Type-C"),
    ])
    func otherNamesFindEachOther(one: String, other: String) throws {
        let market = try SmallMarket(["某某\(one)某某", "某某\(other)某某", "无关的东西"])
        #expect(Set(try market.complete(one)) == [0, 1])
        #expect(Set(try market.complete(other)) == [0, 1])
        #expect(try market.complete(one).first == 0, "the word itself comes first")
    }

    @Test(arguments: [
        ("500ml", "500毫升"), ("2斤", "1kg"), ("1kg", "1000g"), ("1公斤", "2斤"), ("0.5L", "500 ml"), ("10cm", "100毫米"),
        ("1TB", "1024GB"), ("2两", "100克"),
    ])
    func equalQuantitiesFindEachOther(one: String, other: String) throws {
        let market = try SmallMarket(["茶 \(one) 罐", "茶 \(other) 罐", "茶 7\(one) 罐"])
        #expect(Set(try market.complete(one)) == [0, 1])
        #expect(Set(try market.complete(other)) == [0, 1])
    }

    @Test(arguments: [
        ("2斤", "苹果 2 个 10斤"), ("12.5寸", "12.5 厘米 7寸"), ("500毫升", "500克 20毫升"), ("2公斤", "2公分 3公斤"),
        ("5000毫安时", "5000毫克 20毫安时"),
    ])
    func aQuantityIsNoNumberAndUnitThatStandApart(quantity: String, apart: String) throws {
        let spaced = quantity.replacing(#/^([0-9.]+)/#) { "\($0.output.1) " }
        let market = try SmallMarket(["茶 \(apart)", "茶 \(quantity)", "茶\(spaced)装"])
        for typed in [quantity, spaced] { #expect(Set(try market.complete("茶 \(typed)")) == [1, 2], "\(typed)") }
    }

    /// Two numbers with a space between them may be one, and may be two.
    @Test(arguments: [
        ("iphone 15 100w charger", "100W charger for iPhone 15", "15100w charger iphone"),
        ("note 12 200w 充电器", "Note 12 充电器 200W", "note 12200w 充电器"),
    ])
    func numbersWithASpaceBetweenThemAreFoundAsTwoToo(query: String, asTwo: String, asOne: String) throws {
        let market = try SmallMarket([asTwo, asOne, "charger iphone 充电器 note"])
        #expect(Set(try market.complete(query)) == [0, 1])
    }

    @Test func aChainOfMoreWordsThanATermTakesIsLookedForByItsWords() throws {
        let words = "womens long sleeve crew neck slim fit soft cotton knit pullover sweater top with side slits blue"
        let market = try SmallMarket([words, "blue sweater"])
        #expect(try market.complete(words.replacing(" ", with: "-")) == [0])
    }

    @Test func aPieceOfANumberInHanFindsItsTitle() throws {
        let market = try SmallMarket(["一两件外套", "三件外套", "十二件"])
        #expect(try market.complete("两件外套").contains(0))
        #expect(try market.complete("二件").contains(2))
    }

    /// A number with its unit is said once, however many ways of looking for it find it.
    @Test func aQuantityCountsOnceHoweverItIsWritten() throws {
        let titles = (0..<20).map { "茶 \($0) 罐" } + ["茶 500ml 罐", "茶 500毫升 罐"]
        let scores = try SmallMarket(titles).stretch("500ml").hits.map(\.score)
        #expect(scores.count == 2 && scores.max()! < 1.05 * scores.min()!)
    }

    @Test(arguments: ["new balance new shoes", "new shoes new balance"])
    func aWordOfASynonymThatStandsAgainIsStillAWord(text: String) throws {
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        let query = try ShopperQuery(text, analyzer: analyzer, lexicon: try Lexicon(analyzer: analyzer))
        for terms in [query.terms, query.relaxed] {
            #expect(terms.contains { $0.bytes == Array("new".utf8) && $0.role != .ranking }, "\(terms)")
        }
        #expect(query.terms.contains { $0.bytes == Array("new".utf8) && $0.role == .required })
    }

    @Test func aWordOfThePhraseAloneIsNoSynonym() throws {
        let market = try SmallMarket(["笔记本", "电脑", "笔记本电脑", "notebook"])
        #expect(try market.complete("laptop") == [2, 3] || market.complete("laptop") == [3, 2])
    }

    @Test func wordsThatSayLittleAreNotNeeded() throws {
        let market = try SmallMarket(["富光保温杯", "富光保温杯 官方旗舰店", "保温杯"])
        #expect(try market.complete("富光保温杯旗舰店") == [1, 0])
        #expect(try market.complete("官方旗舰店") == [1])
    }

    @Test func anOperatorsWordsAreAdded() throws {
        let titles = ["阿里山", "乌龙茶", "高山茶"]
        #expect(try SmallMarket(titles).complete("阿里山") == [0])
        let market = try SmallMarket(titles, synonyms: "# tea\n阿里山 => 高山茶\n")
        #expect(Set(try market.complete("阿里山")) == [0, 2])
        #expect(try market.complete("高山茶") == [2])
    }

    @Test(arguments: [
        ("一", 1), ("a, b\n，，", 2), ("weak:", 1), ("a => ", 1), ("a, \(String(repeating: "长", count: 13))", 1),
    ])
    func aLineThatBreaksARuleIsNamed(text: String, line: Int) throws {
        let error = #expect(throws: LexiconError.self) {
            try Lexicon(synonyms: text, analyzer: ListingIndex.analyzer.makeAnalyzer())
        }
        #expect(error?.line == line && error?.file == "synonyms.txt")
    }

    @Test func aChangedFileIsReadAndABrokenOneIsNot() async throws {
        let folder = try TemporaryFolder()
        let lexicons = try LexiconFolder(folder.path, logger: Logger(label: "test"))
        let before = lexicons.current().phraseCount
        let path = folder.path + "/" + LexiconFolder.synonymsName
        try Data("苹果手机, iPhone 手机\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(lexicons.current().phraseCount == before)
        lexicons.look()
        #expect(lexicons.current().phraseCount == before + 2)
        try Data("苹果手机\n".utf8).write(to: URL(fileURLWithPath: path))
        lexicons.look()
        #expect(lexicons.current().phraseCount == before + 2)
        try Data("苹果手机, iPhone 手机, 果机\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        lexicons.look()
        #expect(lexicons.current().phraseCount == before + 3)
        try FileManager.default.removeItem(atPath: path)
        lexicons.look()
        #expect(lexicons.current().phraseCount == before)
    }
}
