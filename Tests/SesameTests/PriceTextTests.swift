import Testing

@testable import sesame

@Suite("Prices as people write them")
struct PriceTextTests {
    @Test(
        "an amount becomes minor units",
        arguments: [
            ("89", 2, 8900), ("89.5", 2, 8950), ("89.05", 2, 8905), ("0.01", 2, 1), ("1200", 0, 1200),
            ("007.10", 2, 710),
        ] as [(String, Int, Int64)])
    func reading(text: String, digits: Int, minor: Int64) {
        #expect(PriceText.minor(text, digits: digits) == minor)
    }

    @Test(
        "what is no amount is refused",
        arguments: ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,000", "1.234", "１２", "99999999999999999999", "1.2.3"])
    func refusing(text: String) {
        #expect(PriceText.minor(text, digits: 2) == nil)
    }

    @Test("minor units become an amount and back", arguments: [0, 1, 9, 10, 99, 100, 12345, 1_000_000_000_000])
    func roundTrip(minor: Int64) {
        for digits in [0, 2] {
            #expect(PriceText.minor(PriceText.decimal(minor: minor, digits: digits), digits: digits) == minor)
        }
    }

    @Test("a currency without minor units has no point")
    func yen() {
        #expect(PriceText.text(minor: 1200, currency: "JPY") == "1200 JPY")
        #expect(PriceText.text(minor: 1250, currency: "CNY") == "12.50 CNY")
    }
}
