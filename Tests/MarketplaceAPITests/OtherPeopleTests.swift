import Foundation
import HTTPTypes
import MarketplaceStore
import Testing

@testable import MarketplaceAPI

@Suite struct `What is another's` {
    /// Orders in every state that can be acted on, of one buyer and one seller; and a stranger.
    @Test func `answers 404 or 403 on every route of orders and ratings, and nothing changes`() async throws {
        let market = try await Market(provider: ScriptedProvider())
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let stranger = try await client.seller("stranger")
            var orders: [Int] = []
            for steps in 0...4 {
                let listing = try await client.list("货 \(steps)", token: seller)
                let order = try await client.buy(listing, token: buyer)
                if steps > 0 { _ = try await client.act("pay", order, token: buyer) }
                if steps > 1 { _ = try await client.act("ship", order, Client.shipment, token: seller) }
                if steps == 3 {
                    _ = try await client.act(
                        "refund-requests", order, ["amount_minor": 1, "reason": "r"], token: buyer)
                }
                if steps == 4 { _ = try await client.act("confirm", order, token: buyer) }
                orders.append(order)
            }
            let before = try await Self.state(market, orders)
            for operation in OperationTable(
                services: market.services, settings: ServerSettings(), metrics: RequestMetrics(),
                admission: Admission(AdmissionLimits())
            ).operations where operation.path.hasPrefix("/v1/orders/{id}") {
                for order in orders {
                    let path = operation.path.replacing("{id}", with: "\(order)")
                    let answer = try await client.send(
                        operation.method, path, Self.bodies[operation.body?.schema ?? ""], token: stranger,
                        headers: operation.method == .post ? ["Idempotency-Key": UUID().uuidString] : [:])
                    #expect([403, 404].contains(answer.status), "\(operation.id): \(answer.text)")
                }
            }
            // What is the other side's to do.
            let mixed: [(verb: String, body: Any?, token: String, order: Int)] = [
                ("pay", nil, seller, orders[0]), ("ship", Client.shipment, buyer, orders[1]),
                ("confirm", nil, seller, orders[2]), ("extend", nil, buyer, orders[2]),
                ("refund-requests", ["amount_minor": 1, "reason": "r"], seller, orders[2]),
                ("refund-requests/accept", ["amount_minor": 1], buyer, orders[3]),
                ("refund-requests/refuse", ["reason": "r"], buyer, orders[3]),
                ("refund-requests/withdraw", nil, seller, orders[3]),
                ("disputes", ["reason": "r"], seller, orders[2]),
            ]
            for (verb, body, token, order) in mixed {
                let answer = try await client.act(verb, order, body, token: token)
                #expect(answer.status == 403, "\(verb): \(answer.text)")
            }
            #expect(try await Self.state(market, orders) == before)
            #expect(try market.store.auditTrade().faults == [])
        }
    }

    @Test func `is never set by a client: what belongs to the server is refused by name`() async throws {
        let market = try await Market(provider: ScriptedProvider())
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await client.list("货", token: seller)
            for field in ["state", "total_minor", "fee_minor", "seller_id", "buyer_id", "version", "paid_at", "points"]
            {
                var body = Client.order(listing)
                body[field] = 1
                let answer = try await client.send(
                    .post, "/v1/orders", body, token: buyer, headers: ["Idempotency-Key": field])
                #expect(answer.status == 400)
                #expect(answer.fields == [field])
            }
            let order = try await client.buy(listing, token: buyer)
            _ = try await client.act("pay", order, token: buyer)
            _ = try await client.act("ship", order, Client.shipment, token: seller)
            _ = try await client.act("confirm", order, token: buyer)
            for field in ["points", "subject_id", "author_id", "revealed_at", "weight"] {
                var body = Client.praise
                body[field] = 1
                #expect(try await client.act("ratings", order, body, token: buyer).fields == [field])
            }
        }
    }

    private static var bodies: [String: Any] {
        [
            "Shipment": Client.shipment, "ReasonRequest": ["reason": "r"],
            "RefundAcceptance": ["amount_minor": 1], "RefundRequest": ["amount_minor": 1, "reason": "r"],
            "RatingRequest": Client.praise,
            "WordsRequest": ["words": "w"],
        ]
    }

    private static func state(_ market: Market, _ orders: [Int]) async throws -> [String] {
        var states: [String] = []
        for order in orders {
            guard let found = try await market.store.order(Int64(order)) else { continue }
            states.append("\(found)")
        }
        return states + ["\(try market.store.auditTrade())"]
    }
}
