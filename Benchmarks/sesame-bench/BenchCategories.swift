import Catalog
import Foundation
import ListingSearch
import Locking

/// The categories of a file of listings: a tree without branches, as a market would have it, kept beside the index.
final class BenchCategories: Sendable {
    private let names = Locked<Set<String>>([])

    private static let file = "/categories.txt"

    func add(_ name: String) {
        guard !name.isEmpty else { return }
        names.withLock { _ = $0.insert(name) }
    }

    func write(_ folder: String) throws {
        let names = names.withLock(\.self).sorted()
        try Data(names.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder + Self.file))
    }

    static func read(_ folder: String) throws -> NamedCategories {
        let names = try String(contentsOfFile: folder + file, encoding: .utf8).split(separator: "\n").map(String.init)
        return NamedCategories(
            categories: try CategoryTree(
                names.map {
                    Category(id: number($0), parentID: nil, slug: $0, nameChinese: $0, nameEnglish: $0)
                }))
    }

    /// The label of a category's listings; empty where there is no category.
    static func label(_ name: String) -> String { name.isEmpty ? "" : ListingDocument.label(number(name)) }

    /// The same for a name in every run: FNV-1a (Fowler, Noll & Vo).
    private static func number(_ name: String) -> Int {
        Int(name.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 } >> 1)
    }
}
