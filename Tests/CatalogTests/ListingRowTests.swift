import Catalog
import Testing

@Suite struct `A listing as a row` {
    let tree: CategoryTree

    init() throws { tree = try CategoryTree(CategorySeed.categories) }

    @Test func `needs four cells, and has defaults for the rest`() throws {
        let row = ListingRow(cells: [.title: " 手机 ", .category: "phones", .price: "1999", .region: "CN-GD"])
        let content = try row.content(in: tree)
        #expect(
            content
                == ListingContent(
                    title: "手机", categoryID: 7010, price: Money(amountMinor: 199_900, currency: .cny), region: "CN-GD",
                    shipsTo: ["CN"]))
        #expect(row.key == nil)
    }

    @Test func `names every cell that cannot be taken, once`() {
        let row = ListingRow(cells: [
            .category: "nothing", .condition: "old", .price: "12,50", .currency: "RMB", .quantity: "many",
            .region: "China", .shippingFee: "-1", .attributes: "品牌",
        ])
        let error = #expect(throws: CatalogError.self) { try row.content(in: tree) }
        guard case .invalid(let problems) = error else { return }
        let fields = problems.map(\.field)
        #expect(Set(fields).count == fields.count)
        #expect(
            Set(fields) == [
                "title", "category", "condition", "price", "currency", "quantity", "region", "shipping_fee",
                "attributes[0]", "ships_to[0]",
            ])
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `reads back what it wrote`(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func pick<Value>(_ values: [Value]) -> Value {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return values[Int((state >> 33) % UInt64(values.count))]
        }
        func text() -> String { (0..<6).map { _ in pick(["|", "=", "\\", "品", "a", ",", "\"", "1"]) }.joined() }
        let currency = try #require(Currency(code: pick(Currency.allCodes)))
        let content = ListingContent(
            title: text(), description: text(), categoryID: pick(tree.categories).id,
            condition: pick(Condition.allCases),
            price: Money(amountMinor: pick([1, 10, 105, 99_999]), currency: currency),
            quantity: pick([0, 1, 99]), region: pick(["CN", "CN-ZJ"]), shipsTo: pick([["worldwide"], ["CN", "SG"]]),
            shippingFeeMinor: pick([0, 5, 1_000]),
            attributes: (0..<pick([0, 1, 3])).map { _ in ListingAttribute(name: text(), value: text()) })
        let row = ListingRow(content, key: "k", in: tree)
        #expect(try row.content(in: tree) == content, "seed \(seed)")
    }
}

@Suite struct `Decimal amounts` {
    @Test(arguments: [
        ("12", "CNY", 1_200), ("12.5", "CNY", 1_250), ("0.01", "USD", 1), ("007.10", "EUR", 710), ("500", "JPY", 500),
        ("92233720368547758.07", "CNY", Int64.max),
    ])
    func `are read exactly`(text: String, code: String, minor: Int64) throws {
        let currency = try #require(Currency(code: code))
        #expect(try Money(decimal: text, currency: currency).amountMinor == minor)
    }

    @Test(arguments: ["", ".", "1.", ".5", "-1", "+1", "1,000", "1e3", "１２", "1.2.3", " 1", "0x1"])
    func `are nothing but digits and a point`(text: String) {
        #expect(throws: DecimalProblem.notDecimal(text)) { try Money(decimal: text, currency: .cny) }
    }

    @Test func `are refused when too fine or too large`() throws {
        let yen = try #require(Currency(code: "JPY"))
        #expect(throws: DecimalProblem.tooPrecise(yen)) { try Money(decimal: "1.5", currency: yen) }
        #expect(throws: DecimalProblem.tooLarge) { try Money(decimal: "92233720368547758.08", currency: .cny) }
    }

    @Test(arguments: [(0, "0.00"), (5, "0.05"), (1_250, "12.50"), (-5, "-0.05"), (Int64.min, "-92233720368547758.08")])
    func `are written with all digits`(minor: Int64, text: String) {
        #expect(Money(amountMinor: minor, currency: .cny).decimalText == text)
    }
}
