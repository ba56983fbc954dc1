import Catalog
import SearchIndex
import TextAnalysis

extension ListingAnswerer {
    /// The same hits, with the words told apart that only their shops' names hold.
    func tellingShopWords(_ hits: [ListingHead.Hit]) async throws -> [ListingHead.Hit] {
        let listings = try await offered(hits.map(\.found.id)).map { ($0.listing.id, $0) }
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

    /// Listings of these numbers with their shops, as they stand in the store; those that are gone are left out.
    func offered(_ ids: [Listing.ID]) async throws -> [ShopListing] {
        let listings = try await store.listings(ids)
        let names = try await store.shopNames(of: Array(Set(listings.map(\.sellerID))))
        return listings.map { ShopListing($0, shopName: names[$0.sellerID] ?? "") }
    }
}
