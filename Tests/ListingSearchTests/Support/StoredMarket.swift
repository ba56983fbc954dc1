import Accounts
import Catalog
import Logging
import MarketplaceStore
import TestSupport

@testable import ListingSearch

/// A store with a seller, and an index folder beside it.
final class StoredMarket {
    let folder: TemporaryFolder
    let store: MarketplaceStore
    let categories: CategoryTree
    let generations: GenerationFolder
    let seller: Int64
    let lexicons: LexiconFolder
    let vocabularies: VocabularyKeeper
    let queries: QueryLog
    let rules: RuleFolder

    /// - Parameter index: where the index is, if not beside the store.
    init(index: String? = nil) async throws {
        folder = try TemporaryFolder()
        lexicons = try LexiconFolder(folder.path + "/dictionary", logger: Logger(label: "test"))
        store = try MarketplaceStore(path: folder.path + "/market.sqlite")
        categories = try CategoryTree(await store.categories())
        queries = QueryLog(path: folder.path + "/queries.tsv", logger: Logger(label: "test"))
        vocabularies = VocabularyKeeper(
            log: store, categories: categories, lexicons: lexicons, queries: queries, logger: Logger(label: "test"))
        rules = RuleFolder(folder.path + "/rules", logger: Logger(label: "test"))
        generations = try GenerationFolder(index ?? folder.path + "/index")
        seller = try await store.createAccount(
            username: "seller", displayName: "Seller", passwordHash: "none", atMilliseconds: 1
        ).id
    }

    var service: ListingService { ListingService(store: store, categories: categories, now: { 2 }) }

    func follower() -> ListingFollower {
        ListingFollower(
            folder: generations, log: store, categories: categories, lexicons: lexicons, logger: Logger(label: "test"))
    }

    func rebuild(partListings: Int = 100) -> ListingRebuild {
        var options = ListingRebuild.Options()
        options.partListings = partListings
        return ListingRebuild(
            folder: generations, log: store, categories: categories, lexicon: lexicons.current(), options: options)
    }

    let logger = Logger(label: "test")

    func search(
        _ follower: ListingFollower, nowMilliseconds: Int64 = 1, rules: RuleFolder? = nil,
        sellers: any SellerRecords = NoSellerRecords()
    ) -> ListingSearchService {
        ListingSearchService(
            follower: follower, log: store, store: store, lexicons: lexicons, vocabularies: vocabularies,
            queries: queries, rules: rules ?? self.rules, sellers: sellers, now: { nowMilliseconds })
    }

    func content(_ title: String) -> ListingContent {
        ListingContent(
            title: title, categoryID: 3030, price: Money(amountMinor: 100, currency: .cny), region: "CN-ZJ",
            shipsTo: ["CN"])
    }

    func list(_ count: Int) async throws -> [Listing] {
        try await store.create((0..<count).map { content("连衣裙 number \($0)") }, sellerID: seller, atMilliseconds: 1)
    }
}
