import Catalog
import Foundation
import Locking
import MarketplaceStore
import SearchIndex
import TestSupport
import Testing

@testable import ListingSearch

/// An index beside a store that is not the one it followed.
struct OtherStoreTests {
    private func follower(_ market: StoredMarket, on store: MarketplaceStore) -> ListingFollower {
        ListingFollower(
            folder: market.generations, log: store, categories: market.categories, lexicons: market.lexicons,
            logger: market.logger)
    }

    /// An index that has followed everything, closed.
    private func index(_ market: StoredMarket) throws {
        let follower = market.follower()
        try follower.open()
        try follower.step()
        try follower.commit()
    }

    private func found(_ market: StoredMarket, _ store: MarketplaceStore) throws -> (ids: Set<Int64>, generation: Int?)
    {
        let follower = follower(market, on: store)
        try follower.open()
        try follower.step()
        let live = try #require(follower.live)
        #expect(try live.difference(from: store, followedTo: follower.sequence).isEmpty)
        var ids: Set<Int64> = []
        try live.index.snapshot().forEachKey(column: ListingSchema.version) { key, _ in ids.insert(key) }
        return (ids, try market.generations.current())
    }

    private func onSale(_ store: MarketplaceStore) throws -> Set<Int64> {
        var ids: Set<Int64> = []
        _ = try store.scanOnSale(batchSize: 100, afterID: 0) { ids.formUnion($0.map(\.listing.id)) }
        return ids
    }

    @Test func theSameStoreKeepsItsIndex() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(30)
        try index(market)
        try market.store.close()
        let again = try MarketplaceStore(path: market.store.path)
        _ = try await again.create(market.content("羊毛围巾"), sellerID: market.seller, atMilliseconds: 3)
        let found = try found(market, again)
        #expect(found.generation == 1 && found.ids.count == 31)
    }

    /// The store is put back to an older state; then so many listings come that its numbers are below, at and past those
    /// that the index has followed.
    @Test(arguments: [0, 1, 19, 20, 21, 60])
    func aStoreThatWasPutBackHasItsIndexMadeAgain(_ after: Int) async throws {
        let market = try await StoredMarket()
        _ = try await market.list(30)
        let backup = market.folder.path + "/backup"
        try market.store.backup(to: backup)
        _ = try await market.list(20)
        try index(market)
        let path = market.folder.path + "/restored.sqlite"
        try MarketplaceStore.restore(from: backup, to: path)
        let restored = try MarketplaceStore(path: path)
        if after > 0 {
            _ = try await restored.create(
                (0..<after).map { market.content("羊毛围巾 \($0)") }, sellerID: market.seller, atMilliseconds: 9)
        }
        let found = try found(market, restored)
        #expect(try found.ids == onSale(restored) && found.ids.count == 30 + after)
        #expect(found.generation == 2)
        #expect(try market.generations.quarantined() == [1])
    }

    /// What the index has followed is in the backup as well: nothing is lost, and nothing is made again.
    @Test func aStoreThatWasPutBackToAfterTheIndexKeepsIt() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(30)
        try index(market)
        _ = try await market.list(5)
        let backup = market.folder.path + "/backup"
        try market.store.backup(to: backup)
        _ = try await market.list(20)
        let path = market.folder.path + "/restored.sqlite"
        try MarketplaceStore.restore(from: backup, to: path)
        let restored = try MarketplaceStore(path: path)
        _ = try await restored.create(market.content("羊毛围巾"), sellerID: market.seller, atMilliseconds: 9)
        let found = try found(market, restored)
        #expect(found.generation == 1 && found.ids.count == 36)
    }

    @Test func anotherStoreHasTheIndexMadeAgain() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(30)
        try index(market)
        let other = try await StoredMarket()
        _ = try await other.list(50)
        let found = try found(market, other.store)
        #expect(found.generation == 2 && found.ids.count == 50)
        // And an empty one.
        let empty = try await StoredMarket()
        #expect(try self.found(market, empty.store).ids.isEmpty)
    }

    /// Two processes that write at once share a log, and an index stays true to it.
    @Test func severalWritersAreOneHistory() async throws {
        let market = try await StoredMarket()
        let second = try MarketplaceStore(path: market.store.path)
        for round in 0..<4 {
            let store = round % 2 == 0 ? market.store : second
            _ = try await store.create(
                (0..<5).map { market.content("连衣裙 \($0)") }, sellerID: market.seller, atMilliseconds: 1)
            try index(market)
        }
        let found = try found(market, second)
        #expect(found.generation == 1 && found.ids.count == 20)
    }

    /// An index of a version that did not say what it had followed.
    @Test func anIndexWithoutASourceIsTakenOnlyBeforeTheFirstNamedHistory() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(30)
        try index(market)
        let path = market.generations.generation(1)
        do {
            let live = try ListingIndex(opening: path, categories: market.categories)
            try live.index.apply([.remove(key: 99_999)])
            try live.index.commit(checkpoint: live.index.snapshot().checkpoint)
        }
        let bare = try ListingIndex(opening: path, categories: market.categories, forReading: true)
        #expect(bare.index.source == nil)
        #expect(try bare.misfit(with: market.store) != nil)
        #expect(try bare.misfit(with: NamelessLog(log: market.store)) == nil)
    }

    @Test func partsOfARebuildFromALostHistoryAreNotGoneOnWith() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(600)
        let backup = market.folder.path + "/backup"
        try market.store.backup(to: backup)
        _ = try await market.list(1_000)
        var options = ListingRebuild.Options()
        options.partListings = 500
        let cancelled = Cancelled()
        options.isCancelled = { cancelled.afterCalls(2) }
        let interrupted = ListingRebuild(
            folder: market.generations, log: market.store, categories: market.categories,
            lexicon: market.lexicons.current(), options: options)
        #expect(throws: CancellationError.self) { _ = try interrupted.run { _ in } }
        #expect(try !market.generations.unfinished().isEmpty)
        let path = market.folder.path + "/restored.sqlite"
        try MarketplaceStore.restore(from: backup, to: path)
        let restored = try MarketplaceStore(path: path)
        _ = try await restored.create(
            (0..<1_200).map { market.content("羊毛围巾 \($0)") }, sellerID: market.seller, atMilliseconds: 9)
        var resumedAt = -1
        let rebuild = ListingRebuild(
            folder: market.generations, log: restored, categories: market.categories,
            lexicon: market.lexicons.current(), options: ListingRebuild.Options())
        _ = try rebuild.run { if case .started(_, _, let listings) = $0 { resumedAt = listings } }
        #expect(resumedAt == 0)
        #expect(try found(market, restored).ids == onSale(restored))
    }
}

private final class Cancelled: Sendable {
    private let calls = Locked(0)

    func afterCalls(_ limit: Int) -> Bool {
        calls.withLock { calls in
            calls += 1
            return calls > limit
        }
    }
}

/// A log whose histories have no names, as before the first one that was named.
private struct NamelessLog: ForwardingLog {
    let log: any ListingChangeLog

    func position(at sequence: Int64) throws -> ChangeLogPosition? {
        var position = try log.position(at: sequence)
        position?.history = ""
        return position
    }
}
