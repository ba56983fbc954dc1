import Accounts
import Catalog
import Foundation
import MarketplaceStore
import SearchIndex
import TestSupport
import Testing
import TextAnalysis

@testable import ListingSearch

/// The first hits of a search by relevance: ranked beside the words, and shared among sellers.
struct HeadTests {
    /// The obvious way: place after place, the first that may stand there.
    private static func spread(_ sellers: [Int64], leading: Int, asked: Set<Int64> = []) -> [Int] {
        var order: [Int] = []
        var left = Array(sellers.indices)
        while order.count < 10 {
            let next = left.first { place in
                place < leading || asked.contains(sellers[place])
                    || order.count { sellers[$0] == sellers[place] } < 2
            }
            guard let next else { break }
            order.append(next)
            left.removeAll { $0 == next }
        }
        return order + left
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func aSpreadIsTheObviousOne(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<500 {
            let count = Int.random(in: 0...40, using: &random)
            let kinds = Int64.random(in: 1...12, using: &random)
            let sellers = (0..<count).map { _ in
                min(Int64.random(in: 1...kinds, using: &random), .random(in: 1...kinds, using: &random))
            }
            let leading = Int.random(in: 0...min(3, count), using: &random)
            let asked = Set((1...kinds).filter { _ in Int.random(in: 0..<8, using: &random) == 0 })
            let found = SellerSpread(asked: asked).spread(sellers, leading: leading)
            #expect(found.order == Self.spread(sellers, leading: leading, asked: asked), "seed \(seed) round \(round)")
            let capped = found.order.prefix(10).filter { !asked.contains(sellers[$0]) }
            let counts = capped.reduce(into: [:]) { $0[sellers[$1], default: 0] += 1 }
            let isShared = found.order.count <= 10 || counts.values.allSatisfy { $0 <= 2 } || leading > 2
            #expect(!found.isSettled || isShared || found.order.count < 10, "seed \(seed) round \(round)")
        }
    }

    @Test func theTermsAreSmallAndTakeAnyColumn() {
        let profile = RankingProfile.standard
        #expect(profile.terms.reduce(0) { $0 + $1.weight } <= RankingProfile.mostTogether)
        #expect(Set(profile.terms.map(\.name)).count == profile.terms.count)
        for column in [Int64.min, -1, 0, 1, 50, 100, 101, Self.now, .max] {
            for now in [Int64.min, 0, Self.now, .max] {
                let shares = profile.shares(
                    of: 10, columns: profile.terms.map { _ in column }, nowMilliseconds: now)
                for (share, term) in zip(shares, profile.terms) {
                    #expect((0...10 * term.weight).contains(share), "\(term.name) \(column) \(now)")
                    #expect(!term.english(column, now).isEmpty && !term.chinese(column, now).isEmpty)
                }
            }
        }
    }

    /// A cursor comes from outside: whatever it says, it is refused or a page.
    @Test(arguments: [UInt64(31), 32])
    func anyCursorIsAnsweredOrRefused(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let market = try await Self.market(&random, count: 70)
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let service = market.search(follower, nowMilliseconds: Self.now)
        for round in 0..<300 {
            var bytes = [UInt8](repeating: 0, count: 27)
            for place in bytes.indices {
                bytes[place] = Bool.random(using: &random) ? 0 : .random(in: 0...255, using: &random)
            }
            bytes[0] = 2
            bytes[1] = 0
            bytes[2] &= 15
            if Bool.random(using: &random) { for place in 4..<11 { bytes[place] = 0 } }
            let text = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            do {
                let page = try await service.search(ListingQuery(text: "连衣裙 wool", limit: 9, cursor: text))
                #expect(page.hits.count <= 9 && Set(page.hits.map(\.id)).count == page.hits.count)
            } catch {
                #expect(error as? ListingSearchError == .invalidCursor, "seed \(seed) round \(round)")
            }
        }
    }

    private static let words = ["连衣裙", "雪纺", "wool", "scarf", "红色"]

    private static let shops = ["Seller", "Anna wool", "Rob Bob", "scarf", "wool scarf", "Bob", "连衣裙 雪纺"]

    /// A market of a few words and sellers, one of whom has most listings.
    private static func market(_ random: inout SeededGenerator, count: Int) async throws -> StoredMarket {
        let market = try await StoredMarket()
        var sellers = [market.seller]
        for number in 1..<7 {
            let account = try await market.store.createAccount(
                username: "seller-\(number)", displayName: shops[number], passwordHash: "none", atMilliseconds: 1)
            sellers.append(account.id)
        }
        for number in 0..<count {
            let chosen = words.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
            var content = market.content(chosen.joined(separator: " ") + " \(number)")
            content.description = String(repeating: "长", count: Int.random(in: 0...70, using: &random))
            let seller = Bool.random(using: &random) ? 0 : Int.random(in: 0..<7, using: &random)
            _ = try await market.store.create(
                content, sellerID: sellers[seller],
                atMilliseconds: now - Int64.random(in: 0...90, using: &random) * 86_400_000)
        }
        return market
    }

    private static let now: Int64 = 1_800_000_000_000

    @Test(arguments: [UInt64(11), 12, 13, 14])
    func pagesAreTheArrangedOrderAndEveryHitComesOnce(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let market = try await Self.market(&random, count: [9, 60, 160, 220][Int(seed) % 4])
        let follower = market.follower()
        try follower.open()
        try follower.step()
        let snapshot = try #require(follower.live).index.snapshot()
        let service = market.search(follower, nowMilliseconds: Self.now)
        var askedRounds = 0
        for round in 0..<24 {
            var typed = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                Self.words.randomElement(using: &random)!
            }
            if Bool.random(using: &random) { typed.append(Self.shops.randomElement(using: &random)!) }
            let text = typed.joined(separator: " ")
            let note: Comment = "seed \(seed) round \(round) \(text)"
            var query = ListingQuery(text: text, sellerID: round % 4 == 3 ? market.seller : nil, corrects: false)
            query.limit = Int.random(in: 1...100, using: &random)
            let asked = try Self.asked(text, market)
            let wanted = try model(query, asked, snapshot, try #require(follower.live))
            var found: [Int64] = []
            var totals: Set<Int> = []
            repeat {
                let page = try await service.search(query)
                #expect(page.hits.count <= query.limit && !(page.hits.isEmpty && page.nextCursor != nil), note)
                found += page.hits.map(\.id)
                if !page.relaxed { totals.insert(page.total.value) }
                query.cursor = page.nextCursor
                query.limit = Int.random(in: 1...100, using: &random)
            } while query.cursor != nil && found.count < 1_000
            #expect(found == wanted.map(\.id), note)
            #expect(totals.isEmpty || totals == [wanted.count], "\(note) \(totals) \(wanted.count)")
            guard query.sellerID == nil else { continue }
            let sellers = Dictionary(uniqueKeysWithValues: wanted.map { ($0.id, $0.sellerID) })
            let first = found.prefix(10).reduce(into: [Int64: Int]()) { $0[sellers[$1] ?? 0, default: 0] += 1 }
            let others = found.dropFirst(10).filter { first[sellers[$0] ?? 0, default: 0] < 2 }
            #expect(others.isEmpty || first.allSatisfy { $1 <= 2 || asked.contains($0) }, note)
            askedRounds += asked.contains { first[$0, default: 0] > 2 } ? 1 : 0
        }
        #expect(askedRounds > 0, "seed \(seed)")
    }

    /// The sellers that are asked for by name, the obvious way: by looking at every listing's title and shop.
    private static func asked(_ text: String, _ market: StoredMarket) throws -> Set<Int64> {
        func words(_ text: String) -> [String] { text.lowercased().split(separator: " ").map(String.init) }
        var listings: [(seller: Int64, shop: [String], all: Set<String>)] = []
        _ = try market.store.scanOnSale(batchSize: 100, afterID: 0) { offered in
            listings += offered.map {
                let all = Set(words($0.listing.content.title) + words($0.shopName))
                return ($0.listing.sellerID, words($0.shopName), all)
            }
        }
        let typed = words(text)
        return Set(
            listings.filter { one in
                let starts = typed.indices.filter { Array(typed[$0...].prefix(one.shop.count)) == one.shop }
                let isWhole = !starts.isEmpty
                guard isWhole || !typed.isEmpty && Set(typed).isSubset(of: one.shop) else { return false }
                let holding = listings.filter { $0.all.isSuperset(of: isWhole ? one.shop : typed) }
                return 2 * holding.count { $0.shop == one.shop } > holding.count
            }.map(\.seller))
    }

    /// Everything that matches, in the order that the rules say: all of it found at once, ranked and shared by hand.
    private func model(
        _ query: ListingQuery, _ asked: Set<Int64>, _ snapshot: Snapshot, _ index: ListingIndex
    ) throws -> [ListingStretch.Hit] {
        var words = try ShopperQuery(
            query.text, analyzer: ListingIndex.analyzer.makeAnalyzer(),
            lexicon: Lexicon(analyzer: ListingIndex.analyzer.makeAnalyzer()))
        words.lift(NamedCategories(categories: try CategoryTree(CategorySeed.categories)))
        let all = try query.stretch(
            .init(limit: 1_000, enough: query.limit / 2), words, snapshot, documents: index.documents
        ).hits
        for count in [ListingHead.narrow, ListingHead.wide] {
            let profile = RankingProfile.standard
            let scored = all.prefix(count).enumerated().map { place, hit in
                let age = ListingSearchService.rankingTime(Self.now) - hit.columns[0]
                let lift = 0.04 * exp2(-Double(age) / 86_400_000 / 30)
                let full = 0.04 * Double(hit.columns[1]) / 100
                // Nobody has sold anything: each seller counts as a newcomer.
                let newcomer = 0.06 * SellerRecord.newcomer.standing
                #expect(Array(profile.columns.prefix(2)) == [ListingSchema.created, ListingSchema.completeness])
                let ofAll: Double = hit.isComplete ? 16 : 1
                return (hit: hit, place: place, worth: ofAll * hit.score * (1 + lift + full + newcomer))
            }
            let ranked = scored.sorted { left, right in
                abs(left.worth - right.worth) > 1e-9 ? left.worth > right.worth : left.place < right.place
            }.map(\.hit)
            let order =
                query.sellerID == nil
                ? Self.spread(ranked.map(\.sellerID), leading: 0, asked: asked) : Array(ranked.indices)
            let arranged = order.map { ranked[$0] } + all.dropFirst(count)
            let first = arranged.prefix(10).reduce(into: [:]) { $0[$1.sellerID, default: 0] += 1 }
            let isShared = first.allSatisfy { $1 <= 2 || asked.contains($0) }
            if query.sellerID != nil || all.count <= count || isShared { return arranged }
        }
        return all
    }
}
