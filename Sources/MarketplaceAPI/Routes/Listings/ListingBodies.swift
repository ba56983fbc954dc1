import Catalog
import MarketplaceWire

/// The bodies that write listings: what the API's description says of their members, and the check of the same.
struct ListingBodies: Sendable {
    static let title = TextMember(lengths: ListingLimits.titleCharacters, rule: .line)
    static let description = TextMember(lengths: ListingLimits.descriptionCharacters, rule: .lines)
    static let attributeName = TextMember(lengths: ListingLimits.attributeNameCharacters, rule: .line)
    static let attributeValue = TextMember(lengths: ListingLimits.attributeValueCharacters, rule: .line)
    static let region = TextMember(lengths: 2...6, rule: .place)

    var categoryIDs: [Category.ID]

    /// What a new listing says, with the defaults of what its request leaves out.
    /// - Throws: `APIProblem` that names every member that is wrong.
    func content(_ request: ListingRequest) throws -> ListingContent {
        let patch = ListingPatch(
            title: request.title, description: request.description, categoryID: request.categoryID,
            condition: request.condition, priceMinor: request.priceMinor, currency: request.currency,
            quantity: request.quantity, region: request.region, shipsTo: request.shipsTo,
            shippingFeeMinor: request.shippingFeeMinor, attributes: request.attributes)
        let blank = ListingContent(
            title: "", categoryID: 0, price: Money(amountMinor: 0, currency: .cny), region: "", shipsTo: [])
        try check(patch)
        return self.content(blank, patched: patch)
    }

    /// - Throws: As above.
    func check(_ patch: ListingPatch) throws { try problems(of: patch).refuse() }

    /// The content with what a patch, checked already, gives in place of what was there.
    func content(_ content: ListingContent, patched patch: ListingPatch) -> ListingContent {
        var content = content
        content.title = patch.title ?? content.title
        content.description = patch.description ?? content.description
        content.categoryID = patch.categoryID ?? content.categoryID
        content.condition = patch.condition.flatMap(Condition.init(rawValue:)) ?? content.condition
        content.price = Money(
            amountMinor: patch.priceMinor ?? content.price.amountMinor,
            currency: patch.currency.flatMap { Currency(code: $0) } ?? content.price.currency)
        content.quantity = patch.quantity ?? content.quantity
        content.region = patch.region ?? content.region
        content.shipsTo = patch.shipsTo ?? content.shipsTo
        content.shippingFeeMinor = patch.shippingFeeMinor ?? content.shippingFeeMinor
        content.attributes =
            patch.attributes?.map { ListingAttribute(name: $0.name, value: $0.value) } ?? content.attributes
        return content
    }
}

// MARK: - Check

extension ListingBodies {
    private func problems(of patch: ListingPatch) -> MemberProblems {
        var problems = MemberProblems()
        if patch == ListingPatch() {
            problems.add("title", "is missing, as is every other member: nothing would change")
        }
        problems.check("title", patch.title, Self.title)
        problems.check("description", patch.description, Self.description)
        problems.check("category_id", patch.categoryID, oneOf: categoryIDs, "a category of the market")
        problems.check("condition", patch.condition, oneOf: Condition.allCases.map(\.rawValue))
        problems.check("price_minor", patch.priceMinor, ListingLimits.priceMinor)
        problems.check("currency", patch.currency, oneOf: Currency.allCodes)
        problems.check("quantity", patch.quantity, ListingLimits.quantity)
        problems.check("region", patch.region, Self.region)
        problems.check("shipping_fee_minor", patch.shippingFeeMinor, ListingLimits.shippingFeeMinor)
        check(shipsTo: patch.shipsTo, &problems)
        check(attributes: patch.attributes, &problems)
        return problems
    }

    private func check(shipsTo: [String]?, _ problems: inout MemberProblems) {
        guard let shipsTo, shipsTo != [ListingLimits.worldwide],
            problems.check("ships_to", count: shipsTo.count, ListingLimits.shipsToCount)
        else { return }
        for (index, code) in shipsTo.enumerated() where !RegionCode.isValid(code) {
            problems.add(
                "ships_to[\(index)]", "has to be \(TextShape.place.words); or the list is the one word worldwide")
        }
    }

    private func check(attributes: [AttributeResource]?, _ problems: inout MemberProblems) {
        guard let attributes, problems.check("attributes", count: attributes.count, 0...ListingLimits.attributeCount)
        else { return }
        for (index, attribute) in attributes.enumerated() {
            problems.check("attributes[\(index)].name", attribute.name, Self.attributeName)
            problems.check("attributes[\(index)].value", attribute.value, Self.attributeValue)
        }
    }
}

// MARK: - Description

extension ListingBodies {
    /// The members of a listing that its seller writes.
    var memberSchemas: JSONValue {
        [
            "title": Self.title.schema("What it is, in any language."),
            "description": Self.description.schema(),
            "category_id": Schema.choice(categoryIDs.map(Int64.init), "From `GET /v1/categories`."),
            "condition": Schema.choice(Condition.allCases.map(\.rawValue)),
            "price_minor": Schema.integer(ListingLimits.priceMinor, "In minor units: 1250 is 12.50 CNY."),
            "currency": Schema.choice(Currency.allCodes, "ISO 4217."),
            "quantity": Schema.integer(
                Int64(ListingLimits.quantity.lowerBound)...Int64(ListingLimits.quantity.upperBound)),
            "region": Self.region.schema("Where the goods are."),
            "ships_to": Self.shipsTo,
            "shipping_fee_minor": Schema.integer(ListingLimits.shippingFeeMinor, "0 is free shipping."),
            "attributes": Schema.array(of: Schema.reference("Attribute"), counts: 0...ListingLimits.attributeCount),
        ]
    }

    static let defaultedMembers: Set = ["description", "condition", "quantity", "shipping_fee_minor", "attributes"]

    private static var shipsTo: JSONValue {
        [
            "description": "ISO 3166 codes, or the one word `worldwide`.",
            "anyOf": [
                Schema.array(of: region.schema(), counts: ListingLimits.shipsToCount),
                ["const": [.string(ListingLimits.worldwide)]],
            ],
        ]
    }
}
