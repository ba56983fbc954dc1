import Accounts
import Catalog
import MarketplaceStore
import Testing

@Suite struct `Many at once` {
    @Test func `a follower beside many writers misses nothing`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let (writers, each) = (16, 40)
        let followed = try await withThrowingTaskGroup(of: Follower?.self) { group in
            group.addTask { try await Self.follow(market.store, until: writers * each) }
            for writer in 0..<writers {
                group.addTask {
                    for number in 0..<each {
                        let listing = try await market.store.create(
                            .sample("\(writer)-\(number)"), sellerID: seller, atMilliseconds: 1)
                        if number.isMultiple(of: 3) {
                            _ = try await market.store.update(
                                listing.id, sellerID: seller, expectedVersion: 1, content: nil, status: .closed,
                                atMilliseconds: 2)
                        }
                    }
                    return nil
                }
            }
            return try await group.reduce(Follower?.none) { $0 ?? $1 }
        }
        var follower = try #require(followed)
        try follower.follow(market.store, limit: 100)
        #expect(follower.listings.count == writers * each)
        var active: [Listing] = []
        _ = try market.store.scanOnSale(batchSize: 50, afterID: 0) { active += $0.map(\.listing) }
        #expect(active == follower.listings.values.filter { $0.isOnSale }.sorted { $0.id < $1.id })
    }

    private static func follow(_ store: MarketplaceStore, until count: Int) async throws -> Follower {
        var follower = Follower()
        while follower.listings.count < count {
            await store.waitForChange(after: follower.sequence, timeoutMilliseconds: 30_000)
            try follower.follow(store, limit: 10)
        }
        return follower
    }

    @Test func `of many edits of one version one wins`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let listing = try await market.store.create(.sample(), sellerID: seller, atMilliseconds: 1)
        let wins = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let edited = try? await market.store.update(
                        listing.id, sellerID: seller, expectedVersion: 1, content: .sample("\(number)"), status: nil,
                        atMilliseconds: 2)
                    return edited != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
        #expect(try await market.store.listing(listing.id)?.version == 2)
    }

    @Test func `a write that fails in a group leaves the others alone`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        var wrong = ListingContent.sample()
        wrong.categoryID = -1
        let bad = wrong
        let written = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let content = number.isMultiple(of: 4) ? bad : .sample()
                    return (try? await market.store.create(content, sellerID: seller, atMilliseconds: 1)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(written == 150)
        #expect(try market.store.onSaleCount() == 150)
    }

    @Test func `writes of many rows do not all share one commit`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let before = market.store.writeCounts.commits
        let batches = 10
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<batches {
                group.addTask {
                    let contents = (0..<1_500).map { ListingContent.sample("\(number) \($0)") }
                    _ = try await market.store.create(contents, sellerID: seller, atMilliseconds: 1)
                }
            }
            try await group.waitForAll()
        }
        // Two of them are more rows than a commit may have.
        #expect(market.store.writeCounts.commits - before == batches)
        #expect(try market.store.onSaleCount() == batches * 1_500)
    }

    @Test func `waiting ends by a change, by time and by cancellation`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let before = try market.store.lastSequence()
        await market.store.waitForChange(after: before, timeoutMilliseconds: 1)
        let waiter = Task { await market.store.waitForChange(after: before, timeoutMilliseconds: 600_000) }
        _ = try await market.store.create(.sample(), sellerID: seller, atMilliseconds: 1)
        await waiter.value
        await market.store.waitForChange(after: before, timeoutMilliseconds: 600_000)
        let cancelled = Task { await market.store.waitForChange(after: before + 1, timeoutMilliseconds: 600_000) }
        cancelled.cancel()
        await cancelled.value
    }

    @Test func `a scan sees one moment while others write`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        _ = try await market.store.create((0..<300).map { .sample("\($0)") }, sellerID: seller, atMilliseconds: 1)
        let writer = Task {
            for number in 0..<200 {
                _ = try await market.store.create(.sample("later \(number)"), sellerID: seller, atMilliseconds: 2)
            }
        }
        for _ in 0..<10 {
            var ids: [Listing.ID] = []
            let sequence = try market.store.scanOnSale(batchSize: 10, afterID: 0) { ids += $0.map(\.listing.id) }
            #expect(ids.count == Int(sequence))
        }
        try await writer.value
    }
}
