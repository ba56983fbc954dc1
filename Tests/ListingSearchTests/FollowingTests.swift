import Accounts
import Catalog
import GRDB
import Locking
import Logging
import MarketplaceStore
import Scheduling
import TestSupport
import Testing

@testable import ListingSearch

/// How the log is followed where something stands in the way.
struct FollowingTests {
    @Test func whoHoldsAllThatMemoryMayWaitsForTheCommitAndDoesNotTurnRound() async throws {
        let market = try await StoredMarket()
        let log = CountingLog(log: market.store)
        let follower = ListingFollower(
            folder: market.generations, log: log, categories: market.categories, lexicons: market.lexicons,
            logger: Logger(label: "test"), uncommittedLimit: 10)
        let running = Task.detached { try await follower.run() }
        defer { running.cancel() }
        try await Wait.until("the index") { follower.condition == .ready }
        _ = try await market.list(20)
        try await Wait.until("the first listings") { follower.sequence == 20 }
        // These cannot be taken in before a commit, which comes some seconds later.
        _ = try await market.list(1)
        let before = log.hastyWaits.withLock { $0 }
        for _ in 0..<2 {
            let last = lastBeat(follower)
            try await Wait.until("a turn of the follower") { lastBeat(follower) - last > .milliseconds(20) }
        }
        #expect(log.hastyWaits.withLock { $0 } - before <= 2)
        // Not for ever: once all is committed, it goes on.
        try follower.commit()
        try await Wait.until("the last listing") { follower.sequence == 21 }
        running.cancel()
        try await running.value
    }

    /// A listing whose row or whose seller is lost.
    @Test(arguments: ["DELETE FROM listings WHERE id = 3", "DELETE FROM accounts WHERE id = 2"])
    func aListingThatCannotBeReadIsTakenOutAndTheOthersAreFollowed(sql: String) async throws {
        let market = try await StoredMarket()
        let other = try await market.store.createAccount(
            username: "other", displayName: "Other", passwordHash: "none", atMilliseconds: 1)
        let listings = try await market.list(2)
        let lost = try await market.store.create(market.content("连衣裙"), sellerID: other.id, atMilliseconds: 1)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let search = market.search(follower)
        func found() async throws -> Set<Listing.ID> {
            Set(try await search.search(ListingQuery(text: "连衣裙")).hits.map(\.id))
        }
        #expect(try await found() == Set(listings.map(\.id) + [lost.id]))
        // Its change comes once more, among the others'.
        _ = try await market.store.update(
            listings[0].id, sellerID: market.seller, expectedVersion: 1, content: nil, status: .closed,
            atMilliseconds: 3)
        try await market.store.repeatChanges(of: [lost.id])
        let last = try await market.store.create(market.content("连衣裙"), sellerID: market.seller, atMilliseconds: 2)
        try damage(market.folder.path + "/market.sqlite", sql)
        let damages = StoreDamage.count
        try follower.step()
        #expect(try follower.sequence == market.store.lastSequence())
        #expect(try await found() == [listings[1].id, last.id])
        #expect(StoreDamage.count > damages)
    }

    private func damage(_ path: String, _ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let database = try DatabaseQueue(path: path, configuration: configuration)
        try database.write { try $0.execute(sql: sql) }
        try database.close()
    }

    private func lastBeat(_ follower: ListingFollower) -> ContinuousClock.Instant {
        .now - .seconds(follower.heartbeat.silenceSeconds)
    }
}

/// Counts the waits for a change that is there already.
private struct CountingLog: ForwardingLog {
    let log: any ListingChangeLog
    let hastyWaits = Locked(0)

    func waitForChange(after sequence: Int64, timeoutMilliseconds: Int) async {
        if sequence < knownSequence { hastyWaits.withLock { $0 += 1 } }
        await log.waitForChange(after: sequence, timeoutMilliseconds: timeoutMilliseconds)
    }
}
