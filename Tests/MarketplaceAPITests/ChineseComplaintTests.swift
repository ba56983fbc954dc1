import Foundation
import HTTPTypes
import ListingSearch
import Testing

@testable import MarketplaceAPI

/// What shoppers suffer from with Chinese in other engines, one test each, over HTTP.
@Suite("Complaints about Chinese search that end here")
struct ChineseComplaintTests {
    private static let titles = [
        "清华大学出版社 高等数学教材", "简单生活 收纳盒", "农业银行纪念币", "雪纺连衣裙 夏", "90白鸭绒 羽绒服女 轻薄", "耐克 Air Max 运动鞋",
        "索尼降噪耳机 WH-1000XM4", "西湖景点门票", "经典款白衬衫", "2021新款 iPhone15手机壳 透明", "MCP管理工具", "後視鏡 汽车用品",
        "皇后 蛋糕模具", "肯德基 优惠券", "本田雅阁脚垫", "笔记本 A5", "日本製 会社員 西装", "手机 充电器", "手机壳", "壳聚糖 手机支架",
    ]

    /// A market with these titles, and a shopper who says what a query finds.
    private func search(
        _ body: @escaping @Sendable (Market, @escaping @Sendable (String) async throws -> [String]) async throws -> Void
    ) async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for title in Self.titles { _ = try await client.list(title, token: token) }
            try market.index()
            try await body(market) { query in
                let answer = try await client.send(.get, "/v1/search?q=" + Self.escaped(query))
                #expect(answer.status == 200, "\(answer.text)")
                return (answer.json["hits"] as? [[String: Any]] ?? []).compactMap {
                    ($0["listing"] as? [String: Any])?["title"] as? String
                }
            }
        }
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    @Test("1: a part of a word is found")
    func partsOfWords() async throws {
        try await search { _, find async throws -> Void in
            #expect(try await find("清华") == [Self.titles[0]])
            #expect(try await find("大学") == [Self.titles[0]])
            #expect(try await find("简单") == [Self.titles[1]])
            #expect(try await find("农业") == [Self.titles[2]])
        }
    }

    @Test("2: a single character is found")
    func singleCharacters() async throws {
        try await search { _, find async throws -> Void in
            #expect(try await find("裙") == [Self.titles[3]])
            #expect(try await find("币") == [Self.titles[2]])
        }
    }

    @Test("3: what the dictionary cuts wrongly is found whole")
    func wrongCuts() async throws {
        try await search { _, find async throws -> Void in
            #expect(try await find("羽绒服").first == Self.titles[4])
            #expect(try await find("耐克").first == Self.titles[5])
            #expect(try await find("降噪") == [Self.titles[6]])
        }
    }

    @Test("4: what sounds the same is no match")
    func homophones() async throws {
        try await search { _, find async throws -> Void in
            #expect(try await find("景点") == [Self.titles[7]])
            #expect(try await find("经典") == [Self.titles[8]])
        }
    }

    @Test("5: marks are exact, and no space is added")
    func highlights() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            _ = try await client.list("2021新款連衣裙女iPhone15壳", token: token)
            try market.index()
            let answer = try await client.send(.get, "/v1/search?highlight=true&q=" + Self.escaped("连衣裙 iphone"))
            #expect(answer.text.contains("2021新款<em>連衣裙</em>女<em>iPhone</em>15壳"), "\(answer.text)")
        }
    }

    @Test("6: phrases, minus and the order of words hold")
    func phrases() async throws {
        try await search { _, find async throws -> Void in
            #expect(try await find("\"手机壳\"").contains(Self.titles[19]) == false)
            #expect(try await find("手机 -壳").contains(Self.titles[17]))
            #expect(try await find("手机 -壳").contains(Self.titles[18]) == false)
            #expect(try await find("手机壳").first == Self.titles[18])
        }
    }

    @Test("7: mixed scripts come apart")
    func mixedScripts() async throws {
        try await search { _, find async throws -> Void in
            #expect(try await find("管理") == [Self.titles[10]])
            #expect(try await find("mcp") == [Self.titles[10]])
            #expect(try await find("MCP管理") == [Self.titles[10]])
            #expect(try await find("iphone15手机壳").first == Self.titles[9])
        }
    }

    @Test("8: no guess at a language changes what a query finds")
    func noLanguageDetection() async throws {
        try await search { _, find async throws -> Void in
            #expect(try await find("会社") == [Self.titles[16]])
            #expect(try await find("日本製") == [Self.titles[16]])
            #expect(try await find("日本制") == [Self.titles[16]])
        }
    }

    @Test("9: Traditional and Simplified meet, one-to-many characters too")
    func scripts() async throws {
        try await search { _, find async throws -> Void in
            #expect(try await find("后视镜") == [Self.titles[11]])
            #expect(try await find("後視鏡") == [Self.titles[11]])
            #expect(try await find("皇后") == [Self.titles[12]])
            #expect(try await find("連衣裙") == [Self.titles[3]])
        }
    }

    @Test("10: one wrong character among Han characters is corrected")
    func typos() async throws {
        try await search { _, find async throws -> Void in
            #expect(try await find("连衣群") == [Self.titles[3]])
            #expect(try await find("农业银航") == [Self.titles[2]])
        }
    }

    @Test("11: synonyms cross scripts")
    func synonyms() async throws {
        try await search { _, find async throws -> Void in
            #expect(try await find("KFC") == [Self.titles[13]])
            #expect(try await find("nike") == [Self.titles[5]])
        }
    }

    @Test("12: a changed dictionary takes effect without a restart or a new index")
    func reload() async throws {
        try await search { market, find async throws -> Void in
            #expect(try await find("飞镖火箭").contains(Self.titles[14]) == false)
            let folder = market.folder + "/dictionary"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("飞镖火箭, 雅阁脚垫\n".utf8).write(to: URL(fileURLWithPath: folder + "/" + LexiconFolder.synonymsName))
            market.lexicons.look()
            #expect(try await find("飞镖火箭").first == Self.titles[14])
        }
    }

    @Test("13: recall never outranks precision")
    func precision() async throws {
        try await search { _, find async throws -> Void in
            let found = try await find("本田")
            #expect(found == [Self.titles[14]])
        }
    }

    @Test("14: a restart answers at once from what was there, and 15: an interrupted rebuild leaves that alone")
    func restart() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for title in Self.titles { _ = try await client.list(title, token: token) }
            try market.index()
            try market.follower.commit()
        }
        // As a killed rebuild leaves it: parts of another generation, half done.
        try FileManager.default.createDirectory(
            atPath: market.folder + "/index/building-2/part-1", withIntermediateDirectories: true)
        try await Market(copying: market).test { client in
            let answer = try await client.send(.get, "/v1/search?q=" + Self.escaped("清华"))
            #expect((answer.json["hits"] as? [[String: Any]])?.count == 1, "\(answer.text)")
        }
    }
}
