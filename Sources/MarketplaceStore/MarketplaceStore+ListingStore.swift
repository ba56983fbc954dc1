public import Catalog
import GRDB

extension MarketplaceStore: ListingStore {
    public func create(
        _ content: ListingContent, sellerID: Int64, within quota: ListingQuota?, atMilliseconds: Int64
    ) async throws -> Listing {
        try await write { database in
            var use = try SellerTotals.use(of: sellerID, database)
            try use.change(
                from: nil, to: SellerUse.Counted(content, .active), within: quota, atMilliseconds: atMilliseconds)
            try SellerTotals.save(use, of: sellerID, database)
            return try ListingWrites.insert(content, sellerID: sellerID, atMilliseconds: atMilliseconds, database)
        }
    }

    public func create(
        _ contents: [ListingContent], sellerID: Int64, within quota: ListingQuota?, atMilliseconds: Int64
    ) async throws -> [Result<Listing, CatalogError>] {
        guard !contents.isEmpty else { return [] }
        return try await write(rowCount: contents.count) { database in
            var use = try SellerTotals.use(of: sellerID, database)
            let results: [Result<Listing, CatalogError>] = try contents.map { content in
                do {
                    try use.change(
                        from: nil, to: SellerUse.Counted(content, .active), within: quota,
                        atMilliseconds: atMilliseconds)
                } catch CatalogError.overQuota(let excess) { return .failure(.overQuota(excess)) }
                return .success(
                    try ListingWrites.insert(content, sellerID: sellerID, atMilliseconds: atMilliseconds, database))
            }
            try SellerTotals.save(use, of: sellerID, database)
            return results
        }
    }

    public func use(of sellerID: Int64) async throws -> SellerUse {
        try await read { try SellerTotals.use(of: sellerID, $0) }
    }

    public func update(
        _ id: Listing.ID, sellerID: Int64, expectedVersion: Int64, content: ListingContent?, status: ListingStatus?,
        within quota: ListingQuota?, atMilliseconds: Int64
    ) async throws -> Listing {
        let update = ListingUpdate(
            id: id, sellerID: sellerID, expectedVersion: expectedVersion, content: content, status: status,
            quota: quota, atMilliseconds: atMilliseconds)
        return try await write(update.perform)
    }

    public func listing(_ id: Listing.ID) async throws -> Listing? {
        try await read { try ListingReads.one(id, $0) }
    }

    public func listings(_ ids: [Listing.ID]) async throws -> [Listing] {
        guard !ids.isEmpty else { return [] }
        return try await read { try ListingReads.many(ids, $0) }
    }

    public func offered(_ ids: [Listing.ID]) async throws -> [ShopListing] {
        guard !ids.isEmpty else { return [] }
        return try await read { try ListingReads.offered(ids, $0) }
    }

    public func listings(
        sellerID: Int64, statuses: Set<ListingStatus>, beforeID: Listing.ID?, limit: Int
    ) async throws -> ListingPageRead {
        try await read { database in
            try ListingReads.ofSeller(sellerID, statuses: statuses, beforeID: beforeID, limit: limit, database)
        }
    }

    public func shopNames(of sellerIDs: [Int64]) async throws -> [Int64: String] {
        guard !sellerIDs.isEmpty else { return [:] }
        return try await read { try AccountRows.displayNames(sellerIDs, $0) }
    }

    public func categories() async throws -> [Category] {
        try await read(Categories.all)
    }
}
