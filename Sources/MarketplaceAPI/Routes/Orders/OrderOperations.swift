import Accounts
import Catalog
import Foundation
import HTTPTypes
import MarketplaceWire
import NIOCore
import Orders

/// Orders: open, read, pay, and everything that their two sides may do.
///
/// An order is seen by its buyer and its seller; for everybody else it is not there (404). What is for the other side to
/// do is refused with 403, what the order's state does not take with 409.
struct OrderOperations: Sendable {
    var orders: OrderService
    var limits: APILimits

    var operations: [Operation] {
        [open, list, read, history, pay, ship, confirm, extend, cancel, requestRefund, withdrawRefund, acceptRefund]
            + [refuseRefund, dispute]
    }

    private static let idParameter = Parameter.path("id", .integer(1...Int64.max), "The order's number.")

    static func keyParameter(isRequired: Bool) -> Parameter {
        .header(
            "Idempotency-Key",
            .text(
                OrderLimits.idempotencyKeyCharacters,
                TextShape(
                    pattern: "^[!-~]*$", words: "visible ASCII without spaces",
                    accepts: { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })),
            "The client's own name for the request: sent again within a day, it does nothing and gets the same answer.",
            isRequired: isRequired)
    }

    private static let success = Operation.Success(
        status: .ok, description: "The order as it is now.", schema: Schema.reference("Order"))
}

// MARK: - Open and read

extension OrderOperations {
    private var open: Operation {
        var success = Operation.Success(
            status: .created, description: "The new order; the goods are set aside for it.",
            schema: Schema.reference("Order"))
        success.headers = [ResponseHeader(name: "Location", description: "Where it is.", schema: Schema.text())]
        success.links = ["getOrder", "payOrder", "cancelOrder"].map {
            Operation.Link(operationID: $0, parameters: ["path.id": "$response.body#/id"])
        }
        return Operation(
            id: "createOrder", method: .post, path: "/v1/orders", tag: "orders",
            summary:
                "Buys something: sets it aside until the order is paid or cancelled, or its `deadline` has passed.",
            access: .token(.buy), parameters: [Self.keyParameter(isRequired: true)],
            body: .init(schema: "OrderRequest", maxByteCount: limits.maxBodyByteCount), successes: [success],
            problems: [.notFound, .soldOut, .priceChanged, .tooManyUnpaid, .tooManyHeld, .leftUnpaid, .unacceptable]
                + [.idempotencyKeyReused]
        ) { input in
            let draft = try OrderBodies.draft(try input.decode(OrderRequest.self))
            let expected = draft.expectedTotal
            let key = try Self.neededKey(
                input,
                [
                    "createOrder", "\(draft.listingID)", "\(draft.quantity)", draft.delivery.name,
                    draft.delivery.address, draft.delivery.region, "\(expected?.amountMinor ?? 0)",
                ] + (expected.map { [$0.currency.code] } ?? []))
            // Kept with the number in front, so that who asks again is told the same place.
            let bytes = try await orders.buy(draft, buyerID: try input.owner().accountID, once: key) { order in
                Array("\(order.id)\n".utf8) + Array(try JSONBody.encode(OrderResource(brief: order)).readableBytesView)
            }
            let parts = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
            guard parts.count == 2 else { throw APIProblem(.internalError, "The answer that was kept is damaged.") }
            return Answer(
                status: .created,
                headers: [
                    .contentType: "application/json",
                    .location: "/v1/orders/\(String(decoding: parts[0], as: UTF8.self))",
                ], body: ByteBuffer(bytes: parts[1]))
        }
    }

    private var list: Operation {
        Operation(
            id: "listOrders", method: .get, path: "/v1/orders", tag: "orders",
            summary: "The token's own orders, newest first.", access: .token(.read),
            parameters: [
                .query(
                    "role", .choice(OrderRole.allCases.map(\.rawValue)), "As buyer or as seller.", default: "buyer"),
                .query("limit", .integer(APILimits.pageLimits), "How many at most.", default: 20),
                .query("cursor", .text(18...18, PageCursor.rule), "`next_cursor` of the page before."),
            ],
            successes: [.init(status: .ok, description: "A page.", schema: Schema.reference("OrderPage"))]
        ) { input in
            let limit = Int(input.integer("limit") ?? 20)
            let found = try await orders.store.orders(
                of: try input.owner().accountID, as: input.text("role").flatMap(OrderRole.init) ?? .buyer,
                beforeID: input.text("cursor").flatMap(PageCursor.init)?.lastID, limit: limit + 1)
            let page = found.prefix(limit)
            let cursor = found.count > limit ? page.last.map { PageCursor(lastID: $0.id).description } : nil
            return try .json(OrderPageResponse(orders: page.map { OrderResource(brief: $0) }, nextCursor: cursor))
        }
    }

    private var read: Operation {
        Operation(
            id: "getOrder", method: .get, path: "/v1/orders/{id}", tag: "orders", summary: "Shows an order.",
            access: .token(.read), parameters: [Self.idParameter], successes: [Self.success], problems: [.notFound]
        ) { input in
            try .json(OrderResource(try await orders.show(try input.id(), to: try input.owner().accountID)))
        }
    }

    private var history: Operation {
        Operation(
            id: "getOrderHistory", method: .get, path: "/v1/orders/{id}/history", tag: "orders",
            summary: "What has happened to an order, oldest first.", access: .token(.read),
            parameters: [Self.idParameter],
            successes: [.init(status: .ok, description: "All of it.", schema: Schema.reference("OrderHistory"))],
            problems: [.notFound]
        ) { input in
            let order = try await orders.show(try input.id(), to: try input.owner().accountID)
            let lines = try await orders.store.history(of: order.id)
            return try .json(OrderHistoryResponse(history: lines.map(OrderHistoryResource.init)))
        }
    }
}

// MARK: - The buyer's and the seller's

extension OrderOperations {
    private var pay: Operation {
        Operation(
            id: "payOrder", method: .post, path: "/v1/orders/{id}/pay", tag: "orders",
            summary: "Pays an order through the payment provider; the money is held until the goods are confirmed.",
            access: .token(.buy), parameters: [Self.idParameter, Self.keyParameter(isRequired: true)],
            successes: [
                Self.success,
                .init(
                    status: .accepted, description: "The provider has not said its word yet; the order tells later.",
                    schema: Schema.reference("Order")),
            ],
            problems: [
                .notFound, .notAllowed, .illegalTransition, .paymentDeclined, .unavailable, .idempotencyKeyReused,
            ], work: .payment
        ) { input in
            let order = try await orders.pay(
                try input.id(), buyerID: try input.owner().accountID, once: try Self.neededKey(input, ["payOrder"]))
            return try .json(OrderResource(brief: order), status: order.state == .created ? .accepted : .ok)
        }
    }

    private var ship: Operation {
        acting("ship", "ship", .sell, "The goods are on their way.", body: "Shipment") { input in
            .ship(try OrderBodies.shipment(try input.decode(ShipmentResource.self)))
        }
    }

    private var confirm: Operation {
        acting("confirm", "confirm", .buy, "The goods are there and right: the seller gets the money.") { _ in .confirm
        }
    }

    private var extend: Operation {
        acting("extend", "extend", .sell, "Gives the buyer three more days to confirm.") { _ in .extend }
    }

    private var cancel: Operation {
        acting(
            "cancel", "cancel", nil, "Ends an order before it is shipped; what was paid goes back.",
            body: "ReasonRequest"
        ) { input in .cancel(reason: try OrderBodies.reason(try input.decode(ReasonRequest.self).reason)) }
    }

    private var requestRefund: Operation {
        acting(
            "requestRefundOf", "refund-requests", .buy, "Wants money back; the clock stands still meanwhile.",
            body: "RefundRequest", needsKey: true
        ) { input in try OrderBodies.refund(try input.decode(RefundRequestBody.self)) }
    }

    private var withdrawRefund: Operation {
        acting("withdrawRefundOf", "refund-requests/withdraw", .buy, "Takes a refund request back.") { _ in
            .withdrawRefund
        }
    }

    private var acceptRefund: Operation {
        acting(
            "acceptRefundOf", "refund-requests/accept", .sell,
            "Agrees to a refund request, of the sum that is named: the buyer may have asked for another meanwhile.",
            body: "RefundAcceptance", needsKey: true
        ) { input in
            .acceptRefund(amountMinor: try OrderBodies.acceptance(try input.decode(RefundAcceptance.self)))
        }
    }

    private var refuseRefund: Operation {
        acting(
            "refuseRefundOf", "refund-requests/refuse", .sell,
            "Refuses a refund request; the buyer may open a dispute.", body: "ReasonRequest"
        ) { input in .refuseRefund(reason: try OrderBodies.reason(try input.decode(ReasonRequest.self).reason)) }
    }

    private var dispute: Operation {
        acting("dispute", "disputes", nil, "Calls for an operator, who divides the money.", body: "ReasonRequest") {
            input in .dispute(reason: try OrderBodies.reason(try input.decode(ReasonRequest.self).reason))
        }
    }

    /// An operation that lets one event happen to an order.
    /// - Parameter scope: Nil where both sides may: then the token has to be for buying or selling.
    private func acting(
        _ id: String, _ verb: String, _ scope: Scope?, _ summary: String, body: String? = nil,
        needsKey: Bool = false, _ event: @escaping @Sendable (OperationInput) throws -> OrderEvent
    ) -> Operation {
        let id = "\(id)Order"
        return Operation(
            id: id, method: .post, path: "/v1/orders/{id}/\(verb)", tag: "orders", summary: summary,
            access: .token(scope), parameters: [Self.idParameter, Self.keyParameter(isRequired: needsKey)],
            body: body.map { .init(schema: $0, maxByteCount: limits.maxBodyByteCount) }, successes: [Self.success],
            problems: [
                .notFound, .notAllowed, .missingScope, .illegalTransition, .tooEarly, .unacceptable,
                .idempotencyKeyReused,
            ]
        ) { input in
            let identity = try input.owner()
            if scope == nil, identity.scopes.isDisjoint(with: [.buy, .sell]) {
                throw APIProblem(.missingScope, "The token lacks the scopes `buy` and `sell`.")
            }
            let event = try event(input)
            let key = try needsKey ? Self.neededKey(input, event.parts) : Self.key(input, event.parts)
            let bytes = try await orders.act(
                event, on: try input.id(), by: identity.accountID, once: key
            ) { order in Array(try JSONBody.encode(OrderResource(brief: order)).readableBytesView) }
            return .json(ByteBuffer(bytes: bytes))
        }
    }

    // MARK: - Keys

    /// - Parameter request: What is asked, beside the thing that the path names.
    private static func key(_ input: OperationInput, _ request: [String]) throws -> IdempotencyKey? {
        guard let key = input.text("Idempotency-Key") else { return nil }
        return IdempotencyKey(
            accountID: try input.owner().accountID, key: key, request: ["\(input.integer("id") ?? 0)"] + request)
    }

    static func neededKey(_ input: OperationInput, _ request: [String]) throws -> IdempotencyKey {
        guard let key = try key(input, request) else {
            throw APIProblem.badField("Idempotency-Key", "is missing")
        }
        return key
    }
}
