/// The categories as a tree, checked once and then looked up in constant time.
public struct CategoryTree: Sendable {
    /// In the order given.
    public let categories: [Category]
    /// The top of the tree, in the order given.
    public let roots: [Category.ID]

    private let indexByID: [Category.ID: Int]
    private let idBySlug: [String: Category.ID]
    private let childrenByID: [Category.ID: [Category.ID]]

    /// - Throws: `CategoryTreeError` where two share an id or a slug, a parent is unknown, or a circle closes.
    /// - Complexity: O(categories × depth).
    public init(_ categories: [Category]) throws(CategoryTreeError) {
        var indexByID: [Category.ID: Int] = [:]
        var idBySlug: [String: Category.ID] = [:]
        for (index, category) in categories.enumerated() {
            guard indexByID.updateValue(index, forKey: category.id) == nil else { throw .duplicateID(category.id) }
            guard idBySlug.updateValue(category.id, forKey: category.slug) == nil else {
                throw .duplicateSlug(category.slug)
            }
        }
        self.categories = categories
        self.indexByID = indexByID
        self.idBySlug = idBySlug
        roots = categories.filter { $0.parentID == nil }.map(\.id)
        childrenByID = try Self.children(of: categories, known: indexByID)
        for category in categories { try checkPath(of: category) }
    }

    private static func children(
        of categories: [Category], known: [Category.ID: Int]
    ) throws(CategoryTreeError) -> [Category.ID: [Category.ID]] {
        var children: [Category.ID: [Category.ID]] = [:]
        for category in categories {
            guard let parent = category.parentID else { continue }
            guard known[parent] != nil else { throw .unknownParent(parent, of: category.id) }
            children[parent, default: []].append(category.id)
        }
        return children
    }

    private func checkPath(of category: Category) throws(CategoryTreeError) {
        var steps = 0
        var parent = category.parentID
        while let id = parent {
            steps += 1
            guard steps < categories.count else { throw .cycle(category.id) }
            parent = self[id]?.parentID
        }
    }
}

// MARK: - Looking up

extension CategoryTree {
    public subscript(_ id: Category.ID) -> Category? {
        indexByID[id].map { categories[$0] }
    }

    public func category(slug: String) -> Category? {
        idBySlug[slug].flatMap { self[$0] }
    }

    /// Direct children in order; empty for a leaf and for an unknown id.
    public func children(of id: Category.ID) -> [Category.ID] {
        childrenByID[id] ?? []
    }

    /// From the root down to the category itself; empty for an unknown id.
    public func path(to id: Category.ID) -> [Category] {
        var path: [Category] = []
        var next = self[id]
        while let category = next {
            path.append(category)
            next = category.parentID.flatMap { self[$0] }
        }
        return path.reversed()
    }

    /// The category and everything below it, parents before children; empty for an unknown id.
    public func subtree(of id: Category.ID) -> [Category.ID] {
        guard self[id] != nil else { return [] }
        var found = [id]
        var next = 0
        while next < found.count {
            found += children(of: found[next])
            next += 1
        }
        return found
    }
}

/// Why a list of categories is no tree.
public enum CategoryTreeError: Error, Hashable, Sendable {
    case duplicateID(Category.ID)
    case duplicateSlug(String)
    case unknownParent(Category.ID, of: Category.ID)
    case cycle(Category.ID)
}
