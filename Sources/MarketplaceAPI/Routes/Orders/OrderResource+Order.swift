import Catalog
import Ledger
import MarketplaceWire
import Orders

extension OrderResource {
    /// An order as the wire has it.
    init(_ order: Order) {
        let time = { (milliseconds: Int64?) in milliseconds.map { Timestamp(milliseconds: $0) } }
        self.init(
            id: order.id, buyerID: order.buyerID, sellerID: order.sellerID, state: order.state.rawValue,
            version: order.version, item: OrderItemResource(order.item), quantity: order.quantity,
            totalMinor: order.total.amountMinor, feeMinor: order.feeMinor, refundedMinor: order.refundedMinor,
            currency: order.total.currency.code,
            delivery: DeliveryResource(
                name: order.delivery.name, address: order.delivery.address, region: order.delivery.region),
            shipment: order.shipment.map {
                ShipmentResource(kind: $0.kind.rawValue, carrier: $0.carrier, tracking: $0.tracking)
            },
            refundRequest: order.refundRequest.map {
                RefundRequestResource(amountMinor: $0.amountMinor, reason: $0.reason, refusal: $0.refusal)
            },
            createdAt: Timestamp(milliseconds: order.createdAtMilliseconds), paidAt: time(order.paidAtMilliseconds),
            shippedAt: time(order.shippedAtMilliseconds), endedAt: time(order.endedAtMilliseconds),
            deadline: time(order.deadlineMilliseconds))
    }
}

extension OrderResource {
    /// As lists and the answers to changes have it: a hundred descriptions would make a page of megabytes, and what is
    /// answered to a change is kept for its key.
    init(brief order: Order) {
        self.init(order)
        item.description = nil
    }
}

extension OrderItemResource {
    init(_ item: OrderedItem) {
        self.init(
            listingID: item.listingID, listingVersion: item.listingVersion, title: item.title,
            description: item.description, categoryID: item.categoryID, condition: item.condition.rawValue,
            priceMinor: item.price.amountMinor, shippingFeeMinor: item.shippingFeeMinor, region: item.region,
            attributes: item.attributes.map { AttributeResource(name: $0.name, value: $0.value) })
    }
}

extension OrderHistoryResource {
    init(_ line: OrderHistoryLine) {
        self.init(
            version: line.version, event: line.event, actor: line.actor.rawValue, state: line.state.rawValue,
            note: line.note, at: Timestamp(milliseconds: line.atMilliseconds))
    }
}

extension StatementEntryResource {
    /// A line as the account sees it that it gives to or takes from.
    init(_ entry: LedgerEntry, of account: LedgerAccount) {
        let isIncome = entry.credit == account
        self.init(
            sequence: entry.sequence, kind: entry.kind.rawValue,
            amountMinor: isIncome ? entry.amountMinor : -entry.amountMinor, currency: entry.currency.code,
            counterpart: "\(isIncome ? entry.debit : entry.credit)", orderID: entry.orderID,
            at: Timestamp(milliseconds: entry.atMilliseconds))
    }
}
