import Testing

@testable import Catalog

@Suite struct `The tree of categories` {
    let tree: CategoryTree

    init() throws { tree = try CategoryTree(CategorySeed.categories) }

    @Test func `begins with every line of the table, two or three levels deep`() {
        #expect(CategorySeed.categories.count == CategorySeed.table.split(separator: "\n").count)
        #expect(Set(CategorySeed.categories.map { tree.path(to: $0.id).count }) == [1, 2, 3])
        #expect(CategorySeed.categories.allSatisfy { $0.nameChinese.unicodeScalars.contains { $0.value > 0x4E00 } })
        #expect(CategorySeed.categories.allSatisfy { $0.nameEnglish.utf8.allSatisfy { $0 < 0x80 } })
    }

    @Test func `finds by slug, upwards and downwards`() throws {
        let laptops = try #require(tree.category(slug: "laptops"))
        #expect(laptops.nameChinese == "笔记本电脑")
        #expect(tree.path(to: laptops.id).map(\.slug) == ["computers-office", "computers", "laptops"])
        let office = try #require(tree.category(slug: "computers-office"))
        #expect(tree.subtree(of: office.id).contains(laptops.id))
        #expect(tree.subtree(of: laptops.id) == [laptops.id])
        let all = tree.roots.flatMap { tree.subtree(of: $0) }
        #expect(Set(all).count == all.count && all.count == tree.categories.count)
    }

    @Test func `knows nothing of an unknown number`() {
        #expect(tree[-1] == nil && tree.path(to: -1).isEmpty && tree.subtree(of: -1).isEmpty)
    }

    @Test func `refuses what is no tree`() {
        func category(_ id: Int, _ parent: Int?, _ slug: String) -> Catalog.Category {
            Category(id: id, parentID: parent, slug: slug, nameChinese: "", nameEnglish: "")
        }
        #expect(throws: CategoryTreeError.duplicateID(1)) {
            try CategoryTree([category(1, nil, "a"), category(1, nil, "b")])
        }
        #expect(throws: CategoryTreeError.duplicateSlug("a")) {
            try CategoryTree([category(1, nil, "a"), category(2, nil, "a")])
        }
        #expect(throws: CategoryTreeError.unknownParent(9, of: 1)) { try CategoryTree([category(1, 9, "a")]) }
        #expect(throws: CategoryTreeError.cycle(1)) { try CategoryTree([category(1, 2, "a"), category(2, 1, "b")]) }
        #expect(throws: CategoryTreeError.cycle(1)) { try CategoryTree([category(1, 1, "a")]) }
    }
}
