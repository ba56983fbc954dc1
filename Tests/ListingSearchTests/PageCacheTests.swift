import Accounts
import Catalog
import Locking
import MarketplaceStore
import SearchIndex
import TestSupport
import Testing

@testable import ListingSearch

@Suite("Pages that are kept")
struct PageCacheTests {
    /// Records that a test changes.
    private final class Records: SellerRecords {
        private let state = Locked((records: [Int64: SellerRecord](), count: 0, readCount: 0))

        func record(of sellerID: Int64) -> SellerRecord? {
            state.withLock { state in
                state.readCount += 1
                return state.records[sellerID]
            }
        }

        /// How often any record was looked up.
        var readCount: Int { state.withLock(\.readCount) }

        var changeCount: Int { state.withLock(\.count) }

        var areRead: Bool { true }

        /// The records do not change while a test looks something up in them.
        func frozen() -> any SellerRecords { self }

        func set(_ record: SellerRecord, of sellerID: Int64) {
            state.withLock { state in
                state.records[sellerID] = record
                state.count += 1
            }
        }
    }

    private func page(_ number: Int) -> ListingPage {
        ListingPage(
            hits: [], total: Total(value: number, relation: .exact), facets: [:], relaxed: false, nextCursor: nil,
            tookMicroseconds: 0)
    }

    @Test("the same query is answered once, and again once anything has changed that its page rests on")
    func onceOnOneGround() async throws {
        let market = try await StoredMarket()
        let follower = market.follower()
        try follower.open()
        func snapshot() throws -> Snapshot { try #require(follower.live).index.snapshot() }
        let first = try snapshot()
        _ = try await market.list(1)
        try follower.step()
        let second = try snapshot()
        let cache = PageCache(byteLimit: 1 << 20)
        var answered = 0
        func ask(_ query: ListingQuery, _ snapshot: Snapshot, _ changes: [Int] = [0], now: Int64 = 0) async throws
            -> Int
        {
            let ground = PageCache.Ground(snapshot: snapshot, changes: changes, nowMilliseconds: now)
            return try await cache.page(query, on: ground) {
                answered += 1
                return page(answered)
            }.total.value
        }
        let query = ListingQuery(text: "连衣裙")
        #expect(try await ask(query, first) == 1)
        #expect(try await ask(query, first) == 1)
        #expect(try await ask(ListingQuery(text: "连衣裙", limit: 21), first) == 2)
        #expect(try await ask(query, second) == 3)
        #expect(try await ask(query, second) == 3)
        #expect(try await ask(query, second, [1]) == 4)
        #expect(try await ask(query, second, [1], now: 1) == 5)
        #expect(try await ask(query, second, [1], now: 1) == 5)
        let explained = ListingQuery(text: "连衣裙", explains: true)
        #expect(try await ask(explained, second, [1], now: 1) == 6)
        #expect(try await ask(explained, second, [1], now: 1) == 7)
        let usage = cache.usage
        #expect(usage.hits == 3 && usage.misses == 5)
        #expect(usage.byteCount > 0)
    }

    @Test("pages of what has changed go as others come")
    func outdated() async throws {
        let market = try await StoredMarket()
        let follower = market.follower()
        try follower.open()
        let snapshot = try #require(follower.live).index.snapshot()
        let cache = PageCache(byteLimit: 1 << 20)
        func ask(_ count: Int, change: Int) async throws -> Int {
            for number in 0..<count {
                let ground = PageCache.Ground(snapshot: snapshot, changes: [change], nowMilliseconds: 0)
                _ = try await cache.page(ListingQuery(text: "\(change) \(number)"), on: ground) { page(number) }
            }
            return cache.usage.byteCount
        }
        let one = try await ask(1, change: 0)
        #expect(try await ask(20, change: 1) > 19 * one)
        let both = try await ask(5, change: 2)
        #expect(both > 14 * one && both < 17 * one)
        #expect(try await ask(20, change: 2) < 22 * one)
    }

    @Test("what is asked again is not ranked again, and the first search after a change of an operator's file sees it")
    func files() async throws {
        let market = try await StoredMarket()
        let listings = try await market.list(3).map(\.id)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let records = Records()
        let rules = RuleFolder(market.folder.path + "/rules", logger: market.logger)
        let service = market.search(follower, rules: rules, sellers: records)
        func ids() async throws -> [Int64] { try await service.search(ListingQuery(text: "连衣裙")).hits.map(\.id) }
        #expect(try await ids().sorted() == listings)
        let readCount = records.readCount
        #expect(readCount > 0)
        #expect(try await ids().sorted() == listings)
        #expect(records.readCount == readCount)
        for hidden in listings {
            let line = QueryRules.Line(kind: .hide, query: "连衣裙", ids: [hidden])
            try RuleFolder.change(market.folder.path + "/rules", line, removes: false)
            rules.look()
            #expect(try await !ids().contains(hidden))
        }
    }

    @Test("what was reckoned of a vocabulary is not kept under the next")
    func corrections() async throws {
        let market = try await StoredMarket()
        let keeper = market.vocabularies
        #expect(keeper.corrections(of: "连衣群", edition: 0) { _ in ["old"] } == ["old"])
        #expect(keeper.corrections(of: "连衣群", edition: 0) { _ in ["other"] } == ["old"])
        #expect(keeper.corrections(of: "连衣群", edition: 1) { _ in ["by other words"] } == ["by other words"])
        _ = try await market.list(1)
        let late = try keeper.corrections(of: "连衣裠", edition: 0) { _ in
            try keeper.refresh()
            return ["late"]
        }
        #expect(late == ["late"])
        #expect(keeper.corrections(of: "连衣裠", edition: 0) { _ in ["new"] } == ["new"])
    }

    @Test("an answer that failed is not kept")
    func failures() async throws {
        let market = try await StoredMarket()
        let follower = market.follower()
        try follower.open()
        let ground = PageCache.Ground(
            snapshot: try #require(follower.live).index.snapshot(), changes: [], nowMilliseconds: 0)
        let cache = PageCache(byteLimit: 1 << 20)
        await #expect(throws: ListingSearchError.invalidCursor) {
            _ = try await cache.page(ListingQuery(), on: ground) { throw ListingSearchError.invalidCursor }
        }
        #expect(try await cache.page(ListingQuery(), on: ground) { page(3) }.total.value == 3)
    }

    @Test("whatever changes, every page is what is answered without a page before it", arguments: [UInt64(1), 2, 3])
    func neverOld(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let market = try await StoredMarket()
        var listings = try await market.list(30)
        let other = try await market.store.createAccount(
            username: "other", displayName: "Other", passwordHash: "none", atMilliseconds: 1
        ).id
        listings += try await market.store.create(
            (0..<30).map { market.content("连衣裙 number \($0)") }, sellerID: other, atMilliseconds: 1)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let records = Records()
        let service = market.search(follower, sellers: records)
        let queries = ["连衣裙", "number 7", "连衣群", ""].flatMap { text in
            ListingSort.allCases.map { ListingQuery(text: text, sort: $0, facets: [.price], limit: 10) }
        }
        /// Where a page ended; two servers number the states of the market each for itself.
        func place(_ cursor: String?, _ query: ListingQuery) throws -> ListingCursor? {
            guard let cursor else { return nil }
            var place = try ListingCursor(cursor, sort: query.sort)
            place.point = 0
            return place
        }
        var others = 0
        var before: [ListingQuery: [ListingHit]] = [:]
        for round in 0..<20 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: listings.append(try await market.list(1)[0])
            case 1:
                let index = listings.indices.randomElement(using: &random)!
                let content = market.content("\(listings[index].content.title) 连衣裙")
                let listing = listings[index]
                listings[index] = try await market.store.update(
                    listing.id, sellerID: listing.sellerID, expectedVersion: listing.version, content: content,
                    status: nil, atMilliseconds: 2)
            case 2:
                let record = SellerRecord(
                    standing: Double.random(in: 0...1, using: &random),
                    saleCount: Int.random(in: 0...500, using: &random))
                records.set(record, of: Bool.random(using: &random) ? market.seller : other)
            default: try market.vocabularies.refresh()
            }
            try follower.step()
            let fresh = market.search(follower, sellers: records)
            for query in queries {
                let kept = try await service.search(query)
                let made = try await fresh.search(query)
                let places = (try place(kept.nextCursor, query), try place(made.nextCursor, query))
                #expect(
                    kept.hits == made.hits && kept.total == made.total && kept.correction == made.correction
                        && kept.didYouMean == made.didYouMean
                        && places.0 == places.1
                        && kept.facets == made.facets && kept.relaxed == made.relaxed && kept.letGo == made.letGo,
                    "seed \(seed), round \(round), \(query)")
                if before.updateValue(kept.hits, forKey: query) != kept.hits { others += 1 }
            }
        }
        #expect(others > queries.count, "nothing changed: seed \(seed)")
    }

    @Test("what was used last is kept and never takes more than its room", arguments: [UInt64(1), 2, 3, 4])
    func recentlyUsed(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let limit = 200
        var values = RecentlyUsed<Int, Int>(byteLimit: limit)
        /// The last used first.
        var model: [(key: Int, value: Int, bytes: Int)] = []
        for step in 0..<5_000 {
            let key = Int.random(in: 0..<40, using: &random)
            let known = model.first { $0.key == key }
            if Bool.random(using: &random) {
                let bytes = Int.random(in: 1...(step % 50 == 0 ? 300 : 30), using: &random)
                values.keep(step, for: key, byteCount: bytes)
                model.removeAll { $0.key == key }
                if bytes <= limit { model.insert((key, step, bytes), at: 0) }
                while model.reduce(0, { $0 + $1.bytes }) > limit { model.removeLast() }
            } else {
                #expect(values.value(key) == known?.value, "seed \(seed), step \(step)")
                guard let known else { continue }
                model.removeAll { $0.key == key }
                model.insert(known, at: 0)
            }
            if step % 100 == 99 {
                let bound = step - Int.random(in: 0..<100, using: &random)
                let most = Int.random(in: 0...10, using: &random)
                values.dropOldest(most) { $0 < bound }
                for _ in 0..<most where model.last.map({ $0.value < bound }) ?? false { model.removeLast() }
            }
            #expect(values.usage.byteCount == model.reduce(0) { $0 + $1.bytes }, "seed \(seed), step \(step)")
        }
    }
}
