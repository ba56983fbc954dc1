import Catalog
import Ledger
import Orders

/// Orders and money in answers.
enum OrderSchemas {
    static var all: [(name: String, schema: JSONValue)] { OrderBodies.schemas + orders + money }

    private static func list(_ name: String) -> JSONValue { Schema.array(of: Schema.reference(name)) }

    private static var orders: [(name: String, schema: JSONValue)] {
        [
            ("Order", order), ("OrderItem", item),
            ("OrderPage", Schema.object(["orders": list("Order"), "next_cursor": ComponentSchemas.cursor])),
            ("OrderHistory", Schema.object(["history": list("OrderHistoryLine")])),
            (
                "OrderHistoryLine",
                Schema.object([
                    "version": Schema.id(), "event": Schema.text(),
                    "actor": Schema.choice(OrderActor.allCases.map(\.rawValue)),
                    "state": Schema.choice(OrderState.allCases.map(\.rawValue)), "note": Schema.text(),
                    "at": Schema.time(),
                ])
            ),
        ]
    }

    private static var order: JSONValue {
        Schema.object(
            [
                "id": Schema.id(), "buyer_id": Schema.id(), "seller_id": Schema.id(),
                "state": Schema.choice(OrderState.allCases.map(\.rawValue)), "version": Schema.id(),
                "item": Schema.reference("OrderItem"), "quantity": Schema.id(), "total_minor": Schema.id(),
                "fee_minor": Schema.choice([0], "What the market takes: nothing."),
                "refunded_minor": Schema.count(), "currency": Schema.choice(Currency.allCodes),
                "delivery": Schema.reference("Delivery"), "shipment": Schema.reference("Shipment"),
                "refund_request": Schema.object(
                    ["amount_minor": Schema.id(), "reason": Schema.text(), "refusal": Schema.text()],
                    optional: ["refusal"]),
                "created_at": Schema.time(), "paid_at": Schema.time(), "shipped_at": Schema.time(),
                "ended_at": Schema.time(), "deadline": Schema.time("When something will happen by itself."),
            ], optional: ["shipment", "refund_request", "paid_at", "shipped_at", "ended_at", "deadline"])
    }

    private static var item: JSONValue {
        Schema.object(
            [
                "listing_id": Schema.id(), "listing_version": Schema.id(), "title": Schema.text(),
                "description": Schema.text(nil, "Where the order itself is read."), "category_id": Schema.id(),
                "condition": Schema.choice(Condition.allCases.map(\.rawValue)), "price_minor": Schema.count(),
                "shipping_fee_minor": Schema.count(), "region": Schema.text(), "attributes": list("Attribute"),
            ], optional: ["description"], "The listing as it was bought.")
    }

    private static var money: [(name: String, schema: JSONValue)] {
        [
            ("Balances", Schema.object(["balances": list("Balance")])),
            (
                "Balance",
                Schema.object([
                    "currency": Schema.choice(Currency.allCodes), "amount_minor": Schema.count(),
                    "available_minor": Schema.count("Without what is on its way out."),
                ])
            ),
            ("Statement", Schema.object(["entries": list("StatementEntry"), "next_cursor": ComponentSchemas.cursor])),
            (
                "StatementEntry",
                Schema.object(
                    [
                        "sequence": Schema.id("The line's number in the ledger."),
                        "kind": Schema.choice(LedgerEntry.Kind.allCases.map(\.rawValue)),
                        "amount_minor": Schema.integer(Int64.min...Int64.max, "Below nought where it takes."),
                        "currency": Schema.choice(Currency.allCodes), "counterpart": Schema.text(),
                        "order_id": Schema.id(), "at": Schema.time(),
                    ], optional: ["order_id"])
            ),
        ]
    }
}
