import Catalog
import MarketplaceWire

extension ListingRequest {
    init(_ content: ListingContent) {
        self.init(
            title: content.title, description: content.description, categoryID: content.categoryID,
            condition: content.condition.rawValue, priceMinor: content.price.amountMinor,
            currency: content.price.currency.code, quantity: content.quantity, region: content.region,
            shipsTo: content.shipsTo, shippingFeeMinor: content.shippingFeeMinor,
            attributes: content.attributes.map { AttributeResource(name: $0.name, value: $0.value) })
    }
}

extension ListingContent {
    /// - Throws: `CommandFailure.failed` where the listing has a currency or a condition that this version of the
    ///   command does not know.
    init(_ listing: ListingResource) throws {
        guard let currency = Currency(code: listing.currency), let condition = Condition(rawValue: listing.condition)
        else { throw CommandFailure.failed("listing \(listing.id) was made by a newer version; update this command") }
        self.init(
            title: listing.title, description: listing.description, categoryID: listing.categoryID,
            condition: condition, price: Money(amountMinor: listing.priceMinor, currency: currency),
            quantity: listing.quantity, region: listing.region, shipsTo: listing.shipsTo,
            shippingFeeMinor: listing.shippingFeeMinor,
            attributes: listing.attributes.map { ListingAttribute(name: $0.name, value: $0.value) })
    }
}

extension CategoryTree {
    init(_ categories: [CategoryResource]) throws {
        try self.init(
            categories.map {
                Category(
                    id: $0.id, parentID: $0.parentID, slug: $0.slug, nameChinese: $0.nameChinese,
                    nameEnglish: $0.nameEnglish)
            })
    }
}
