import Catalog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import MarketplaceStore

@Suite struct `A store of sellers' totals` {
    private static let quota = ListingQuota(listingCount: 50, byteCount: 100_000)

    private static func use(_ market: TemporaryStore, _ seller: Int64) async throws -> ListingUse {
        try await market.store.use(of: seller).onSale
    }

    @Test func `counts every kind of write, also an operator's`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let bytes = ListingContent.sample().textByteCount
        let listing = try await market.store.create(.sample(), sellerID: seller, atMilliseconds: 1)
        _ = try await market.store.create([.sample(), .sample()], sellerID: seller, atMilliseconds: 1)
        #expect(try await Self.use(market, seller) == ListingUse(listingCount: 3, byteCount: 3 * bytes))
        let longer = ListingContent.sample("纯棉连衣裙 加长")
        _ = try await market.store.update(
            listing.id, sellerID: seller, expectedVersion: 1, content: longer, status: nil, atMilliseconds: 2)
        #expect(
            try await Self.use(market, seller)
                == ListingUse(listingCount: 3, byteCount: 2 * bytes + longer.textByteCount))
        _ = try await market.store.update(
            listing.id, sellerID: seller, expectedVersion: 2, content: nil, status: .closed, atMilliseconds: 3)
        #expect(try await Self.use(market, seller) == ListingUse(listingCount: 2, byteCount: 2 * bytes))
        #expect(try await market.store.sellersWithWrongTotals().isEmpty)
    }

    @Test func `lets concurrent batches together no further than the quota`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let outcomes = await withTaskGroup(of: (written: Int, refused: Int).self) { group in
            for batch in 0..<20 {
                group.addTask {
                    let contents = (0..<10).map { ListingContent.sample("\(batch)-\($0)") }
                    let results =
                        (try? await market.store.create(
                            contents, sellerID: seller, within: Self.quota, atMilliseconds: 1)) ?? []
                    let written = results.count { (try? $0.get()) != nil }
                    return (written, results.count - written)
                }
            }
            return await group.reduce((0, 0)) { ($0.0 + $1.written, $0.1 + $1.refused) }
        }
        #expect(outcomes == (50, 150))
        #expect(try market.store.onSaleCount() == 50)
        #expect(try await Self.use(market, seller).listingCount == 50)
    }

    @Test func `leaves out of a batch only what does not fit`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        var long = ListingContent.sample()
        long.description = String(repeating: "x", count: 20_000)
        let quota = ListingQuota(listingCount: 50, byteCount: 30_000)
        let results = try await market.store.create(
            [long, long, .sample("short")], sellerID: seller, within: quota, atMilliseconds: 1)
        #expect(results.map { (try? $0.get()) != nil } == [true, false, true])
        let used = long.textByteCount
        let excess = QuotaExcess(measure: .bytes, limit: 30_000, used: used, asked: 2 * used)
        #expect(results[1] == .failure(.overQuota(excess)))
        #expect(try market.store.onSaleCount() == 2)
    }

    @Test func `writes nothing of an edit or a relisting that passes the quota`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let quota = ListingQuota(listingCount: 1, byteCount: 1_000)
        let first = try await market.store.create(.sample(), sellerID: seller, within: quota, atMilliseconds: 1)
        var long = ListingContent.sample()
        long.description = String(repeating: "x", count: 2_000)
        await #expect(throws: CatalogError.self) {
            try await market.store.update(
                first.id, sellerID: seller, expectedVersion: 1, content: long, status: nil, within: quota,
                atMilliseconds: 2)
        }
        #expect(try await market.store.listing(first.id) == first)
        let sequence = try market.store.lastSequence()
        let closed = try await market.store.update(
            first.id, sellerID: seller, expectedVersion: 1, content: nil, status: .closed, within: quota,
            atMilliseconds: 3)
        _ = try await market.store.create(.sample(), sellerID: seller, within: quota, atMilliseconds: 4)
        let excess = QuotaExcess(measure: .listings, limit: 1, used: 1, asked: 2)
        await #expect(throws: CatalogError.overQuota(excess)) {
            try await market.store.update(
                first.id, sellerID: seller, expectedVersion: 2, content: nil, status: .active, within: quota,
                atMilliseconds: 5)
        }
        #expect(try await market.store.listing(first.id) == closed)
        #expect(try market.store.lastSequence() == sequence + 2)
    }

    @Test func `writes nothing of a batch while the quota is not known`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let quota = ListingQuota(listingCount: 1, byteCount: 1_000, isProvisional: true)
        await #expect(throws: CatalogError.quotaUnknown) {
            try await market.store.create([.sample(), .sample()], sellerID: seller, within: quota, atMilliseconds: 1)
        }
        #expect(try market.store.onSaleCount() == 0)
        #expect(try await Self.use(market, seller) == .none)
    }

    @Test func `counts the listings of older stores, and anew where it was kept wrongly`() async throws {
        let market = try TemporaryStore()
        let (seller, other) = (try await market.seller(), try await market.seller("other"))
        let listings = try await market.store.create(
            (0..<40).map { .sample("连衣裙 \($0)\n\t\\") }, sellerID: seller, atMilliseconds: 1)
        for listing in listings.prefix(7) {
            _ = try await market.store.update(
                listing.id, sellerID: seller, expectedVersion: 1, content: nil, status: .deleted, atMilliseconds: 2)
        }
        _ = try await market.store.create(.sample(), sellerID: other, atMilliseconds: 1)
        let kept = try await Self.use(market, seller)
        #expect(kept.listingCount == 33)
        // As a store was before the step.
        try await market.store.pool.write { database in
            try database.execute(
                sql: """
                    DROP TABLE seller_totals;
                    DELETE FROM grdb_migrations WHERE identifier = '14 seller totals';
                    """)
        }
        try market.store.close()
        let store = try MarketplaceStore(path: market.path)
        #expect(try await store.use(of: seller).onSale == kept)
        #expect(try await store.use(of: other).onSale.listingCount == 1)
        #expect(try await store.sellersWithWrongTotals().isEmpty)
        try await store.pool.write { database in
            try database.execute(
                sql: "UPDATE seller_totals SET listings = listings + 1, added_bytes = 5 WHERE seller_id = \(seller)")
        }
        #expect(try await store.sellersWithWrongTotals() == [seller])
        try await store.recountSellerTotals()
        #expect(try await store.sellersWithWrongTotals().isEmpty)
        #expect(try await store.use(of: seller).addedThatDay.byteCount == 5)
        try store.close()
    }
}
