import Testing

@testable import Catalog

struct RegionCodeTests {
    @Test(arguments: ["CN", "CN-ZJ", "GB", "UK", "UK-LND", "ES-B", "ES-BI", "US-CA", "TW", "HK", "CN-33"])
    func placesOfTheWorldAreValid(code: String) { #expect(RegionCode.isValid(code)) }

    @Test(arguments: [
        "", "C", "cn", "XX", "ZZ", "EU", "AA-B", "CN-", "CN-ABCD", "CN_ZJ", "CN-zj", "CNZJ", "ＣＮ", "CN-ZJ ", "中国",
    ])
    func othersAreNot(code: String) { #expect(!RegionCode.isValid(code)) }

    @Test func theUnitedKingdomIsKeptUnderItsCode() throws {
        #expect(RegionCode.standard("UK") == "GB" && RegionCode.standard("UK-LND") == "GB-LND")
        #expect(RegionCode.standard("UKR") == "UKR" && RegionCode.standard("UA") == "UA")
        #expect(RegionCode.isCovered("UK-LND", by: ["GB"]) && !RegionCode.isCovered("UK", by: ["UA"]))
        let content = ListingContent(
            title: "tea", categoryID: 1, price: Money(amountMinor: 1, currency: .cny), region: " UK-LND ",
            shipsTo: ["UK", "GB", "IE"])
        let category = Category(id: 1, parentID: nil, slug: "a", nameChinese: "a", nameEnglish: "a")
        let checked = try content.checked(in: CategoryTree([category]))
        #expect(checked.region == "GB-LND" && checked.shipsTo == ["GB", "IE"])
    }
}
