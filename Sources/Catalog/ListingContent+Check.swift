extension ListingContent {
    /// The content as it is kept: texts without white space at their ends, codes once each.
    /// - Throws: `CatalogError.invalid` with every problem at once, each with the path of its field
    ///   (`attributes[3].name`) and the limit.
    public func checked(in categories: CategoryTree) throws(CatalogError) -> ListingContent {
        let content = tidied()
        let problems = content.problems(in: categories)
        guard problems.isEmpty else { throw .invalid(problems) }
        return content
    }

    private func tidied() -> ListingContent {
        var content = self
        content.title = title.tidied
        content.description = description.tidied
        content.region = RegionCode.standard(region.tidied)
        var seen: Set<String> = []
        content.shipsTo = shipsTo.map { RegionCode.standard($0.tidied) }.filter { seen.insert($0).inserted }
        content.attributes = attributes.map { ListingAttribute(name: $0.name.tidied, value: $0.value.tidied) }
        return content
    }

    private func problems(in categories: CategoryTree) -> [FieldProblem] {
        var problems = ProblemList()
        problems.check("title", title, Self.titleRule)
        problems.check("description", description, Self.descriptionRule)
        problems.require(categories[categoryID] != nil, "category", "must be a category of the market")
        problems.check("price", price.amountMinor, ListingLimits.priceMinor, unit: " minor units")
        problems.check("quantity", quantity, ListingLimits.quantity)
        problems.check("shipping_fee", shippingFeeMinor, ListingLimits.shippingFeeMinor, unit: " minor units")
        problems.require(RegionCode.isValid(region), "region", Self.regionMessage)
        checkShipsTo(&problems)
        checkAttributes(&problems)
        return problems.problems
    }

    private func checkShipsTo(_ problems: inout ProblemList) {
        let limit = ListingLimits.shipsToCount
        guard limit.contains(shipsTo.count) else {
            problems.add("ships_to", "must be \(limit.lowerBound) to \(limit.upperBound) codes, is \(shipsTo.count)")
            return
        }
        if shipsTo == [ListingLimits.worldwide] { return }
        for (index, code) in shipsTo.enumerated() {
            problems.require(
                RegionCode.isValid(code), "ships_to[\(index)]",
                Self.regionMessage + ", or the one entry \(ListingLimits.worldwide)")
        }
    }

    private func checkAttributes(_ problems: inout ProblemList) {
        let limit = ListingLimits.attributeCount
        guard attributes.count <= limit else {
            problems.add("attributes", "must be at most \(limit), is \(attributes.count)")
            return
        }
        for (index, attribute) in attributes.enumerated() {
            problems.check("attributes[\(index)].name", attribute.name, Self.attributeNameRule)
            problems.check("attributes[\(index)].value", attribute.value, Self.attributeValueRule)
        }
    }

    private static let regionMessage = "must be an ISO 3166 code such as CN or CN-ZJ"
    private static let titleRule = TextRule(
        characters: ListingLimits.titleCharacters, bytes: ListingLimits.titleBytes)
    private static let descriptionRule = TextRule(
        characters: ListingLimits.descriptionCharacters, bytes: ListingLimits.descriptionBytes, allowsLines: true)
    private static let attributeNameRule = TextRule(
        characters: ListingLimits.attributeNameCharacters, bytes: ListingLimits.attributeNameBytes)
    private static let attributeValueRule = TextRule(
        characters: ListingLimits.attributeValueCharacters, bytes: ListingLimits.attributeValueBytes)
}
