// MarketplaceClient
