package import Catalog
import SearchIndex

/// What a change of the dictionary would do, before it is made: which listings would be cut otherwise, and how the first
/// hits of queries would change. Nothing is written.
package struct DictionaryPreview {
    package struct Example: Sendable {
        package var id: Listing.ID
        package var before: [String]
        package var after: [String]
    }

    package struct QueryChange: Sendable {
        package var query: String
        package var before: [Listing.ID]
        package var after: [Listing.ID]
    }

    package private(set) var listings = 0
    package private(set) var cutOtherwise = 0
    /// The first of them.
    package private(set) var examples: [Example] = []
    private let now: OperatorSearch
    private let then: OperatorSearch

    private static let batch = 1_000
    private static let firstHits = 10

    /// Reads all listings, and cuts those anew that hold a word that comes or goes. What is cut otherwise is kept in memory.
    ///
    /// - Parameters:
    ///   - search: over the live index, as shoppers search it now.
    ///   - generation: the folder of that index.
    ///   - examples: so many listings are kept to be shown.
    package init(
        _ search: OperatorSearch, generation: String, lexicon: Lexicon, log: any ListingChangeLog, examples count: Int
    ) throws {
        now = search
        let cuts = ListingCuts(from: try IndexedWords.read(generation), to: lexicon.words)
        var preview = Index.Preview(search.index.index, analyzer: lexicon.analyzer)
        let documents = search.index.documents
        (listings, cutOtherwise, examples) = try Self.scan(log, cuts, count) { changed in
            try preview.apply(changed.map(documents.change))
        }
        then = search.with(snapshot: preview.snapshot(), lexicon: lexicon)
    }

    private static func scan(
        _ log: any ListingChangeLog, _ cuts: ListingCuts, _ count: Int, _ body: ([ShopListing]) throws -> Void
    ) throws -> (listings: Int, cutOtherwise: Int, examples: [Example]) {
        var looked = 0
        var cut = 0
        var examples: [Example] = []
        _ = try log.scanOnSale(batchSize: batch, afterID: 0) { listings in
            looked += listings.count
            var changed: [ShopListing] = []
            for listing in listings {
                guard let difference = cuts.difference(listing) else { continue }
                changed.append(listing)
                if examples.count < count {
                    examples.append(Example(id: listing.listing.id, before: difference.before, after: difference.after))
                }
            }
            cut += changed.count
            if !changed.isEmpty { try body(changed) }
        }
        return (looked, cut, examples)
    }

    /// How the first ten hits of a query would change; nil where they stay.
    package func change(of query: String) async throws -> QueryChange? {
        let before = try await now.firstHits(query, limit: Self.firstHits)
        let after = try await then.firstHits(query, limit: Self.firstHits)
        return before == after ? nil : QueryChange(query: query, before: before, after: after)
    }
}
