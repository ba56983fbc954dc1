import SearchIndex
import TextAnalysis

/// Sees whether a shopper's words are a shop's name: they hold all of it, in order, or nothing but words of it.
///
/// That they are does not say yet that the shop is meant: a shop may be called 连衣裙.
struct ShopNameQuery {
    /// A shop as a query names it; shops of one name are named alike.
    struct Naming: Hashable {
        var name: [[UInt8]]
        /// The words of it that were typed, as a listing holds them.
        var words: Set<Query.Form.Piece>
    }

    /// What is typed at once, and what stands between quotes; what is not wanted is no part of it.
    private let pieces: [QueryUnits]
    private let words: Set<[UInt8]>
    private let analyzer: any Analyzer

    init(_ text: String, analyzer: any Analyzer) {
        self.analyzer = analyzer
        pieces = QuerySyntax(text).pieces.filter { $0.kind != .without }.map { QueryUnits($0.text, analyzer: analyzer) }
        words = Set(pieces.flatMap { $0.units.map(\.bytes) })
    }

    /// Nil where the query does not name the shop.
    func naming(_ shopName: String) -> Naming? {
        let units = QueryUnits(shopName, analyzer: analyzer)
        let name = units.units.map(\.bytes)
        guard !name.isEmpty, !words.isEmpty else { return nil }
        if pieces.contains(where: { $0.units.map(\.bytes).contains(name) }) {
            return Naming(name: name, words: Set(units.pieces(units.units.indices)))
        }
        guard words.isSubset(of: name) else { return nil }
        return Naming(name: name, words: Set(pieces.flatMap { $0.pieces($0.units.indices) }))
    }
}
