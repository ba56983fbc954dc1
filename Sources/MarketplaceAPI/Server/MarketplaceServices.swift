public import Accounts
public import Catalog
public import ListingSearch

/// What the API stands on. The executable makes them; tests make others.
public struct MarketplaceServices: Sendable {
    public var accounts: AccountService
    public var accountStore: any AccountStore
    public var listings: ListingService
    public var listingStore: any ListingStore
    /// The tree that `listings` checks against.
    public var categories: CategoryTree
    public var search: any ListingSearching
    public var clock: MarketClock
    public var allocator: AllocatorStatistics

    public init(
        accounts: AccountService, accountStore: any AccountStore, listings: ListingService,
        listingStore: any ListingStore, categories: CategoryTree, search: any ListingSearching,
        clock: MarketClock = .system, allocator: AllocatorStatistics = .none
    ) {
        self.accounts = accounts
        self.accountStore = accountStore
        self.listings = listings
        self.listingStore = listingStore
        self.categories = categories
        self.search = search
        self.clock = clock
        self.allocator = allocator
    }
}
