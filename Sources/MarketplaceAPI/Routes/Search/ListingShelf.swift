import Accounts
import Catalog
import ListingSearch
import Locking
import MarketplaceWire
import NIOCore

/// Listings as they were last shown, each with its JSON: what a page shows is mostly what a page before it showed.
///
/// A listing is taken from here while its version is not older than the one that the index found; so an answer is as
/// fresh as the index, which follows the store within a tenth of a second. Shops' names are looked up again every two
/// seconds. Bounded: when the newer half is full, it becomes the older, and what was in that is dropped.
final class ListingShelf: Sendable {
    struct Entry: Sendable {
        var id: Listing.ID
        var version: Int64
        var sellerID: Account.ID
        var title: String
        var description: String
        /// `ListingResource` as JSON.
        var json: [UInt8]

        init(_ listing: Listing) throws {
            id = listing.id
            version = listing.version
            sellerID = listing.sellerID
            title = listing.content.title
            description = listing.content.description
            json = Array(try JSONBody.encode(ListingResource(listing)).readableBytesView)
        }

        /// About what it takes.
        var byteCount: Int { json.count + title.utf8.count + description.utf8.count }
    }

    private struct State: Sendable {
        var newer: [Listing.ID: Entry] = [:]
        var older: [Listing.ID: Entry] = [:]
        var newerBytes = 0
        var names: [Account.ID: String] = [:]
        var namesSince = ContinuousClock.now
    }

    private let listings: any ListingStore
    private let accounts: any AccountStore
    private let state = Locked(State())

    /// In each half: some twenty thousand listings with short descriptions.
    private static let halfBytes = 16 << 20
    private static let namesKept = 10_000
    private static let namesLast = Duration.seconds(2)

    init(listings: any ListingStore, accounts: any AccountStore) {
        self.listings = listings
        self.accounts = accounts
    }

    /// The listings of hits; those that are gone since the index was written are left out.
    func entries(_ hits: [ListingHit]) async throws -> [Listing.ID: Entry] {
        var (found, missing) = state.withLock { state in Self.known(hits, &state) }
        if !missing.isEmpty {
            for listing in try await listings.listings(missing) where listing.isOnSale {
                found[listing.id] = try Entry(listing)
            }
            let read = missing.compactMap { found[$0] }
            state.withLock { state in for entry in read { Self.keep(entry, &state) } }
        }
        return found
    }

    private static func known(
        _ hits: [ListingHit], _ state: inout State
    ) -> (found: [Listing.ID: Entry], missing: [Listing.ID]) {
        var found: [Listing.ID: Entry] = [:]
        var missing: [Listing.ID] = []
        for hit in hits {
            if let entry = state.newer[hit.id] ?? state.older[hit.id], entry.version >= hit.version {
                found[hit.id] = entry
                if state.newer[hit.id] == nil { keep(entry, &state) }
            } else {
                missing.append(hit.id)
            }
        }
        return (found, missing)
    }

    private static func keep(_ entry: Entry, _ state: inout State) {
        if state.newerBytes > halfBytes {
            state.older = state.newer
            state.newer = [:]
            state.newerBytes = 0
        }
        if let before = state.newer.updateValue(entry, forKey: entry.id) { state.newerBytes -= before.byteCount }
        state.newerBytes += entry.byteCount
    }

    /// The names of the listings' shops; those of accounts that are gone are left out.
    func sellerNames(_ entries: some Sequence<Entry>) async throws -> [Account.ID: String] {
        let ids = Set(entries.map(\.sellerID))
        var names = state.withLock { state in
            if state.names.count > Self.namesKept || state.namesSince.duration(to: .now) > Self.namesLast {
                state.names = [:]
                state.namesSince = .now
            }
            var known: [Account.ID: String] = [:]
            for id in ids { known[id] = state.names[id] }
            return known
        }
        let missing = ids.filter { names[$0] == nil }
        if !missing.isEmpty {
            let read = try await accounts.accounts(Array(missing))
            for account in read { names[account.id] = account.displayName }
            state.withLock { state in for account in read { state.names[account.id] = account.displayName } }
        }
        return names
    }
}
