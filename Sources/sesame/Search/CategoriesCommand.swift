import ArgumentParser
import MarketplaceClient
import MarketplaceWire

struct CategoriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "categories", abstract: "Show the tree of categories.")

    @OptionGroup var connection: Connection
    @OptionGroup var output: Output

    func run() async throws {
        let categories = try await connection.client().categories()
        try output.show(categories, as: Self.table(categories, indents: !output.plain))
    }

    /// Parents come before their children; a child stands two cells further in, unless a program reads it.
    static func table(_ categories: [CategoryResource], indents: Bool) -> Table {
        var table = Table([
            .init(title: "id", isRightAligned: true), .init(title: "category"), .init(title: "中文"),
            .init(title: "English"),
        ])
        let children = Dictionary(grouping: categories, by: \.parentID)
        func add(below parent: Int?, depth: Int) {
            for category in children[parent] ?? [] {
                let indent = indents ? String(repeating: "  ", count: depth) : ""
                table.add([
                    String(category.id), indent + category.slug, category.nameChinese, category.nameEnglish,
                ])
                add(below: category.id, depth: depth + 1)
            }
        }
        add(below: nil, depth: 0)
        return table
    }
}
