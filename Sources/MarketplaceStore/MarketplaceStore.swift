// MarketplaceStore
