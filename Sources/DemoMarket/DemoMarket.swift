public import Catalog
import SeededRandom

/// An invented market that reads like a real one: the same listings for the same seed, on every machine.
///
/// A listing is made from the seed and its number alone, so that any stretch can be made at any time.
public struct DemoMarket: Sendable {
    private let seed: UInt64
    private let lines: [Line]

    /// A product line with its category's number.
    struct Line: Sendable {
        var product: ProductLine
        var categoryID: Category.ID
    }

    /// Product lines whose category the tree lacks are left out.
    public init(seed: UInt64, categories: CategoryTree) {
        self.seed = seed
        lines = ProductLine.all.compactMap { product in
            categories.category(slug: product.slug).map { Line(product: product, categoryID: $0.id) }
        }
    }

    /// The categories that something is sold in.
    public var categoryIDs: [Category.ID] { lines.map(\.categoryID) }

    /// The listing of that number, and the number of its seller among `DemoSellers`.
    public func listing(_ number: Int) -> (content: ListingContent, seller: Int) {
        var random = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number))
        _ = random.next()
        let line = lines[random.skewed(lines.count)]
        let writer = ListingWriter(product: line.product, random: random)
        let seller = random.skewed(DemoSellers.count)
        return (writer.content(categoryID: line.categoryID), seller)
    }
}
