import Catalog
import MarketplaceWire
import Orders

extension ListingResource {
    /// A listing as the wire has it.
    init(_ listing: Listing) {
        let content = listing.content
        self.init(
            id: listing.id, sellerID: listing.sellerID, title: content.title, description: content.description,
            categoryID: content.categoryID, condition: content.condition.rawValue,
            priceMinor: content.price.amountMinor, currency: content.price.currency.code, quantity: content.quantity,
            region: content.region, shipsTo: content.shipsTo, shippingFeeMinor: content.shippingFeeMinor,
            attributes: content.attributes.map { AttributeResource(name: $0.name, value: $0.value) },
            status: listing.status.rawValue, version: listing.version,
            createdAt: Timestamp(milliseconds: listing.createdAtMilliseconds),
            updatedAt: Timestamp(milliseconds: listing.updatedAtMilliseconds))
    }

    /// As its own seller sees it.
    init(_ listing: Listing, held: HeldStock?) {
        self.init(listing)
        heldQuantity = held?.quantity ?? 0
        heldUntil = held.map { Timestamp(milliseconds: $0.untilMilliseconds) }
    }
}
