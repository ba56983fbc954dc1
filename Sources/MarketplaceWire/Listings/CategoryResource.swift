/// A place in the tree of categories.
public struct CategoryResource: Hashable, Sendable {
    public var id: Int
    /// Null at the top of the tree.
    public var parentID: Int?
    public var slug: String
    public var nameChinese: String
    public var nameEnglish: String

    public init(id: Int, parentID: Int?, slug: String, nameChinese: String, nameEnglish: String) {
        self.id = id
        self.parentID = parentID
        self.slug = slug
        self.nameChinese = nameChinese
        self.nameEnglish = nameEnglish
    }
}

extension CategoryResource: Codable {
    enum CodingKeys: String, CodingKey {
        case id, slug
        case parentID = "parent_id"
        case nameChinese = "name_zh"
        case nameEnglish = "name_en"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(parentID, forKey: .parentID)
        try container.encode(slug, forKey: .slug)
        try container.encode(nameChinese, forKey: .nameChinese)
        try container.encode(nameEnglish, forKey: .nameEnglish)
    }
}

/// The answer to `GET /v1/categories`: the whole tree, parents before children.
public struct CategoriesResponse: Hashable, Sendable, Codable {
    public var categories: [CategoryResource]

    public init(categories: [CategoryResource]) { self.categories = categories }
}
