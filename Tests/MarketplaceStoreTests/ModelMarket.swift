import Catalog

/// The slow, obvious store: arrays and loops.
struct ModelMarket {
    var listings: [Listing] = []
    /// Ids in the order of their changes.
    var changes: [Listing.ID] = []

    mutating func create(_ content: ListingContent, sellerID: Int64, id: Listing.ID, at time: Int64) -> Listing {
        let listing = Listing(
            id: id, sellerID: sellerID, content: content, status: .active, version: 1, createdAtMilliseconds: time,
            updatedAtMilliseconds: time)
        listings.append(listing)
        changes.append(id)
        return listing
    }

    mutating func update(
        _ id: Listing.ID, sellerID: Int64, expectedVersion: Int64, content: ListingContent?, status: ListingStatus?,
        at time: Int64
    ) -> Result<Listing, CatalogError> {
        let found = listings.firstIndex { $0.id == id && $0.sellerID == sellerID && $0.status != .deleted }
        guard let index = found else { return .failure(.notFound) }
        var listing = listings[index]
        guard listing.version == expectedVersion else { return .failure(.stale(currentVersion: listing.version)) }
        if let status, !listing.status.canBecome(status) {
            return .failure(.illegalTransition(from: listing.status, to: status))
        }
        listing.content = content ?? listing.content
        listing.status = status ?? listing.status
        listing.version += 1
        listing.updatedAtMilliseconds = time
        listings[index] = listing
        changes.append(id)
        return .success(listing)
    }

    var active: [Listing] { listings.filter(\.isOnSale) }

    /// Each listing once, in the order of its last change.
    var lastChanges: [Listing] {
        var seen: Set<Listing.ID> = []
        let order = changes.reversed().filter { seen.insert($0).inserted }.reversed()
        return order.compactMap { id in listings.first { $0.id == id } }
    }
}
