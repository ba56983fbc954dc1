public import Catalog
public import SearchIndex

/// Turns listings into documents of the engine.
public struct ListingDocument: Sendable {
    private let paths: [Category.ID: (path: String, names: String, labels: String)]

    public init(categories: CategoryTree) {
        var paths: [Category.ID: (path: String, names: String, labels: String)] = [:]
        for category in categories.categories {
            let path = categories.path(to: category.id)
            // The root says too little to be searched where there is something below it.
            let named = path.count > 1 ? path.dropFirst() : path[...]
            paths[category.id] = (
                Self.path(path.map(\.id)), named.map { "\($0.nameChinese) \($0.nameEnglish)" }.joined(separator: " "),
                path.map { Self.label($0.id) }.joined(separator: " ")
            )
        }
        self.paths = paths
    }

    /// The path of a category as the column has it; nil for one that the tree does not know.
    public func path(of category: Category.ID) -> String? { paths[category]?.path }

    /// A listing has the labels of its category and of all above it.
    package static func label(_ category: Category.ID) -> String { "\(category)" }

    static func path(_ ids: [Category.ID]) -> String { ids.map { "\($0)/" }.joined() }

    public func document(_ offered: ShopListing) -> IndexDocument {
        let listing = offered.listing
        let content = listing.content
        let category = paths[content.categoryID]
        let attributes = content.attributes.map { "\($0.name) \($0.value)" }.joined(separator: " \n")
        return IndexDocument(
            key: listing.id,
            texts: [
                content.title, attributes, category?.names ?? "", Self.opening(content.description),
                content.description, offered.shopName, category?.labels ?? "",
            ],
            values: [
                .integer(listing.version), .integer(content.price.amountMinor),
                .integer(listing.createdAtMilliseconds), .integer(listing.sellerID), .keyword(category?.path),
                .keyword(content.condition.rawValue), .keyword(content.region), .keywords(content.shipsTo),
                .integer(Self.completeness(content)), .keyword(content.price.currency.code),
                .keywords(AttributeValue.strings(of: content.attributes)),
            ])
    }

    private static let openingCharacters = 80

    /// The whole words that a description begins with.
    package static func opening(_ description: String) -> String {
        let scalars = description.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: openingCharacters, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return description }
        // A word that is cut off would be another word. Text without spaces has no better end than this one.
        let lastSpace = scalars[...end].lastIndex { $0.properties.isWhitespace }
        return String(scalars[..<(lastSpace ?? end)])
    }

    private static let fullDescriptionCharacters = 60
    private static let fullAttributeCount = 5

    /// How much a listing says of itself beside its title, 0 to 100: half for a description of 60 characters, half for
    /// five attributes, less for less.
    static func completeness(_ content: ListingContent) -> Int64 {
        let characters = content.description.unicodeScalars.prefix(fullDescriptionCharacters).count
        let attributes = min(content.attributes.count, fullAttributeCount)
        return Int64(characters * 50 / fullDescriptionCharacters + attributes * 50 / fullAttributeCount)
    }

    /// What a change of a listing means for the index: only active listings are in it, and none that the store cannot read.
    func change(_ change: ListingChange) -> Index.Change {
        change.offered.map(self.change) ?? .remove(key: change.listingID)
    }

    func change(_ offered: ShopListing) -> Index.Change {
        offered.listing.isOnSale ? .put(document(offered)) : .remove(key: offered.listing.id)
    }
}
