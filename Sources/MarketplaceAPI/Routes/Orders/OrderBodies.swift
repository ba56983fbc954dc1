import Catalog
import MarketplaceWire
import Orders

/// The bodies that write orders: what the API's description says of their members, and the check of the same.
enum OrderBodies {
    static let deliveryName = TextMember(lengths: OrderLimits.deliveryName.characters, rule: .line)
    static let address = TextMember(lengths: OrderLimits.address.characters, rule: .line)
    static let region = TextMember(lengths: 2...6, rule: .place)
    static let carrier = TextMember(lengths: OrderLimits.carrier.characters, rule: .line)
    static let tracking = TextMember(lengths: OrderLimits.tracking.characters, rule: .line)
    static let reason = TextMember(lengths: OrderLimits.reason.characters, rule: .line)

    /// - Throws: `APIProblem` that names every member that is wrong.
    static func draft(_ request: OrderRequest) throws -> OrderDraft {
        var problems = MemberProblems()
        problems.check("listing_id", request.listingID, 1...Int64.max)
        problems.check("quantity", request.quantity, OrderLimits.quantity)
        problems.check("delivery.name", request.delivery.name, deliveryName)
        problems.check("delivery.address", request.delivery.address, address)
        problems.check("delivery.region", request.delivery.region, region)
        problems.check("expected_total_minor", request.expectedTotalMinor, 1...Int64.max)
        problems.check("expected_currency", request.expectedCurrency, oneOf: Currency.allCodes)
        try problems.refuse()
        let delivery = request.delivery
        return OrderDraft(
            listingID: request.listingID, quantity: request.quantity,
            delivery: Delivery(name: delivery.name, address: delivery.address, region: delivery.region),
            expectedTotal: try expectedTotal(request))
    }

    /// - Throws: `APIProblem` where a sum comes without its currency, or a currency without a sum.
    private static func expectedTotal(_ request: OrderRequest) throws -> Money? {
        switch (request.expectedTotalMinor, request.expectedCurrency.flatMap { Currency(code: $0) }) {
        case (nil, nil): return nil
        case (let amount?, let currency?): return Money(amountMinor: amount, currency: currency)
        case (_?, nil): throw missing("expected_currency", besides: "expected_total_minor")
        case (nil, _?): throw missing("expected_total_minor", besides: "expected_currency")
        }
    }

    private static func missing(_ field: String, besides other: String) -> APIProblem {
        .unacceptable([FieldProblem(field: field, message: "is missing; \(other) says nothing without it")])
    }

    /// - Throws: As above.
    static func shipment(_ resource: ShipmentResource) throws -> Shipment {
        var problems = MemberProblems()
        problems.check("kind", resource.kind, oneOf: ShippingKind.allCases.map(\.rawValue))
        problems.check("carrier", resource.carrier, carrier)
        problems.check("tracking", resource.tracking, tracking)
        try problems.refuse()
        return Shipment(
            kind: ShippingKind(rawValue: resource.kind) ?? .express, carrier: resource.carrier,
            tracking: resource.tracking)
    }

    /// - Throws: As above.
    static func reason(_ text: String) throws -> String {
        var problems = MemberProblems()
        problems.check("reason", text, reason)
        try problems.refuse()
        return text
    }

    /// - Throws: As above.
    static func refund(_ request: RefundRequestBody) throws -> OrderEvent {
        var problems = MemberProblems()
        problems.check("amount_minor", request.amountMinor, 1...Int64.max)
        problems.check("reason", request.reason, reason)
        try problems.refuse()
        return .requestRefund(amountMinor: request.amountMinor, reason: request.reason)
    }

    /// - Throws: As above.
    static func acceptance(_ request: RefundAcceptance) throws -> Int64 {
        var problems = MemberProblems()
        problems.check("amount_minor", request.amountMinor, 1...Int64.max)
        try problems.refuse()
        return request.amountMinor
    }
}

extension OrderBodies {
    static var schemas: [(name: String, schema: JSONValue)] {
        [
            (
                "OrderRequest",
                Schema.object(
                    [
                        "listing_id": Schema.id(),
                        "quantity": Schema.integer(
                            Int64(OrderLimits.quantity.lowerBound)...Int64(OrderLimits.quantity.upperBound)),
                        "delivery": Schema.reference("Delivery"),
                        "expected_total_minor": Schema.id(
                            "The total that the buyer has seen, with `expected_currency`; another is refused."),
                        "expected_currency": Schema.choice(
                            Currency.allCodes, "The currency of that total; neither goes without the other."),
                    ], optional: ["quantity", "expected_total_minor", "expected_currency"], isClosed: true)
            ),
            (
                "Delivery",
                Schema.object(
                    [
                        "name": deliveryName.schema(), "address": address.schema(),
                        "region": region.schema("ISO 3166; among those that the seller ships to."),
                    ], isClosed: true)
            ),
            (
                "Shipment",
                Schema.object(
                    [
                        "kind": Schema.choice(
                            ShippingKind.allCases.map(\.rawValue), "Decides when the order confirms itself."),
                        "carrier": carrier.schema(), "tracking": tracking.schema(),
                    ], isClosed: true)
            ),
            ("ReasonRequest", Schema.object(["reason": reason.schema()], isClosed: true)),
            (
                "RefundRequest",
                Schema.object(
                    [
                        "amount_minor": Schema.id("The whole total until the goods are sent."),
                        "reason": reason.schema(),
                    ], isClosed: true)
            ),
            (
                "RefundAcceptance",
                Schema.object(
                    ["amount_minor": Schema.id("What the buyer wants back, as it was read; another sum is refused.")],
                    isClosed: true)
            ),
        ]
    }
}
