/// A place in the tree of categories, named in both languages.
public struct Category: Hashable, Sendable, Identifiable {
    public typealias ID = Int

    public var id: ID
    public var parentID: ID?
    /// Lower-case Latin words joined by hyphens, unique in the tree: `womens-dresses`.
    public var slug: String
    public var nameChinese: String
    public var nameEnglish: String

    public init(id: ID, parentID: ID?, slug: String, nameChinese: String, nameEnglish: String) {
        self.id = id
        self.parentID = parentID
        self.slug = slug
        self.nameChinese = nameChinese
        self.nameEnglish = nameEnglish
    }
}
