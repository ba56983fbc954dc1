// MarketplaceWire
