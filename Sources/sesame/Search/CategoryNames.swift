import MarketplaceClient
import MarketplaceWire

/// The tree of categories, by the names that people type.
struct CategoryNames {
    let categories: [CategoryResource]
    private let ids: [String: Int]
    private let slugs: [Int: String]

    init(_ categories: [CategoryResource]) {
        self.categories = categories
        ids = Dictionary(categories.map { ($0.slug, $0.id) }) { first, _ in first }
        slugs = Dictionary(categories.map { ($0.id, $0.slug) }) { first, _ in first }
    }

    init(_ client: MarketplaceClient) async throws {
        self.init(try await client.categories())
    }

    func slug(of id: Int) -> String? { slugs[id] }

    /// - Throws: `CommandFailure.usage` where there is no category of that name or number.
    func id(of text: String) throws -> Int {
        if let id = ids[text.lowercased()] { return id }
        if let id = Int(text), slugs[id] != nil { return id }
        if let found = categories.first(where: { $0.nameChinese == text || $0.nameEnglish == text }) { return found.id }
        throw CommandFailure.usage("there is no category '\(text)'; see: sesame categories")
    }
}
