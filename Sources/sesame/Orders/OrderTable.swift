import MarketplaceWire

/// Orders for people.
enum OrderTable {
    static func table(_ orders: [OrderResource], as role: OrderListCommand.Role) -> Table {
        var table = Table([
            .init(title: "id", isRightAligned: true), .init(title: "title", isFlexible: true),
            .init(title: "quantity", isRightAligned: true), .init(title: "total", isRightAligned: true),
            .init(title: "state"), .init(title: role == .buyer ? "seller" : "buyer", isRightAligned: true),
            .init(title: "by itself on"),
        ])
        for order in orders {
            table.add([
                String(order.id), order.item.title, String(order.quantity),
                PriceText.text(minor: order.totalMinor, currency: order.currency), order.state,
                String(role == .buyer ? order.sellerID : order.buyerID), order.deadline?.description ?? "",
            ])
        }
        return table
    }

    static func table(_ order: OrderResource, history: [OrderHistoryResource] = []) -> Table {
        var table = Table([.init(title: "member"), .init(title: "value")])
        table.add(["order", String(order.id)])
        table.add(["state", order.state])
        table.add(["title", order.item.title])
        table.add(["listing", "\(order.item.listingID) as of version \(order.item.listingVersion)"])
        table.add(["price", PriceText.text(minor: order.item.priceMinor, currency: order.currency)])
        table.add(["quantity", String(order.quantity)])
        table.add(["shipping fee", PriceText.text(minor: order.item.shippingFeeMinor, currency: order.currency)])
        table.add(["total", PriceText.text(minor: order.totalMinor, currency: order.currency)])
        table.add(["buyer", String(order.buyerID)])
        table.add(["seller", String(order.sellerID)])
        table.add(["to", "\(order.delivery.name), \(order.delivery.address), \(order.delivery.region)"])
        if let shipment = order.shipment {
            table.add(["shipped", "\(shipment.kind), \(shipment.carrier) \(shipment.tracking)"])
        }
        if let request = order.refundRequest {
            let amount = PriceText.text(minor: request.amountMinor, currency: order.currency)
            table.add(["refund asked for", "\(amount): \(request.reason)"])
            if let refusal = request.refusal { table.add(["refund refused", refusal]) }
        }
        if order.refundedMinor > 0 {
            table.add(["refunded", PriceText.text(minor: order.refundedMinor, currency: order.currency)])
        }
        if let deadline = order.deadline { table.add(["by itself on", deadline.description]) }
        for line in history {
            table.add([line.at.description, "\(line.actor): \(line.event)\(line.note.isEmpty ? "" : ", \(line.note)")"])
        }
        return table
    }
}
