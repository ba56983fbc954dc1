import Accounts
import Catalog
import Logging
import MarketplaceStore
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// The follower and the rebuild against a real store.
struct RebuildTests {
    private func find(_ text: String, in follower: ListingFollower, _ market: StoredMarket) async throws -> ListingPage
    {
        try await market.search(follower).search(ListingQuery(text: text))
    }

    @Test func theFollowerTakesInWhatIsCreatedEditedClosedAndDeleted() async throws {
        let market = try await StoredMarket()
        let listings = try await market.list(3)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        #expect(try await find("连衣裙", in: follower, market).total.value == 3)
        _ = try await market.store.update(
            listings[0].id, sellerID: market.seller, expectedVersion: 1, content: market.content("羽绒服"), status: nil,
            atMilliseconds: 3)
        _ = try await market.store.update(
            listings[1].id, sellerID: market.seller, expectedVersion: 1, content: nil, status: .closed,
            atMilliseconds: 3)
        try follower.step()
        #expect(try await find("连衣裙", in: follower, market).hits.map(\.id) == [listings[2].id])
        #expect(try await find("羽绒", in: follower, market).hits.map(\.id) == [listings[0].id])
        let live = try #require(follower.live)
        #expect(try live.difference(from: market.store, followedTo: follower.sequence).isEmpty)
    }

    @Test func whatWasNotCommittedIsFollowedAgainAfterAReopen() async throws {
        let market = try await StoredMarket()
        do {
            let follower = market.follower()
            try follower.open()
            _ = try await market.list(5)
            try follower.step()
            #expect(try await find("连衣裙", in: follower, market).total.value == 5)
        }
        let follower = market.follower()
        try follower.open()
        #expect(follower.sequence == 0)
        try follower.step()
        #expect(try await find("连衣裙", in: follower, market).total.value == 5)
    }

    @Test func aRebuildIsTakenByTheRunningFollowerAndCanBeRolledBack() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(350)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        try follower.commit()
        var steps: [ListingRebuild.Step] = []
        let generation = try market.rebuild().run { steps.append($0) }
        #expect(generation == 2)
        #expect(try market.generations.current() == 2)
        #expect(steps.contains { if case .proved(350, _) = $0 { true } else { false } })
        _ = try await market.store.create(market.content("羊毛围巾"), sellerID: market.seller, atMilliseconds: 5)
        try follower.step()
        #expect(try await find("连衣裙", in: follower, market).total.value == 350)
        #expect(try await find("围巾", in: follower, market).total.value == 1)
        #expect(try market.generations.rollBack() == 1)
        try follower.step()
        #expect(try await find("围巾", in: follower, market).total.value == 1)
    }

    @Test func anInterruptedRebuildGoesOnFromItsLastPart() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(1_050)
        struct Interruption: Error {}
        let log = InterruptedLog(log: market.store, after: 500)
        let interrupted = ListingRebuild(
            folder: market.generations, log: log, categories: market.categories,
            lexicon: market.lexicons.current(),
            options: {
                var options = ListingRebuild.Options()
                options.partListings = 500
                return options
            }())
        #expect(throws: InterruptedLog.Interruption.self) { _ = try interrupted.run { _ in } }
        #expect(try market.generations.current() == nil)
        var resumedAt = 0
        let generation = try market.rebuild(partListings: 500).run { step in
            if case .started(_, _, let listings) = step { resumedAt = listings }
        }
        #expect(resumedAt == 500)
        let index = try ListingIndex(opening: market.generations.generation(generation), categories: market.categories)
        #expect(index.index.snapshot().documentCount == 1_050)
        #expect(try market.generations.unfinished().isEmpty)
    }

    @Test func aRebuildAfterARollbackKeepsTheGenerationThatWasLive() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(30)
        #expect(try market.rebuild().run { _ in } == 1)
        #expect(try market.rebuild().run { _ in } == 2)
        #expect(try market.generations.rollBack() == 1)
        let follower = market.follower()
        try follower.open()
        _ = try await market.list(5)
        try follower.step()
        #expect(try market.rebuild().run { _ in } == 3)
        #expect(try market.generations.generations() == [1, 3])
        try follower.step()
        #expect(try await find("连衣裙", in: follower, market).total.value == 35)
    }

    @Test func whatAPublishedRebuildLeftBehindIsCleanedUp() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(30)
        #expect(try market.rebuild().run { _ in } == 1)
        // As if it had been killed between the rename and the cleaning up.
        try FileSystem.makeFolder(market.generations.building(1))
        let progress = RebuildProgress(
            analyzer: ListingIndex.analyzer.signature, words: [], schema: ListingSchema.schema, sequence: 30,
            readTo: ChangeLogPosition(store: "", history: "", sequence: 30), parts: 1, lastID: 30, listings: 30)
        try progress.write(market.generations.building(1))
        #expect(try market.rebuild().run { _ in } == 2)
        #expect(try market.generations.unfinished().isEmpty)
    }

    @Test(arguments: [(-1, Int64(30), 30), (1, -30, 30), (1, 30, -1), (1 << 40, 30, 30)])
    func progressThatCannotBeIsNone(parts: Int, lastID: Int64, listings: Int) throws {
        let folder = try TemporaryFolder()
        var progress = RebuildProgress(
            analyzer: ListingIndex.analyzer.signature, words: [], schema: ListingSchema.schema, sequence: 30,
            readTo: ChangeLogPosition(store: "", history: "", sequence: 30), parts: 1, lastID: 30, listings: 30)
        try progress.write(folder.path)
        #expect(try RebuildProgress.read(folder.path) == progress)
        (progress.parts, progress.lastID, progress.listings) = (parts, lastID, listings)
        try progress.write(folder.path)
        #expect(try RebuildProgress.read(folder.path) == nil)
    }

    @Test(arguments: ["77\n", "", "generation 1", "-3", nil])
    func aDamagedPointerIsWrittenAgainWhileTheIndexIsLive(pointer: String?) async throws {
        let market = try await StoredMarket()
        _ = try await market.list(3)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let generation = try market.generations.current()
        try FileSystem.remove(market.generations.path + "/CURRENT")
        if let pointer {
            try FileSystem.replace(market.generations.path + "/CURRENT", with: Array(pointer.utf8))
        }
        _ = try await market.list(2)
        try follower.step()
        #expect(try market.generations.current() == generation)
        #expect(try await find("连衣裙", in: follower, market).total.value == 5)
    }

    @Test func pagesStayTogetherWhileOthersList() async throws {
        let market = try await StoredMarket()
        let listed = try await market.list(120)
        let others = (0..<200).map { market.content("羊毛围巾 \($0)") }
        _ = try await market.store.create(others, sellerID: market.seller, atMilliseconds: 1)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let service = market.search(follower)
        var query = ListingQuery(text: "连衣裙", limit: 7)
        var ids: [Int64] = []
        repeat {
            let page = try await service.search(query)
            ids += page.hits.map(\.id)
            query.cursor = page.nextCursor
            _ = try await market.store.create(market.content("羊毛围巾"), sellerID: market.seller, atMilliseconds: 5)
            try follower.step()
        } while query.cursor != nil && ids.count < 300
        #expect(ids.count == 120 && Set(ids) == Set(listed.map(\.id)))
    }

    @Test func oneRebuildAtATime() async throws {
        let market = try await StoredMarket()
        let lock = try market.generations.lockRebuild()
        #expect(throws: IndexError.self) { _ = try market.rebuild().run { _ in } }
        _ = consume lock
    }

    @Test func pagesGoOnWhereTheLastOneEnded() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(57)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let service = market.search(follower)
        for sort in ListingSort.allCases {
            var query = ListingQuery(text: sort == .newest ? "" : "连衣裙", sort: sort, limit: 10)
            var ids: [Int64] = []
            repeat {
                let page = try await service.search(query)
                ids += page.hits.map(\.id)
                query.cursor = page.nextCursor
            } while query.cursor != nil && ids.count < 100
            #expect(ids.count == 57 && Set(ids).count == 57, "\(sort)")
        }
        await #expect(throws: ListingSearchError.invalidCursor) {
            _ = try await service.search(ListingQuery(text: "连衣裙", cursor: "nonsense"))
        }
    }
}

/// A store whose reader is cut off after so many listings.
private struct InterruptedLog: ForwardingLog {
    struct Interruption: Error {}

    let log: any ListingChangeLog
    let after: Int

    func scanOnSale(
        batchSize: Int, afterID: Listing.ID, began: (ChangeLogPosition) throws -> Void,
        _ body: ([ShopListing]) throws -> Void
    ) throws -> Int64 {
        var seen = 0
        return try log.scanOnSale(batchSize: batchSize, afterID: afterID, began: began) { listings in
            try body(listings)
            seen += listings.count
            if seen >= after { throw Interruption() }
        }
    }
}
