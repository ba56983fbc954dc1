import Foundation
import Testing
import TextAnalysis

@testable import ListingSearch

/// Characters that are taken for each other by the eye.
struct LookalikesTests {
    private func others(_ table: Lookalikes, _ character: Character) -> [String] {
        table.others(of: character).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func ofAGroupEachLooksLikeTheOthersAndLinesAddUp() {
        let table = Lookalikes("# 天 地\n已 己 巳\n己 巴\n\n")
        #expect(others(table, "已") == ["己", "巳"])
        #expect(others(table, "己") == ["已", "巳", "巴"])
        #expect(others(table, "巴") == ["己"] && others(table, "天").isEmpty)
    }

    /// Another form than the one that an index holds would never be found.
    @Test func theTableHoldsCharactersAsTheIndexDoes() throws {
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        let text = String(decoding: PackageResources.lookalikes_txt, as: UTF8.self)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let group = line.split(separator: " ").map(String.init)
            #expect(group.count > 1 && Set(group).count == group.count, "\(line)")
            for character in group {
                let units = QueryUnits(character, analyzer: analyzer).units
                #expect(units.map(\.isHan) == [true] && units[0].bytes == Array(character.utf8), "\(character)")
            }
        }
    }

    @Test(arguments: [("未", "末"), ("己", "已"), ("土", "士"), ("衣", "农"), ("菜", "莱"), ("鸟", "乌"), ("折", "拆")])
    func whatEveryTeacherCorrectsIsInTheTable(left: Character, right: Character) {
        #expect(others(.shared, left).contains(String(right)))
        #expect(others(.shared, right).contains(String(left)))
    }
}
