import Catalog
import GRDB
import Testing

@testable import MarketplaceStore

@Suite struct `A store of listings` {
    @Test func `gives back what was written`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let written = try await market.store.create(.sample(), sellerID: seller, atMilliseconds: 5)
        #expect(written.content == .sample())
        #expect(written.version == 1)
        #expect(try await market.store.listing(written.id) == written)
        #expect(try await market.store.listings([written.id, 99]) == [written])
        #expect(try await market.store.listing(written.id + 1) == nil)
    }

    @Test func `writes a new version for its seller only`() async throws {
        let market = try TemporaryStore()
        let (seller, other) = (try await market.seller(), try await market.seller("other"))
        let old = try await market.store.create(.sample(), sellerID: seller, atMilliseconds: 5)
        let new = try await market.store.update(
            old.id, sellerID: seller, expectedVersion: 1, content: .sample("新"), status: nil, atMilliseconds: 6)
        #expect(new.version == 2 && new.content.title == "新" && new.updatedAtMilliseconds == 6)
        await #expect(throws: CatalogError.notFound) {
            try await market.store.update(
                old.id, sellerID: other, expectedVersion: 2, content: .sample(), status: nil, atMilliseconds: 7)
        }
        await #expect(throws: CatalogError.stale(currentVersion: 2)) {
            try await market.store.update(
                old.id, sellerID: seller, expectedVersion: 1, content: .sample(), status: nil, atMilliseconds: 7)
        }
        await #expect(throws: CatalogError.illegalTransition(from: .active, to: .active)) {
            try await market.store.update(
                old.id, sellerID: seller, expectedVersion: 2, content: nil, status: .active, atMilliseconds: 7)
        }
        #expect(try await market.store.listing(old.id) == new)
    }

    @Test func `takes many in order, all or none`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let many = (0..<100).map { ListingContent.sample("第\($0)件") }
        let written = try await market.store.create(many, sellerID: seller, atMilliseconds: 1)
        #expect(written.map(\.content) == many)
        #expect(written.map(\.id) == written.map(\.id).sorted())
        var spoiled = many
        spoiled[99].categoryID = -1
        await #expect(throws: StoreError.self) {
            try await market.store.create(spoiled, sellerID: seller, atMilliseconds: 1)
        }
        #expect(try market.store.onSaleCount() == 100)
    }

    @Test func `pages through a seller's listings by falling number, without the deleted`() async throws {
        let market = try TemporaryStore()
        let (seller, other) = (try await market.seller(), try await market.seller("other"))
        var ids: [Listing.ID] = []
        for number in 0..<25 {
            ids.append(try await market.store.create(.sample("\(number)"), sellerID: seller, atMilliseconds: 1).id)
            _ = try await market.store.create(.sample(), sellerID: other, atMilliseconds: 1)
        }
        _ = try await market.store.update(
            ids[3], sellerID: seller, expectedVersion: 1, content: nil, status: .deleted, atMilliseconds: 2)
        var seen: [Listing.ID] = []
        while true {
            let page = try await market.store.listings(
                sellerID: seller, statuses: Set(ListingStatus.allCases), beforeID: seen.last, limit: 7)
            seen += page.listings.map(\.id)
            guard page.hasMore else { break }
        }
        #expect(seen == ids.filter { $0 != ids[3] }.reversed())
    }

    @Test func `a page of listings with long texts ends early, and the next one goes on behind it`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        var long = ListingContent.sample()
        long.description = String(repeating: "长", count: ListingLimits.descriptionCharacters.upperBound)
        let count = 50
        let ids = try await market.store.create(
            (0..<count).map { _ in long }, sellerID: seller, atMilliseconds: 1
        ).map(\.id)
        var seen: [Listing.ID] = []
        var pages = 0
        while true {
            let page = try await market.store.listings(
                sellerID: seller, statuses: [.active], beforeID: seen.last, limit: 100)
            #expect(page.listings.reduce(0) { $0 + $1.content.textByteCount } <= ListingLimits.pageBytes)
            seen += page.listings.map(\.id)
            pages += 1
            guard page.hasMore else { break }
        }
        #expect(seen == ids.reversed())
        #expect(pages == (count * long.textByteCount + ListingLimits.pageBytes - 1) / ListingLimits.pageBytes)
    }

    @Test func `gives places by their standard codes, however they were kept`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let listing = try await market.store.create(.sample(), sellerID: seller, atMilliseconds: 1)
        try await market.store.pool.write { database in
            try database.execute(
                sql: "UPDATE listings SET region = 'UK-LND', ships_to = replace(ships_to, 'SG', 'UK') WHERE id = ?",
                arguments: [listing.id])
        }
        let read = try #require(try await market.store.listing(listing.id))
        #expect(read.content.region == "GB-LND" && read.content.shipsTo == ["CN", "GB"])
    }

    @Test func `begins with the categories of the catalogue`() async throws {
        let market = try TemporaryStore()
        #expect(try await market.store.categories() == CategorySeed.categories)
    }

    @Test func `gives long listings in batches whose texts have an end, and each of them once`() async throws {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let contents = (0..<70).map { number in
            var content = ListingContent.sample("\(number)")
            content.description = String(repeating: "\(number % 10)", count: ListingLimits.descriptionBytes)
            return content
        }
        let listings = try await market.store.create(contents, sellerID: seller, atMilliseconds: 1)
        // What an index takes in within a second: four MiB, and one more than fits.
        let most = (4 << 20) / ListingLimits.descriptionBytes + 1
        var sequence: Int64 = 0
        var followed: [Listing.ID] = []
        while true {
            let changes = try market.store.changes(after: sequence, limit: 1_000)
            guard let last = changes.last else { break }
            #expect(changes.count <= most)
            followed += changes.map(\.listingID)
            sequence = last.sequence
        }
        #expect(followed == listings.map(\.id))
        var scanned: [Listing.ID] = []
        _ = try market.store.scanOnSale(batchSize: 1_000, afterID: 0) { batch in
            #expect(batch.count <= most)
            scanned += batch.map(\.listing.id)
        }
        #expect(scanned == listings.map(\.id))
    }
}
