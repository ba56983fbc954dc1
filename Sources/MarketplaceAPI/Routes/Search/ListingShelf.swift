import Accounts
import Catalog
import ListingSearch
import Locking
import MarketplaceWire
import NIOCore

/// Listings as they were last shown, each with its JSON: what a page shows is mostly what a page before it showed.
///
/// A listing is taken from here while its version is not older than the one that the index found; so an answer is as
/// fresh as the index, which follows the store within a tenth of a second. A shop's name never changes.
final class ListingShelf: Sendable {
    /// A class: pages share it for the price of one reference.
    final class Entry: Sendable {
        let id: Listing.ID
        let version: Int64
        let sellerID: Account.ID
        /// Nil for an account that is gone.
        let sellerName: String?
        let title: String
        /// As much of the description as extracts are taken from.
        let description: String
        /// The description's beginning; all of it where `isWhole`.
        let extract: String
        let isWhole: Bool
        /// The members of a hit that every page says alike, as JSON.
        let json: [UInt8]

        init(_ offered: ShopListing, _ names: FacetNames) {
            let listing = offered.listing
            id = listing.id
            version = listing.version
            sellerID = listing.sellerID
            sellerName = offered.shopName.isEmpty ? nil : offered.shopName
            let content = listing.content
            title = content.title
            (extract, isWhole) = ListingExtract.beginning(of: content.description)
            description = isWhole ? "" : ListingExtract.searched(content.description)
            var writer = JSONWriter(byteCount: 768 + content.title.utf8.count)
            writer.lastingMembers(
                ListingSummary(ListingResource(listing)), category: names.json(of: content.categoryID),
                sellerName: sellerName)
            // Without the room that was to spare: there may be a million of them.
            var exact: [UInt8] = []
            exact.reserveCapacity(writer.bytes.count)
            exact += writer.bytes
            json = exact
        }

        /// About what it takes.
        var byteCount: Int {
            272 + json.count + title.utf8.count + description.utf8.count + extract.utf8.count
        }
    }

    private let listings: any ListingStore
    private let names: FacetNames
    private let shown: Locked<RecentlyUsed<Listing.ID, Entry>>

    /// - Parameter byteLimit: what the listings that are kept may take; one with a short description takes some 800 bytes.
    init(listings: any ListingStore, names: FacetNames, byteLimit: Int) {
        self.names = names
        self.listings = listings
        shown = Locked(RecentlyUsed(byteLimit: byteLimit))
    }

    var usage: CacheUsage { shown.withLock(\.usage) }

    /// The listings of hits where all were shown lately; nil where the store has to be read.
    func known(_ hits: [ListingHit]) -> [Listing.ID: Entry]? {
        var found: [Listing.ID: Entry] = [:]
        found.reserveCapacity(hits.count)
        return shown.withLock { shown in
            for hit in hits {
                guard let entry = shown.known(hit.id, where: { $0.version >= hit.version }) else { return nil }
                found[hit.id] = entry
            }
            return found
        }
    }

    /// The listings of hits; those that are gone since the index was written, or cannot be read, are left out. One read of
    /// the store where some were not shown lately.
    func entries(_ hits: [ListingHit]) async throws -> [Listing.ID: Entry] {
        var found: [Listing.ID: Entry] = [:]
        found.reserveCapacity(hits.count)
        shown.withLock { shown in
            for hit in hits {
                if let entry = shown.value(hit.id, where: { $0.version >= hit.version }) { found[hit.id] = entry }
            }
        }
        let missing = hits.map(\.id).filter { found[$0] == nil }
        guard !missing.isEmpty else { return found }
        let read = try await listings.offered(missing).filter(\.listing.isOnSale).map { Entry($0, names) }
        shown.withLock { shown in
            for entry in read { shown.keep(entry, for: entry.id, byteCount: entry.byteCount) }
        }
        for entry in read { found[entry.id] = entry }
        return found
    }
}
