import Foundation
import Testing
import TextAnalysis

@testable import ListingSearch

/// Characters that are taken for each other by the eye.
struct LookalikesTests {
    @Test func ofAGroupEachLooksLikeTheOthersAndLinesAddUp() {
        let table = Lookalikes("# 天 地\n已 己 巳\n己 巴\n\n")
        #expect(table.others(of: "已") == ["己", "巳"])
        #expect(table.others(of: "己") == ["已", "巳", "巴"])
        #expect(table.others(of: "巴") == ["己"] && table.others(of: "天").isEmpty)
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
        #expect(Lookalikes.shared.others(of: left).contains(right))
        #expect(Lookalikes.shared.others(of: right).contains(left))
    }
}
