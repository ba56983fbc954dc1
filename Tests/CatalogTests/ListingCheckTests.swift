import Catalog
import Testing

@Suite struct `The rules of a listing` {
    let tree: CategoryTree
    let good = ListingContent(
        title: "纯棉连衣裙", categoryID: 1010, price: Money(amountMinor: 12_900, currency: .cny), region: "CN-ZJ",
        shipsTo: ["CN"])

    init() throws { tree = try CategoryTree(CategorySeed.categories) }

    private func problems(_ change: (inout ListingContent) -> Void) -> [FieldProblem] {
        var content = good
        change(&content)
        do {
            _ = try content.checked(in: tree)
            return []
        } catch {
            guard case .invalid(let problems) = error else { return [] }
            return problems
        }
    }

    @Test func `let a good one through, tidied`() throws {
        var content = good
        content.title = " \u{3000}纯棉连衣裙\n"
        content.description = "a\r\nb\r"
        content.shipsTo = ["CN", " CN", "SG"]
        let checked = try content.checked(in: tree)
        #expect(checked.title == "纯棉连衣裙")
        #expect(checked.description == "a\nb")
        #expect(checked.shipsTo == ["CN", "SG"])
    }

    @Test func `tell every problem at once`() {
        let found = problems {
            $0.title = " "
            $0.description = String(repeating: "长", count: 20_001)
            $0.categoryID = 3
            $0.price.amountMinor = 0
            $0.quantity = -1
            $0.shippingFeeMinor = -1
            $0.region = "cn"
            $0.shipsTo = ["CN", "China"]
            $0.attributes = Array(repeating: ListingAttribute(name: "a", value: "b"), count: 3)
            $0.attributes.append(ListingAttribute(name: "", value: String(repeating: "x", count: 501)))
        }
        #expect(
            found.map(\.field) == [
                "title", "description", "category", "price", "quantity", "shipping_fee", "region", "ships_to[1]",
                "attributes[3].name", "attributes[3].value",
            ])
        #expect(found[1].message == "must be 0 to 20000 characters, is 20001")
        #expect(found[3].message == "must be 1 to 1000000000000 minor units, is 0")
    }

    @Test(arguments: [
        ("a\u{0}b", "U+0000"), ("a\nb", "U+000A"), ("a\u{85}b", "U+0085"), ("a\u{202E}b", "U+202E"),
        ("a\u{2028}b", "U+2028"),
    ])
    func `refuse control characters in a title`(title: String, code: String) {
        #expect(problems { $0.title = title }.map(\.message) == ["must not hold the control character \(code)"])
    }

    @Test func `count characters as people see them, and bytes against endless marks`() {
        #expect(problems { $0.title = String(repeating: "👗", count: 500) }.isEmpty)
        #expect(problems { $0.title = String(repeating: "裙", count: 501) }.count == 1)
        let marks = problems { $0.title = "a" + String(repeating: "\u{301}", count: 1_000) }
        #expect(marks.map(\.message) == ["must be at most 2000 bytes of UTF-8, is 2001"])
    }

    @Test(arguments: ["CN", "CN-ZJ", "GB-ENG", "JP-13", "SG"]) func `take regions by ISO 3166`(code: String) {
        #expect(problems { $0.region = code }.isEmpty)
    }

    @Test(arguments: ["", "C", "CN-", "CN-ABCD", "CNZJ", "cn", "CN_ZJ", "中国", "C1", "CN-zj"])
    func `refuse what is no region`(code: String) {
        #expect(problems { $0.region = code }.map(\.field) == ["region"])
    }

    @Test func `take worldwide alone, and one to a hundred codes`() {
        #expect(problems { $0.shipsTo = ["worldwide"] }.isEmpty)
        #expect(problems { $0.shipsTo = ["worldwide", "CN"] }.map(\.field) == ["ships_to[0]"])
        #expect(problems { $0.shipsTo = [] }.map(\.field) == ["ships_to"])
    }

    @Test func `let a listing live as the table says`() {
        let legal: [(ListingStatus, ListingStatus)] = [
            (.active, .closed), (.active, .deleted), (.closed, .active), (.closed, .deleted),
        ]
        for from in ListingStatus.allCases {
            for to in ListingStatus.allCases {
                #expect(from.canBecome(to) == legal.contains { $0 == (from, to) })
            }
        }
    }
}
