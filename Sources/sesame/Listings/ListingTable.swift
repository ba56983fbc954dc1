import MarketplaceWire

/// One's own listings.
enum ListingTable {
    static func table(_ listings: [ListingResource]) -> Table {
        var table = Table([
            .init(title: "id", isRightAligned: true), .init(title: "title", isFlexible: true),
            .init(title: "price", isRightAligned: true), .init(title: "quantity", isRightAligned: true),
            .init(title: "region"), .init(title: "status"), .init(title: "version", isRightAligned: true),
            .init(title: "held", isRightAligned: true),
        ])
        for listing in listings {
            table.add([
                String(listing.id), listing.title,
                PriceText.text(minor: listing.priceMinor, currency: listing.currency), String(listing.quantity),
                listing.region, listing.status, String(listing.version),
                listing.heldQuantity.map(String.init) ?? "",
            ])
        }
        return table
    }
}
