import Accounts
import Catalog
import Locking
import MarketplaceStore
import SearchIndex
import TestSupport
import Testing

@testable import ListingSearch

/// Pages of one search while the market changes between them, held against a list of what is on sale.
@Suite("Pages of a market that changes")
struct PointInTimeTests {
    /// Histories of one seed: each turns the pages of one search to the end.
    private static let histories = 100

    @Test("what matches all the time comes once, whatever happens between the pages", arguments: 1...20)
    func pagesHold(seed: Int) async throws {
        var market = try await ChangingMarket(seed: UInt64(seed))
        for history in 1...Self.histories {
            let query = market.query()
            let note = "seed \(seed) history \(history): \(query.text) by \(query.sort), \(query.limit) a page"
            var next = query
            var always = market.matching(query)
            var shown: [Int64] = []
            repeat {
                let page = try await market.service.search(next)
                #expect(page.hits.count <= query.limit, "\(note)")
                let matching = market.matching(query)
                for hit in page.hits {
                    // A listing that lacks words may be shown after those that hold them all.
                    #expect(page.relaxed || matching.contains(hit.id), "\(note): \(hit.id) is shown and does not match")
                    #expect(market.version(hit.id) == hit.version, "\(note): \(hit.id) is shown in an old version")
                }
                shown += page.hits.map(\.id)
                next.cursor = page.nextCursor
                for _ in 0..<market.random(0...3) { try await market.change() }
                always.formIntersection(market.matching(query))
                try market.settle()
            } while next.cursor != nil
            #expect(Set(shown).count == shown.count, "\(note): twice \(shown)")
            #expect(always.isSubset(of: shown), "\(note): lost \(always.subtracting(shown).sorted())")
        }
    }

    @Test("a cursor whose state is forgotten goes on in the market as it is")
    func forgotten() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(30)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let first = try await market.search(follower).search(ListingQuery(text: "连衣裙", limit: 12))
        // Another process, as it were.
        let service = market.search(follower)
        var query = ListingQuery(text: "连衣裙", limit: 12, cursor: first.nextCursor)
        var shown = first.hits.map(\.id)
        while query.cursor != nil {
            let page = try await service.search(query)
            shown += page.hits.map(\.id)
            query.cursor = page.nextCursor
        }
        #expect(shown.count == 30 && Set(shown).count == 30)
    }

    @Test("what an operator hides between two pages is not shown any more")
    func hidden() async throws {
        let market = try await StoredMarket()
        _ = try await market.list(20)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let service = market.search(follower)
        let whole = try await service.search(ListingQuery(text: "连衣裙", limit: 20)).hits.map(\.id)
        let first = try await service.search(ListingQuery(text: "连衣裙", limit: 10))
        let line = QueryRules.Line(kind: .hide, query: "连衣裙", ids: [whole[12]])
        try RuleFolder.change(market.folder.path + "/rules", line, removes: false)
        market.rules.look()
        let second = try await service.search(ListingQuery(text: "连衣裙", limit: 10, cursor: first.nextCursor))
        #expect(first.hits.map(\.id) + second.hits.map(\.id) == whole.filter { $0 != whole[12] })
    }

    @Test("states are forgotten by time and by room, those first that were used longest ago")
    func bounds() async throws {
        let market = try await StoredMarket()
        let follower = market.follower()
        try follower.open()
        let time = Locked(ContinuousClock.now)
        func points(_ byteLimit: Int) -> PointsInTime {
            PointsInTime(byteLimit: byteLimit, idleLimit: .seconds(600)) { time.withLock { $0 } }
        }
        func keep(_ points: PointsInTime) throws -> UInt64 { try Self.keep(market, follower, points) }
        let roomy = points(1 << 20)
        let old = try keep(roomy)
        time.withLock { $0 += .seconds(400) }
        let new = try keep(roomy)
        time.withLock { $0 += .seconds(400) }
        roomy.dropIdle()
        #expect(roomy.point(old) == nil && roomy.point(new) != nil)
        // Whoever asks again and again keeps a state for half an hour and no longer.
        let asked = try keep(roomy)
        for _ in 0...Int(PointsInTime.longestLife / .seconds(300)) {
            #expect(roomy.point(asked) != nil)
            time.withLock { $0 += .seconds(300) }
        }
        #expect(roomy.point(asked) == nil)
        let tight = points(10_000)
        let numbers = try (0..<5).map { _ in try keep(tight) }
        #expect(numbers.map { tight.point($0) != nil } == [false, false, false, true, true])
        #expect(tight.usage.byteCount <= 10_000)
        let none = points(0)
        #expect(none.point(try keep(none)) == nil)
    }

    @Test("what several states share counts once, and for as long as one of them is kept")
    func sharedMemory() async throws {
        let market = try await StoredMarket()
        let follower = market.follower()
        try follower.open()
        _ = try await market.list(50)
        try follower.step()
        let points = PointsInTime(byteLimit: 1 << 30)
        let first = try Self.keep(market, follower, points)
        let alone = points.usage.byteCount
        let segments = try #require(follower.live).index.snapshot().segmentsInMemory.reduce(0) { $0 + $1.byteCount }
        #expect(segments > 0 && alone > segments)
        let second = try Self.keep(market, follower, points)
        #expect(points.usage.byteCount == alone + (alone - segments))
        points.forget(first)
        #expect(points.usage.byteCount == alone)
        points.forget(second)
        #expect(points.usage.byteCount == 0)
    }

    private static func keep(
        _ market: StoredMarket, _ follower: ListingFollower, _ points: PointsInTime
    ) throws -> UInt64 {
        let answerer = ListingAnswerer(
            snapshot: try #require(follower.live).index.snapshot(),
            documents: ListingDocument(categories: market.categories), lexicon: market.lexicons.current(),
            analyzers: AnalyzerPool(), named: NamedCategories(categories: market.categories), store: market.store,
            vocabularies: market.vocabularies, rules: market.rules.current(), nowMilliseconds: 1,
            point: points.number())
        points.keep(answerer, PageCache.Ground(snapshot: answerer.snapshot, changes: [], nowMilliseconds: 1))
        return answerer.point
    }
}

/// A market, a server's search over it, and what a list says of it.
private struct ChangingMarket {
    private struct Known {
        var content: ListingContent
        var seller: Int64
        var version: Int64
        var isActive: Bool
    }

    private let market: StoredMarket
    private let follower: ListingFollower
    private let records = ChangingRecords()
    let service: ListingSearchService
    private var generator: SeededGenerator
    private var sellers: [Int64] = []
    private var known: [Int64: Known] = [:]

    private static let words = ["连衣裙", "红", "blue", "wool", "羽绒服", "夏季"]

    init(seed: UInt64) async throws {
        generator = SeededGenerator(seed: seed)
        market = try await StoredMarket()
        follower = market.follower()
        service = market.search(follower, sellers: records)
        for number in 0..<6 {
            sellers.append(
                try await market.store.createAccount(
                    username: "seller\(number)", displayName: "Shop \(number)", passwordHash: "none", atMilliseconds: 1
                ).id)
        }
        try follower.open()
        for _ in 0..<40 { try await list() }
        try follower.step()
    }

    mutating func random(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func query() -> ListingQuery {
        let texts = [
            "", "连衣裙", "连衣裙", "wool", "连衣裙 红", "wool blue", "羽绒服 夏季 blue", "\"wool blue\"",
            "连衣裙 \"blue wool\"",
        ]
        return ListingQuery(
            text: texts[random(0...texts.count - 1)], maxPriceMinor: random(0...2) == 0 ? 600 : nil,
            sort: ListingSort.allCases[random(0...ListingSort.allCases.count - 1)], limit: random(1...12))
    }

    func matching(_ query: ListingQuery) -> Set<Int64> {
        // Every second piece stands between quotes.
        let pieces = query.text.split(separator: "\"", omittingEmptySubsequences: false)
        let words = pieces.enumerated().filter { $0.offset % 2 == 0 }.flatMap { $0.element.split(separator: " ") }
        let phrases = pieces.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        return Set(
            known.filter { _, listing in
                listing.isActive && listing.content.quantity > 0
                    && phrases.allSatisfy { " \(listing.content.title) ".contains(" \($0) ") }
                    && words.allSatisfy { listing.content.title.split(separator: " ").contains($0) }
                    && listing.content.price.amountMinor <= query.maxPriceMinor ?? .max
            }.map(\.key))
    }

    func version(_ id: Int64) -> Int64? { known[id]?.version }

    private mutating func content() -> ListingContent {
        // Some titles have a word that nearly all searches want, and equal ones are many.
        let count = random(1...4)
        let words = (0..<count).map { _ in Self.words[random(0...Self.words.count - 1)] }
        var content = market.content(words.joined(separator: " "))
        content.price.amountMinor = Int64(random(1...10) * 100)
        content.quantity = random(1...3)
        return content
    }

    private mutating func list() async throws {
        let content = content()
        let seller = sellers[random(0...sellers.count - 1)]
        let made = try await market.store.create([content], sellerID: seller, atMilliseconds: Int64(known.count / 5))
        known[made[0].id] = Known(content: content, seller: seller, version: made[0].version, isActive: true)
    }

    private mutating func update(_ id: Int64, _ content: ListingContent?, _ status: ListingStatus?) async throws {
        guard let listing = known[id] else { return }
        let updated = try await market.store.update(
            id, sellerID: listing.seller, expectedVersion: listing.version, content: content, status: status,
            atMilliseconds: 100)
        known[id] = Known(
            content: updated.content, seller: listing.seller, version: updated.version,
            isActive: updated.status == .active)
    }

    /// One thing that may happen to a market.
    mutating func change() async throws {
        let ids = known.filter(\.value.isActive).keys.sorted()
        guard ids.count > 25 else { return try await list() }
        let id = ids[random(0...ids.count - 1)]
        guard var content = known[id]?.content else { return }
        switch random(0...19) {
        case 0...4: try await list()
        case 5...7:
            content.price.amountMinor = Int64(random(1...10) * 100)
            try await update(id, content, nil)
        case 8...10:
            // One is sold, maybe the last one.
            content.quantity = max(0, content.quantity - 1)
            try await update(id, content, nil)
        case 11...13:
            content.title = self.content().title
            try await update(id, content, nil)
        case 14, 15: try await update(id, nil, .closed)
        case 16:
            records.set(
                SellerRecord(standing: Double(random(0...100)) / 100, saleCount: random(0...500)),
                of: sellers[random(0...sellers.count - 1)])
        case 17:
            try follower.step()
            try follower.commit()
        case 18:
            try follower.step()
            try follower.commit()
            try follower.live?.index.mergeAll()
        default:
            guard random(0...3) == 0 else { return }
            _ = try market.rebuild().run { _ in }
        }
    }

    /// What was changed is found.
    func settle() throws { try follower.step() }
}

/// What is known of sellers, as a test sets it.
private final class ChangingRecords: SellerRecords {
    private let state = Locked((records: [Int64: SellerRecord](), count: 0))

    private struct Frozen: SellerRecords {
        let records: [Int64: SellerRecord]
        let changeCount: Int

        func record(of sellerID: Int64) -> SellerRecord? { records[sellerID] }
        var areRead: Bool { true }
        func frozen() -> any SellerRecords { self }
    }

    func record(of sellerID: Int64) -> SellerRecord? { state.withLock { $0.records[sellerID] } }

    var changeCount: Int { state.withLock(\.count) }

    var areRead: Bool { true }

    func frozen() -> any SellerRecords { state.withLock { Frozen(records: $0.records, changeCount: $0.count) } }

    func set(_ record: SellerRecord, of sellerID: Int64) {
        state.withLock { state in
            state.records[sellerID] = record
            state.count += 1
        }
    }
}
