package import Catalog
import SearchIndex
import TextAnalysis

/// Finds the categories that a shopper's words name: who asks for a laptop wants one, more than a bag for it.
///
/// A category is named where every word of its whole name, in either language, is among the query's. Of names within
/// one another only the longest counts: 手机壳 names phone cases and no phones. What the lexicon calls otherwise names the
/// category too.
package struct NamedCategories: Sendable {
    private struct Name: Sendable {
        var category: Category
        var terms: Set<[UInt8]>
    }

    /// By one term of the name.
    private let names: [[UInt8]: [Name]]

    /// What a category is worth that the whole query names; one that a part of it names is worth that part.
    private static let weight: Float = 2

    package init(categories: CategoryTree) {
        let analyzer = ListingIndex.analyzer.makeAnalyzer()
        var names: [[UInt8]: [Name]] = [:]
        for category in categories.categories {
            for text in [category.nameChinese, category.nameEnglish] {
                let terms = (try? ShopperQuery(text, analyzer: analyzer))?.words ?? []
                guard let first = terms.first else { continue }
                names[first, default: []].append(Name(category: category, terms: Set(terms)))
            }
        }
        self.names = names
    }

    /// The categories that the words name, as terms that lift their listings.
    ///
    /// - Parameter readings: the words as they were typed, and otherwise.
    func terms(in readings: [[[UInt8]]]) -> [(category: Category, term: Query.Term)] {
        var found: [(category: Category, term: Query.Term)] = []
        for words in readings { add(named(by: words), of: words, to: &found) }
        return found
    }

    private func named(by words: [[UInt8]]) -> [Name] {
        let all = Set(words)
        return words.flatMap { names[$0] ?? [] }.filter { $0.terms.isSubset(of: all) }
    }

    private func add(
        _ named: [Name], of words: [[UInt8]], to found: inout [(category: Category, term: Query.Term)]
    ) {
        for name in named where !named.contains(where: { $0.terms.isStrictSuperset(of: name.terms) }) {
            // Often both of a category's names are the same words.
            guard !found.contains(where: { $0.category.id == name.category.id }) else { continue }
            let share = Float(name.terms.count) / Float(Set(words).count)
            let term = Query.Term(
                Array(ListingDocument.label(name.category.id).utf8), channel: TokenKind.label.channel, role: .optional,
                weight: Self.weight * share)
            found.append((name.category, term))
        }
    }
}
