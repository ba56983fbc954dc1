import SearchIndex
import Testing
import TextAnalysis

@testable import ListingSearch

/// What comes where no listing holds all words.
struct RelaxedPageTests {
    private func found(_ text: String, _ titles: [String]) throws -> [Int64] {
        try SmallMarket(titles).stretch(text).hits.map(\.id)
    }

    /// The first shares 防臭 with the query, the second all characters but not two that are neighbours.
    @Test func aListingHasToShareNeighbouringCharacters() throws {
        #expect(try found("防臭脚袋子", ["防臭鞋垫", "子弹 袋鼠 脚踏 臭豆 防晒"]) == [0])
    }

    /// Each shares 棉麻 with the query; the second has most of the other characters.
    @Test func charactersOrderWhatPairsFind() throws {
        let found = try found("棉麻桌布罩", ["棉麻 衬衫 长袖", "棉麻 布 桌 罩", "丝绸 桌 布 罩"])
        #expect(found.first == 1)
        #expect(!found.contains(2))
    }

    @Test func aCharacterOrAWordThatStandsAloneFinds() throws {
        #expect(try found("红 键盘", ["红 衣", "机械键盘", "蓝 衣"]).sorted() == [0, 1])
        #expect(try found("nike 袜子", ["nike air", "棉袜子", "棉衣"]).sorted() == [0, 1])
    }

    /// 包邮 says little: it lifts a listing and finds none.
    @Test func wordsThatSayLittleFindNothing() throws {
        #expect(try found("包邮棉麻桌布罩", ["毛衣 包邮", "棉麻桌布"]) == [1])
    }

    /// More terms than a query takes: pairs are left to find by, and characters to rank by.
    @Test func aLongTextStillFinds() throws {
        let text = String((0..<60).map { Character(Unicode.Scalar(0x4E00 + 7 * $0)!) })
        let end = String(text.suffix(2))
        let start = String(text.prefix(12))
        #expect(try found(text, [end + " 衣", start + " 衣", "大衣"]).contains(1))
        let words = try ShopperQuery(text, analyzer: ListingIndex.analyzer.makeAnalyzer())
        #expect(words.relaxed.count { $0.role == .optional } == 32)
        #expect(words.relaxed.count { $0.role == .ranking } == 32)
    }
}
