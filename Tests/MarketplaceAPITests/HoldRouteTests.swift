import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MarketplaceStore
import Orders
import Testing

@testable import MarketplaceAPI

@Suite struct `Buying over the API` {
    private let clock = HandClock()

    private func market() async throws -> Market {
        try await Market(clock: clock.marketClock, provider: ScriptedProvider())
    }

    private func keep(_ market: Market) async throws {
        _ = try await OrderKeeper(service: market.services.orders).runOnce()
    }

    private func ask(_ client: Client, _ body: [String: Any], token: String, key: String = UUID().uuidString)
        async throws
        -> Client.Answer
    {
        try await client.send(.post, "/v1/orders", body, token: token, headers: ["Idempotency-Key": key])
    }

    private func list(_ client: Client, quantity: Int, token: String) async throws -> Int {
        var goods = Client.listing("袜子")
        goods["quantity"] = quantity
        let listed = try await client.send(.post, "/v1/listings", goods, token: token)
        return try #require(listed.json["id"] as? Int, "\(listed.text)")
    }

    // MARK: - The price

    @Test func `takes the total and the currency that were seen, and no other`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await list(client, quantity: 9, token: seller)
            var body = Client.order(listing, quantity: 2)
            (body["expected_total_minor"], body["expected_currency"]) = (2_500, "CNY")
            #expect(try await ask(client, body, token: buyer).status == 201)
            for (change, current) in [(["currency": "USD"], "25.00 USD"), (["price_minor": 1_251], "25.02 USD")]
                as [([String: Any], String)]
            {
                let tag = try #require(try await client.send(.get, "/v1/listings/\(listing)").headers[.eTag])
                let edited = try await client.send(
                    .patch, "/v1/listings/\(listing)", change, token: seller, headers: ["If-Match": tag])
                #expect(edited.status == 200, "\(edited.text)")
                let refused = try await ask(client, body, token: buyer)
                #expect(refused.status == 409)
                #expect(refused.json["type"] as? String == "/problems/price-changed")
                let detail = refused.json["detail"] as? String ?? ""
                #expect(detail.contains("25.00 CNY") && detail.contains(current), "\(detail)")
            }
            let listed = try await client.send(.get, "/v1/listings/\(listing)")
            #expect(listed.json["quantity"] as? Int == 7)
        }
    }

    @Test func `wants a total with its currency, or neither`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await list(client, quantity: 9, token: seller)
            let body = Client.order(listing)
            let total = body.merging(["expected_total_minor": 1_250]) { $1 }
            let currency = body.merging(["expected_currency": "CNY"]) { $1 }
            for (half, missing) in [(total, "expected_currency"), (currency, "expected_total_minor")] {
                let refused = try await ask(client, half, token: buyer)
                #expect(refused.status == 422)
                #expect(refused.fields == [missing], "\(refused.text)")
            }
            let unknown = try await ask(client, total.merging(["expected_currency": "XYZ"]) { $1 }, token: buyer)
            #expect(unknown.status == 400)
            #expect(unknown.fields == ["expected_currency"])
            #expect(try await ask(client, body, token: buyer).status == 201)
        }
    }

    @Test func `is another request with another currency, under the same key`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await list(client, quantity: 9, token: seller)
            var body = Client.order(listing)
            (body["expected_total_minor"], body["expected_currency"]) = (1_250, "CNY")
            let first = try await ask(client, body, token: buyer, key: "one")
            #expect(first.status == 201)
            #expect(try await ask(client, body, token: buyer, key: "one").text == first.text)
            body["expected_currency"] = "USD"
            let other = try await ask(client, body, token: buyer, key: "one")
            #expect(other.json["type"] as? String == "/problems/idempotency-key-reused")
        }
    }

    // MARK: - Stock

    @Test func `holds a part of the stock at most, and says how much`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await list(client, quantity: 30, token: seller)
            #expect(try await ask(client, Client.order(listing, quantity: 15), token: buyer).status == 201)
            let refused = try await ask(client, Client.order(listing), token: buyer)
            #expect(refused.status == 409)
            #expect(refused.json["type"] as? String == "/problems/too-many-held")
            #expect((refused.json["detail"] as? String)?.contains("15") == true, "\(refused.text)")
        }
    }

    @Test func `is refused for a day to who has let the listing lapse twice, and is told until when`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await list(client, quantity: 1, token: seller)
            let begin = clock.milliseconds
            _ = try await client.buy(listing, token: buyer)
            clock.forward(minutes: 30)
            try await keep(market)
            let second = try await client.buy(listing, token: buyer)
            #expect(try await client.act("cancel", second, ["reason": "不要了"], token: buyer).status == 200)
            let refused = try await ask(client, Client.order(listing), token: buyer)
            #expect(refused.status == 409)
            #expect(refused.json["type"] as? String == "/problems/left-unpaid")
            let until = Date(timeIntervalSince1970: Double(begin / 1_000) + 24 * 3_600 + 1_800).ISO8601Format()
            let detail = refused.json["detail"] as? String ?? ""
            #expect(detail.contains(until.dropLast()), "\(detail), not \(until)")
            let other = try await client.seller("other")
            let theirs = try await client.buy(listing, token: other)
            #expect(try await client.act("cancel", theirs, ["reason": "没货"], token: seller).status == 200)
            clock.forward(minutes: 24 * 60 - 1)
            #expect(try await ask(client, Client.order(listing), token: buyer).status == 409)
            clock.forward(minutes: 1)
            #expect(try await ask(client, Client.order(listing), token: buyer).status == 201)
        }
    }

    @Test func `shows a listing's own seller what unpaid orders hold, and nobody else`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await list(client, quantity: 9, token: seller)
            let path = "/v1/listings/\(listing)"
            let free = try await client.send(.get, path, token: seller).json
            #expect(free["held_quantity"] as? Int == 0)
            #expect(free["held_until"] == nil)
            let first = try await client.buy(listing, token: buyer, quantity: 2)
            clock.forward(minutes: 5)
            let second = try await client.buy(listing, token: buyer, quantity: 3)
            let deadline = try await client.send(.get, "/v1/orders/\(second)", token: buyer).json["deadline"] as? String
            let held = try await client.send(.get, path, token: seller)
            #expect(held.json["held_quantity"] as? Int == 5)
            #expect(held.json["held_until"] as? String == deadline)
            #expect(held.headers[.cacheControl] == "private, no-cache")
            // What is held changes without the listing's version.
            let tag = try #require(held.headers[.eTag])
            #expect(try await client.act("pay", first, token: buyer).status == 200)
            let again = try await client.send(.get, path, token: seller, headers: ["If-None-Match": tag])
            #expect(again.json["held_quantity"] as? Int == 3)
            let page = try await client.send(.get, "/v1/sellers/1/listings?status=all", token: seller)
            let listings = page.json["listings"] as? [[String: Any]]
            #expect(listings?.first?["held_quantity"] as? Int == 3)
            for token in [nil, buyer] {
                #expect(try await client.send(.get, path, token: token).json["held_quantity"] == nil)
                #expect(try await client.send(.get, path, token: token, headers: ["If-None-Match": tag]).status == 304)
                #expect(try await !client.send(.get, "/v1/sellers/1/listings", token: token).text.contains("held"))
            }
            try market.index()
            #expect(
                try await !client.send(.get, "/v1/search?q=%E8%A2%9C%E5%AD%90", token: seller).text.contains("held"))
        }
    }

    // MARK: - The clock

    @Test func `tells of a clock that has jumped among the metrics`() async throws {
        let market = try await market()
        let jump = HandClock()
        var services = market.services
        services.clock = .striding
        services.orders = OrderService(
            store: market.store, provider: nil,
            clock: TradeClock(
                nil,
                read: {
                    ClockReading(wallMilliseconds: jump.milliseconds, uptimeMilliseconds: 1_000, bootID: "a")
                }))
        let server = MarketplaceServer(services: services, logger: Logger(label: "test"))
        try await Application(responder: server.router().buildResponder()).test(.router) { client in
            let client = Client(client: client)
            #expect(try await client.send(.get, "/metrics").text.contains("\nsesame_clock_astray 0\n"))
            jump.forward(days: -1)
            let text = try await client.send(.get, "/metrics").text
            #expect(text.contains("\nsesame_clock_astray 1\n"))
            #expect(text.contains("\nsesame_clock_ahead_milliseconds -86400000\n"))
        }
    }
}
