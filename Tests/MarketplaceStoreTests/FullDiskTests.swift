import Catalog
import Foundation
import GRDB
import Scheduling
import TestSupport
import Testing

@testable import MarketplaceStore

@Suite struct `A full disk` {
    /// As many pages as the file has now: the next one is refused as a full disk refuses it.
    private func fill(_ store: MarketplaceStore) async throws {
        try await store.pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    private func empty(_ store: MarketplaceStore) async throws {
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
    }

    @Test func `refuses a write with its path, keeps nothing of it, and goes on when there is room`() async throws {
        let market = try TemporaryStore()
        let store = market.store
        let seller = try await market.seller()
        try await fill(store)
        await #expect(throws: StoreError.diskFull(path: market.path)) {
            try await store.create((0..<1_000).map { .sample("\($0)") }, sellerID: seller, atMilliseconds: 1)
        }
        #expect(try store.onSaleCount() == 0 && store.lastSequence() == 0)
        try await empty(store)
        _ = try await store.create(.sample(), sellerID: seller, atMilliseconds: 1)
        #expect(try store.onSaleCount() == 1)
        #expect(try store.integrityCheck().isEmpty)
    }

    @Test func `answers a crowd truly: what was acknowledged is there, and nothing else`() async throws {
        let market = try TemporaryStore()
        let store = market.store
        let seller = try await market.seller()
        try await fill(store)
        let written = await withTaskGroup(of: Listing.ID?.self) { group in
            for number in 0..<300 {
                group.addTask {
                    try? await store.create(.sample("\(number)"), sellerID: seller, atMilliseconds: 1).id
                }
            }
            return await group.reduce(into: Set<Listing.ID>()) { found, id in if let id { found.insert(id) } }
        }
        var kept: Set<Listing.ID> = []
        _ = try store.scanOnSale(batchSize: 100, afterID: 0) { kept.formUnion($0.map(\.listing.id)) }
        #expect(kept == written)
        #expect(written.count < 300)
    }

    @Test func `at the first start leaves nothing that the next start would refuse`() async throws {
        guard let disk = SmallDisk.ifPossible(mebibytes: 8) else { return }
        let path = disk.path + "/market.sqlite"
        // From nothing at all to room for some of the tables.
        for rest in stride(from: 0, through: 256 << 10, by: 32 << 10) {
            try disk.fill(leaving: rest)
            do { try MarketplaceStore(path: path).close() } catch {
                #expect((error as? StoreError)?.trouble == .full, "\(rest) bytes: \(error)")
            }
            try disk.empty()
            let store = try MarketplaceStore(path: path)
            #expect(try store.onSaleCount() == 0, "\(rest) bytes")
            try store.close()
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        }
    }
}
