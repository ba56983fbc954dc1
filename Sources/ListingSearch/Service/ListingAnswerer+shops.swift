import Catalog
import SearchIndex
import TextAnalysis

extension ListingAnswerer {
    /// Of these sellers, those that the query asks for by the name of their shop.
    ///
    /// It names the shop, and the words that do are the shop's: more than half of the listings that hold them, wherever,
    /// are in it, or in all shops of that name. A shop that is called 连衣裙 is not asked for by everyone who wants one.
    func asked(_ text: String, among sellers: Set<Int64>) async throws -> Set<Int64> {
        guard !sellers.isEmpty, text.contains(where: { !$0.isWhitespace }) else { return [] }
        let names = try await store.shopNames(of: Array(sellers))
        var named: [ShopNameQuery.Naming: Set<Int64>] = [:]
        analyzers.with(lexicon) { analyzer in
            let query = ShopNameQuery(text, analyzer: analyzer)
            for (seller, name) in names {
                if let naming = query.naming(name) { named[naming, default: []].insert(seller) }
            }
        }
        return try named.filter { try areTheirs($0.words, $1) }.values.reduce(into: []) { $0.formUnion($1) }
    }

    private func areTheirs(_ words: Set<Query.Form.Piece>, _ sellers: Set<Int64>) throws -> Bool {
        let terms = words.map { Query.Term($0.bytes, channel: $0.channel, role: .required) }
        guard terms.count <= Query.maximumTerms else { return false }
        let own = try sellers.reduce(0) { sum, seller in
            let filter = Filter.integer(ListingSchema.seller, seller...seller)
            let query = Query(terms: terms, filters: [filter], limit: 1, countLimit: snapshot.documentCount)
            return sum + (try snapshot.search(query).total)
        }
        guard own > 0 else { return false }
        let all = try snapshot.search(Query(terms: terms, limit: 1, countLimit: 2 * own))
        return all.isTotalExact && all.total < 2 * own
    }

    /// The same hits, with the words told apart that only their shops' names hold.
    func tellingShopWords(_ hits: [ListingHead.Hit]) async throws -> [ListingHead.Hit] {
        let listings = try await store.offered(hits.map(\.found.id)).map { ($0.listing.id, $0) }
        let byID = Dictionary(listings) { first, _ in first }
        return analyzers.with(lexicon) { analyzer in
            let words = ShopWords(documents: documents, analyzer: analyzer)
            return hits.map { hit in
                var hit = hit
                if let offered = byID[hit.found.id] { words.mark(&hit.found.shares, of: offered) }
                return hit
            }
        }
    }
}
