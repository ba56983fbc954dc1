import Catalog
import SearchIndex
import TextAnalysis

extension ListingAnswerer {
    /// So many of the listings that hold all words are looked at.
    private static let looked = 20

    /// Whether a minus in what was typed means nothing, since the text stands so in a listing's title: somebody pasted it.
    ///
    /// Cost, where there is a minus: a search for all words, and one read of the store.
    func isLiteral(_ query: ListingQuery, _ start: ListingCursor?) async throws -> Bool {
        if let start { return start.isLiteral }
        guard !query.isBlank, QuerySyntax(query.text).leavesOut else { return false }
        let words = try words(QuerySyntax.literal(query.text))
        let request = ListingStretch.Request(limit: Self.looked, isRelaxed: false, enough: 1, wantsFacets: false)
        var byRelevance = query
        byRelevance.sort = .relevance
        byRelevance.explains = false
        let found = try byRelevance.stretch(request, words, snapshot, documents: documents, profile: profile)
        guard !found.hits.isEmpty else { return false }
        let typed = Self.folded(query.text)
        return try await store.offered(found.hits.map(\.id)).contains { offered in
            Self.folded(offered.listing.content.title).contains(typed)
        }
    }

    /// As the analysers fold it, with one space where there is any.
    private static func folded(_ text: String) -> [UInt16] {
        Array(TextFolding.units(of: text).split(separator: 0x20).joined(separator: [0x20]))
    }
}
