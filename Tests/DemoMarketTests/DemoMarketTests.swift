import Catalog
import Testing

@testable import DemoMarket

struct DemoMarketTests {
    private static let sample = 20_000

    private static func market(seed: UInt64 = 1) throws -> DemoMarket {
        DemoMarket(seed: seed, categories: try CategoryTree(CategorySeed.categories))
    }

    @Test func everyLineOfTheTablesIsReadAndHasItsCategory() throws {
        let lines = [ProductLine.wearTable, ProductLine.deviceTable, ProductLine.homeTable].joined(separator: "\n")
            .split(separator: "\n")
        #expect(ProductLine.all.count == lines.count)
        let categories = try CategoryTree(CategorySeed.categories)
        #expect(ProductLine.all.filter { categories.category(slug: $0.slug) == nil }.map(\.slug) == [])
        #expect(Set(ProductLine.all.map(\.slug)).count == lines.count && lines.count > 60)
    }

    @Test func theSameSeedGivesTheSameMarketAndAnotherAnother() throws {
        let first = try Self.market()
        let again = try Self.market()
        let other = try Self.market(seed: 2)
        var same = 0
        for number in 0..<500 {
            #expect(first.listing(number).content == again.listing(number).content)
            if first.listing(number).content.title == other.listing(number).content.title { same += 1 }
        }
        #expect(same < 10)
    }

    @Test func everyListingIsOneThatTheMarketTakes() throws {
        let categories = try CategoryTree(CategorySeed.categories)
        let market = try Self.market()
        for number in 0..<2_000 {
            let content = market.listing(number).content
            #expect(throws: Never.self, "\(content)") { _ = try content.checked(in: categories) }
        }
    }

    @Test func titlesAreBilingualAndSeldomTheSame() throws {
        let market = try Self.market()
        let titles = (0..<Self.sample).map { market.listing($0).content.title }
        let share = { (count: Int) in Double(count) / Double(Self.sample) }
        #expect(share(Set(titles).count) > 0.99)
        let english = titles.count { $0.utf8.allSatisfy { $0 < 0x80 } }
        let traditional = titles.count { $0.contains { "連褲長顯氣質機電腦無線藍紅綠銀".contains($0) } }
        let mixed = titles.count { title in
            title.contains { $0.isASCII && $0.isLetter } && title.contains { !$0.isASCII && $0.isLetter }
        }
        #expect((0.10...0.25).contains(share(english)))
        #expect((0.04...0.20).contains(share(traditional)))
        #expect(share(mixed) > 0.4)
    }

    @Test func aFewSellersHaveMuchAndManyHaveLittle() throws {
        let market = try Self.market()
        var counts = [Int](repeating: 0, count: DemoSellers.count)
        for number in 0..<Self.sample { counts[market.listing(number).seller] += 1 }
        let sorted = counts.sorted(by: >)
        #expect(sorted.prefix(40).reduce(0, +) > Self.sample / 4)
        #expect(sorted.allSatisfy { $0 > 0 })
        #expect(Set((0..<DemoSellers.count).map(DemoSellers.username)).count == DemoSellers.count)
    }
}
