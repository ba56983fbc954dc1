public import Accounts
public import Catalog
public import CreditProfile
public import Ledger
public import ListingSearch
public import Orders
public import Ratings

/// What the API stands on. The executable makes them; tests make others.
public struct MarketplaceServices: Sendable {
    public var accounts: AccountService
    public var accountStore: any AccountStore
    public var listings: ListingService
    public var listingStore: any ListingStore
    /// The tree that `listings` checks against.
    public var categories: CategoryTree
    public var orders: OrderService
    public var ledger: any LedgerStore
    public var ratings: RatingService
    public var ratingBoard: RatingBoard
    public var credit: any CreditStore
    /// Of the payment provider's messages; nil where there is none.
    public var providerSignature: WebhookSignature?
    public var search: any ListingSearching
    public var clock: MarketClock
    public var allocator: AllocatorStatistics
    /// Writes and commits of the store so far.
    public var storeCounts: @Sendable () -> (writes: Int, commits: Int)
    /// How often the store was found damaged.
    public var storeDamages: @Sendable () -> Int = { 0 }

    public init(
        accounts: AccountService, accountStore: any AccountStore, listings: ListingService,
        listingStore: any ListingStore, categories: CategoryTree, orders: OrderService, ledger: any LedgerStore,
        ratings: RatingService, ratingBoard: RatingBoard,
        credit: any CreditStore,
        providerSignature: WebhookSignature? = nil, search: any ListingSearching,
        clock: MarketClock = .system, allocator: AllocatorStatistics = .none,
        storeCounts: @escaping @Sendable () -> (writes: Int, commits: Int) = { (0, 0) }
    ) {
        self.accounts = accounts
        self.accountStore = accountStore
        self.listings = listings
        self.listingStore = listingStore
        self.categories = categories
        self.orders = orders
        self.ledger = ledger
        self.ratings = ratings
        self.ratingBoard = ratingBoard
        self.credit = credit
        self.providerSignature = providerSignature
        self.search = search
        self.clock = clock
        self.allocator = allocator
        self.storeCounts = storeCounts
    }
}
