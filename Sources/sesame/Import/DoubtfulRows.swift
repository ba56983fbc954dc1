import MarketplaceClient
import MarketplaceWire

/// Finds out what became of rows whose answer was lost: a row is done where its seller has a listing that says the same
/// and that no other row became.
struct DoubtfulRows {
    var client: MarketplaceClient
    var account: Int64

    /// Listings by the key of their row, for those rows that arrived.
    /// - Parameter newest: the account's newest listing before the rows were sent.
    func settled(_ rows: [ImportRow], newest: Int64) async throws -> [String: Int64] {
        var open = Dictionary(grouping: rows) { Content($0.request) }
        var settled: [String: Int64] = [:]
        for try await page in ListingPages(client: client, sellerID: account) {
            for listing in page where listing.id > newest {
                guard let row = open[Content(listing)]?.popLast() else { continue }
                settled[row.key] = listing.id
            }
            // Listings come newest first.
            if settled.count == rows.count || page.contains(where: { $0.id <= newest }) { break }
        }
        return settled
    }

    /// What a listing says, without what the market adds.
    private struct Content: Hashable {
        var texts: [String]
        var numbers: [Int64]
        var attributes: [AttributeResource]

        init(_ request: ListingRequest) {
            texts = [
                request.title, request.description ?? "", request.condition ?? "new", request.currency, request.region,
            ]
            texts += request.shipsTo
            numbers = [
                Int64(request.categoryID), request.priceMinor, Int64(request.quantity ?? 1),
                request.shippingFeeMinor ?? 0,
            ]
            attributes = request.attributes ?? []
        }

        init(_ listing: ListingResource) {
            texts = [listing.title, listing.description, listing.condition, listing.currency, listing.region]
            texts += listing.shipsTo
            numbers = [
                Int64(listing.categoryID), listing.priceMinor, Int64(listing.quantity), listing.shippingFeeMinor,
            ]
            attributes = listing.attributes
        }
    }
}
