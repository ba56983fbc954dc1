extension ListingRow {
    /// The row that describes a listing: read back, it gives the same content.
    public init(_ content: ListingContent, key: String = "", in categories: CategoryTree) {
        let fee = Money(amountMinor: content.shippingFeeMinor, currency: content.price.currency)
        self.init(cells: [
            .key: key,
            .title: content.title,
            .description: content.description,
            .category: categories[content.categoryID]?.slug ?? "",
            .condition: content.condition.rawValue,
            .price: content.price.decimalText,
            .currency: content.price.currency.code,
            .quantity: String(content.quantity),
            .region: content.region,
            .shipsTo: content.shipsTo.joined(separator: "|"),
            .shippingFee: fee.decimalText,
            .attributes: CellList.join(content.attributes.map { [$0.name, $0.value] }),
        ])
    }
}
