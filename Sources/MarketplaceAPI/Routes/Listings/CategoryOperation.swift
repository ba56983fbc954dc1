import Catalog
import HTTPTypes
import MarketplaceWire

/// The tree of categories, as it was when the server started.
struct CategoryOperation: Sendable {
    var categories: [Category]

    var operation: Operation {
        let response = CategoriesResponse(categories: Self.parentsFirst(categories).map(CategoryResource.init))
        return Operation(
            id: "listCategories", method: .get, path: "/v1/categories", tag: "listings",
            summary: "The tree of categories.",
            successes: [
                .init(
                    status: .ok, description: "The whole tree, parents before children.",
                    schema: Schema.reference("Categories"))
            ], work: .cheap
        ) { _ in try .json(response) }
    }

    private static func parentsFirst(_ categories: [Category]) -> [Category] {
        let children = Dictionary(grouping: categories, by: \.parentID)
        var ordered: [Category] = []
        var parents: [Category.ID?] = [nil]
        while let parent = parents.popLast() {
            let next = (children[parent] ?? []).sorted { $0.id < $1.id }
            ordered += next
            parents += next.reversed().map(\.id)
        }
        return ordered
    }
}

extension CategoryResource {
    init(_ category: Category) {
        self.init(
            id: category.id, parentID: category.parentID, slug: category.slug, nameChinese: category.nameChinese,
            nameEnglish: category.nameEnglish)
    }
}
