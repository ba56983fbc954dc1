/// The categories that a new market begins with: some 320, two or three levels deep, named in Chinese and English.
public enum CategorySeed {
    /// Parents before their children, in the order in which the market shows them.
    public static let categories: [Category] = parse(table)

    /// Reads one category a line; the parent is the nearest line above with less indentation. A line that cannot be
    /// read is left out, and the tests count the lines.
    static func parse(_ table: String) -> [Category] {
        var path: [(depth: Int, id: Category.ID)] = []
        return table.split(separator: "\n").compactMap { line in
            let depth = line.prefix { $0 == " " }.count
            let parts = line.dropFirst(depth).split(separator: " ", maxSplits: 3)
            guard parts.count == 4, let id = Category.ID(parts[0]) else { return nil }
            while let last = path.last, last.depth >= depth { path.removeLast() }
            defer { path.append((depth, id)) }
            return Category(
                id: id, parentID: path.last?.id, slug: String(parts[1]), nameChinese: String(parts[2]),
                nameEnglish: String(parts[3]))
        }
    }
}
