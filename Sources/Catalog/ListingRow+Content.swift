extension ListingRow {
    /// The listing that the row describes, checked by every rule of the catalogue.
    /// - Throws: `CatalogError.invalid` with every problem at once; the fields are named as the columns are.
    public func content(in categories: CategoryTree) throws(CatalogError) -> ListingContent {
        var unreadable = ProblemList()
        let content = read(in: categories, &unreadable)
        do throws(CatalogError) {
            let checked = try content.checked(in: categories)
            guard unreadable.problems.isEmpty else { throw CatalogError.invalid(unreadable.problems) }
            return checked
        } catch {
            guard case .invalid(let broken) = error else { throw error }
            throw .invalid(Self.merged(unreadable.problems, broken))
        }
    }

    /// A cell that could not be read has its own sentence; what its stand-in breaks is not said too.
    private static func merged(_ unreadable: [FieldProblem], _ broken: [FieldProblem]) -> [FieldProblem] {
        let fields = Set(unreadable.map(\.field))
        return unreadable + broken.filter { !fields.contains($0.field) }
    }

    private func read(in categories: CategoryTree, _ problems: inout ProblemList) -> ListingContent {
        let currency = readCurrency(&problems)
        return ListingContent(
            title: self[.title], description: self[.description], categoryID: readCategory(categories, &problems),
            condition: readCondition(&problems),
            price: Money(amountMinor: readAmount(.price, currency, &problems), currency: currency),
            quantity: readQuantity(&problems), region: self[.region], shipsTo: readShipsTo(),
            shippingFeeMinor: self[.shippingFee].isEmpty ? 0 : readAmount(.shippingFee, currency, &problems),
            attributes: readAttributes(&problems))
    }

    private func readCategory(_ categories: CategoryTree, _ problems: inout ProblemList) -> Category.ID {
        if let category = categories.category(slug: self[.category]) { return category.id }
        problems.add("category", "must be the slug of a category, such as womens-dresses")
        return 0
    }

    private func readCondition(_ problems: inout ProblemList) -> Condition {
        if self[.condition].isEmpty { return .new }
        if let condition = Condition(rawValue: self[.condition]) { return condition }
        problems.add("condition", "must be one of " + Condition.allCases.map(\.rawValue).joined(separator: ", "))
        return .new
    }

    private func readCurrency(_ problems: inout ProblemList) -> Currency {
        if self[.currency].isEmpty { return .cny }
        if let currency = Currency(code: self[.currency]) { return currency }
        problems.add("currency", "must be one of " + Currency.allCodes.joined(separator: ", "))
        return .cny
    }

    private func readAmount(_ column: Column, _ currency: Currency, _ problems: inout ProblemList) -> Int64 {
        do {
            return try Money(decimal: self[column], currency: currency).amountMinor
        } catch {
            problems.add(column.rawValue, error.message)
            return 0
        }
    }

    private func readQuantity(_ problems: inout ProblemList) -> Int {
        if self[.quantity].isEmpty { return 1 }
        if let quantity = Int(self[.quantity]) { return quantity }
        problems.add(
            "quantity",
            "must be a whole number, \(ListingLimits.quantity.lowerBound) to \(ListingLimits.quantity.upperBound)")
        return 1
    }

    private func readShipsTo() -> [String] {
        if self[.shipsTo].isEmpty { return [RegionCode.country(of: self[.region])] }
        return CellList.split(self[.shipsTo], at: "|").map { CellList.literal($0).tidied }
    }

    private func readAttributes(_ problems: inout ProblemList) -> [ListingAttribute] {
        if self[.attributes].isEmpty { return [] }
        return CellList.split(self[.attributes], at: "|").enumerated().compactMap { index, entry in
            let halves = CellList.split(entry, at: "=", maxSplits: 1)
            guard halves.count == 2 else {
                problems.add("attributes[\(index)]", "must be name=value")
                return nil
            }
            return ListingAttribute(name: CellList.literal(halves[0]), value: CellList.literal(halves[1]))
        }
    }
}
