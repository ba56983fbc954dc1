import Catalog
import Synchronization
import Testing

@Suite struct `Selling` {
    let store = MemoryListingStore()
    let service: ListingService
    let good = ListingContent(
        title: " 连衣裙 ", categoryID: 1010, price: Money(amountMinor: 1, currency: .cny), region: "CN", shipsTo: ["CN"])

    init() throws {
        service = ListingService(store: store, categories: try CategoryTree(CategorySeed.categories), now: { 42 })
    }

    @Test func `a listing is tidied, stamped and live`() async throws {
        let listing = try await service.create(good, sellerID: 1)
        #expect(listing.content.title == "连衣裙")
        #expect(listing.status == .active && listing.createdAtMilliseconds == 42)
    }

    @Test func `of many the good are listed, and each bad one says why`() async throws {
        var bad = good
        bad.title = ""
        let results = try await service.createMany([good, bad, good], sellerID: 1)
        #expect(results.map { (try? $0.get()) != nil } == [true, false, true])
        let problem = FieldProblem(field: "title", message: "must not be empty")
        #expect(results[1] == .failure(.invalid([problem])))
        #expect(try await service.createMany([bad], sellerID: 1) == [.failure(.invalid([problem]))])
        #expect(store.count == 2)
    }

    @Test func `a listing is closed, listed again, edited and deleted`() async throws {
        let id = try await service.create(good, sellerID: 1).id
        #expect(try await service.close(id, sellerID: 1, expectedVersion: 1).status == .closed)
        await #expect(throws: CatalogError.notFound) { try await service.show(id, to: 2) }
        await #expect(throws: CatalogError.notFound) { try await service.show(id, to: nil) }
        #expect(try await service.show(id, to: 1).status == .closed)
        #expect(try await service.relist(id, sellerID: 1, expectedVersion: 2).status == .active)
        #expect(try await service.show(id, to: nil).version == 3)
        var content = good
        content.title = "半身裙"
        #expect(try await service.edit(id, sellerID: 1, expectedVersion: 3, content: content).content.title == "半身裙")
        _ = try await service.delete(id, sellerID: 1, expectedVersion: 4)
        await #expect(throws: CatalogError.notFound) { try await service.show(id, to: 1) }
    }
}

/// Listings in an array.
final class MemoryListingStore: ListingStore {
    private struct State {
        var listings: [Listing] = []
        var uses: [Int64: SellerUse] = [:]
    }

    private let state = Mutex(State())

    var count: Int { state.withLock(\.listings.count) }

    func create(
        _ content: ListingContent, sellerID: Int64, within quota: ListingQuota?, atMilliseconds: Int64
    ) async throws -> Listing {
        try state.withLock { state in
            try state.uses[sellerID, default: SellerUse()].change(
                from: nil, to: SellerUse.Counted(content, .active), within: quota, atMilliseconds: atMilliseconds)
            let listing = Listing(
                id: Int64(state.listings.count + 1), sellerID: sellerID, content: content, status: .active, version: 1,
                createdAtMilliseconds: atMilliseconds, updatedAtMilliseconds: atMilliseconds)
            state.listings.append(listing)
            return listing
        }
    }

    func create(
        _ contents: [ListingContent], sellerID: Int64, within quota: ListingQuota?, atMilliseconds: Int64
    ) async throws -> [Result<Listing, CatalogError>] {
        var created: [Result<Listing, CatalogError>] = []
        for content in contents {
            do {
                created.append(
                    .success(
                        try await create(content, sellerID: sellerID, within: quota, atMilliseconds: atMilliseconds)))
            } catch CatalogError.overQuota(let excess) { created.append(.failure(.overQuota(excess))) }
        }
        return created
    }

    func use(of sellerID: Int64) async throws -> SellerUse { state.withLock { $0.uses[sellerID] ?? SellerUse() } }

    func update(
        _ id: Listing.ID, sellerID: Int64, expectedVersion: Int64, content: ListingContent?, status: ListingStatus?,
        within quota: ListingQuota?, atMilliseconds: Int64
    ) async throws -> Listing {
        try state.withLock { state in
            let index = Int(id) - 1
            guard state.listings.indices.contains(index) else { throw CatalogError.notFound }
            let old = state.listings[index]
            var new = old
            new.content = content ?? old.content
            new.status = status ?? old.status
            new.version += 1
            try state.uses[sellerID, default: SellerUse()].change(
                from: SellerUse.Counted(old.content, old.status), to: SellerUse.Counted(new.content, new.status),
                within: quota, atMilliseconds: atMilliseconds)
            state.listings[index] = new
            return new
        }
    }

    func listing(_ id: Listing.ID) async throws -> Listing? {
        state.withLock { $0.listings.first { $0.id == id } }
    }

    func listings(_ ids: [Listing.ID]) async throws -> [Listing] {
        state.withLock { $0.listings.filter { ids.contains($0.id) } }
    }

    func listings(
        sellerID: Int64, statuses: Set<ListingStatus>, beforeID: Listing.ID?, limit: Int
    ) async throws -> ListingPageRead {
        state.withLock { state in
            let all = state.listings.filter { $0.sellerID == sellerID && statuses.contains($0.status) }.reversed()
            return ListingPageRead(listings: Array(all.prefix(limit)), hasMore: all.count > limit)
        }
    }

    func offered(_ ids: [Listing.ID]) async throws -> [ShopListing] {
        try await listings(ids).map { ShopListing($0, shopName: "") }
    }

    func shopNames(of sellerIDs: [Int64]) async throws -> [Int64: String] { [:] }

    func categories() async throws -> [Catalog.Category] { CategorySeed.categories }
}
