import Foundation
import HTTPTypes
import ListingSearch
import Locking
import MarketplaceStore
import Orders
import PaymentGateway
import Ratings
import Testing

@testable import MarketplaceAPI

@Suite struct `A trade over the API` {
    private let provider = ScriptedProvider()
    private let clock = HandClock()

    private func market() async throws -> Market {
        try await Market(clock: clock.marketClock, provider: provider)
    }

    private func keep(_ market: Market) async throws {
        _ = try await OrderKeeper(service: market.services.orders).runOnce()
        try await market.services.ratings.closeDueWindows()
        try await market.services.ratingBoard.refresh()
        #expect(try market.store.auditTrade().faults == [])
    }

    @Test func `goes from the order to both ratings, with the money in its place all the while`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await client.list("羊毛围巾", token: seller)
            let order = try await client.buy(listing, token: buyer)
            #expect(try await client.act("pay", order, token: buyer).json["state"] as? String == "paid")
            #expect(try await client.balance(token: seller) == 0)
            let shipped = try await client.act("ship", order, Client.shipment, token: seller)
            #expect(shipped.json["state"] as? String == "shipped", "\(shipped.text)")
            let confirmed = try await client.act("confirm", order, token: buyer)
            #expect(confirmed.json["state"] as? String == "completed")
            #expect(confirmed.json["fee_minor"] as? Int == 0)
            #expect(try await client.balance(token: seller) == 1_250)
            let sealed = try await client.act("ratings", order, Client.praise, token: buyer)
            #expect(sealed.status == 201, "\(sealed.text)")
            #expect(sealed.json["revealed_at"] == nil)
            let opened = try await client.act("ratings", order, ["verdict": "good"], token: seller)
            #expect(opened.json["revealed_at"] != nil, "\(opened.text)")
            try await keep(market)
            let page = try await client.send(.get, "/v1/sellers/1")
            let rating = try #require(page.json["rating"] as? [String: Any])
            #expect(rating["points"] as? Int == 1)
            #expect(rating["trades"] as? Int == 1)
            let lines = try await client.send(.get, "/v1/sellers/1/rating-log").json["lines"] as? [[String: Any]]
            #expect(lines?.count == rating["log_length"] as? Int)
            #expect(lines?.last?["hash"] as? String == rating["log_hash"] as? String)
            let events = try await client.send(.get, "/v1/orders/\(order)/history", token: buyer).json["history"]
            #expect(
                (events as? [[String: Any]])?.compactMap { $0["event"] as? String } == [
                    "create", "pay", "ship", "confirm",
                ])
        }
    }

    @Test func `has the goods' description where one order is asked for, and not in lists`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            var goods = Client.listing("羊毛围巾")
            goods["description"] = String(repeating: "很暖。", count: 1_000)
            let listed = try await client.send(.post, "/v1/listings", goods, token: seller)
            let order = try await client.buy(try #require(listed.json["id"] as? Int), token: buyer)
            let one = try await client.send(.get, "/v1/orders/\(order)", token: buyer).json["item"] as? [String: Any]
            #expect((one?["description"] as? String)?.isEmpty == false)
            let page = try await client.send(.get, "/v1/orders", token: buyer).json["orders"] as? [[String: Any]]
            let item = try #require(page?.first?["item"] as? [String: Any])
            #expect(item["description"] == nil)
            let ended = try await client.act("cancel", order, ["reason": "不要了"], token: buyer).json["item"]
            #expect((ended as? [String: Any])?["description"] == nil)
            #expect(item["title"] as? String == one?["title"] as? String)
        }
    }

    @Test func `cannot be paid without a provider, and the answer says when to come again`() async throws {
        let market = try await Market()
        try await market.test { client in
            let seller = try await client.seller()
            let listing = try await client.list("连衣裙", token: seller)
            let buyer = try await client.seller("buyer")
            let order = try await client.buy(listing, token: buyer)
            let answer = try await client.act("pay", order, token: buyer)
            #expect(answer.status == 503 && answer.headers[.retryAfter] == "3600", "\(answer.text)")
        }
    }

    @Test func `keeps the listing as it was bought`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await client.list("旧标题", token: seller)
            let order = try await client.buy(listing, token: buyer)
            let edit = ["title": "新标题", "price_minor": 99_999] as [String: Any]
            let stale = try await client.send(
                .patch, "/v1/listings/\(listing)", edit, token: seller, headers: ["If-Match": "\"v1\""])
            #expect(stale.status == 412)
            let edited = try await client.send(
                .patch, "/v1/listings/\(listing)", edit, token: seller, headers: ["If-Match": "\"v2\""])
            #expect(edited.status == 200, "\(edited.text)")
            let item = try await client.send(.get, "/v1/orders/\(order)", token: buyer).json["item"] as? [String: Any]
            #expect(item?["title"] as? String == "旧标题")
            #expect(item?["price_minor"] as? Int == 1_250)
        }
    }

    @Test func `closes by itself when nobody pays, and the goods are for sale again`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await client.list("羊毛围巾", token: seller)
            let order = try await client.buy(listing, token: buyer)
            let soldOut = try await client.send(
                .post, "/v1/orders", Client.order(listing), token: buyer, headers: ["Idempotency-Key": "k"])
            #expect(soldOut.status == 409)
            #expect(soldOut.json["type"] as? String == "/problems/sold-out")
            clock.forward(days: 5)
            try await keep(market)
            let closed = try await client.send(.get, "/v1/orders/\(order)", token: buyer)
            #expect(closed.json["state"] as? String == "cancelled")
            #expect(try await client.buy(listing, token: buyer) > order)
        }
    }

    @Test func `of the last one takes the listing out of search, and its end puts it back`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await client.list("羊毛围巾", token: seller)
            let found = {
                try market.index()
                let page = try await client.send(.get, "/v1/search?q=%E5%9B%B4%E5%B7%BE")
                return (page.json["hits"] as? [Any])?.count
            }
            #expect(try await found() == 1)
            let order = try await client.buy(listing, token: buyer)
            #expect(try await found() == 0)
            #expect(try await client.send(.get, "/v1/listings/\(listing)").status == 200)
            _ = try await client.act("cancel", order, ["reason": "不要了"], token: buyer)
            #expect(try await found() == 1)
        }
    }

    @Test func `is refunded by agreement, by silence and by an operator`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            var orders: [Int] = []
            for title in ["一", "二", "三"] {
                let listing = try await client.list(title, token: seller)
                let order = try await client.buy(listing, token: buyer)
                #expect(try await client.act("pay", order, token: buyer).status == 200)
                #expect(try await client.act("ship", order, Client.shipment, token: seller).status == 200)
                let wish = ["amount_minor": 500, "reason": "有破损"] as [String: Any]
                #expect(try await client.act("refund-requests", order, wish, token: buyer).status == 200)
                orders.append(order)
            }
            let stale = try await client.act(
                "refund-requests/accept", orders[0], ["amount_minor": 400], token: seller)
            #expect(stale.status == 422)
            #expect(stale.fields == ["amount_minor"])
            let agreed = ["amount_minor": 500]
            #expect(try await client.act("refund-requests/accept", orders[0], agreed, token: seller).status == 200)
            let refusal = ["reason": "没有破损"]
            #expect(try await client.act("refund-requests/refuse", orders[2], refusal, token: seller).status == 200)
            #expect(try await client.act("disputes", orders[2], ["reason": "有照片"], token: buyer).status == 200)
            clock.forward(days: 5)
            try await keep(market)
            let resolved = try await market.services.orders.resolve(
                Int64(orders[2]), refundMinor: 1_250, reason: "照片清楚", operatorName: "test")
            #expect(resolved.state == .resolved)
            try await keep(market)
            for (order, state) in zip(orders, ["refunded", "refunded", "resolved"]) {
                let now = try await client.send(.get, "/v1/orders/\(order)", token: buyer).json["state"] as? String
                #expect(now == state)
            }
            #expect(try await client.balance(token: seller) == 1_500)
            #expect(try await client.balance(token: buyer) == 0)
            #expect(provider.state.withLock { $0.refunded.values.reduce(0, +) } == 2_250)
            #expect(try await market.store.operatorActs(limit: 9).map(\.act) == ["resolve_order"])
        }
    }

    @Test func `is paid later where the provider cannot be reached, and once however often it is asked`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let order = try await client.buy(try await client.list("羊毛围巾", token: seller), token: buyer)
            provider.state.withLock { $0.isReachable = false }
            #expect(try await client.act("pay", order, token: buyer).status == 202)
            #expect(try await client.act("pay", order, token: buyer).status == 202)
            provider.state.withLock { $0.isReachable = true }
            clock.forward(days: 0)
            #expect(try await client.act("pay", order, token: buyer).status == 200)
            #expect(try await client.act("pay", order, token: buyer).status == 200)
            try await keep(market)
            let payment = try #require(try await market.store.payment(1))
            #expect(provider.state.withLock { $0.captured } == [payment.reference: 1])
        }
    }

    @Test func `takes the provider's signed word, however often and however late`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let order = try await client.buy(try await client.list("羊毛围巾", token: seller), token: buyer)
            provider.state.withLock { $0.isReachable = false }
            _ = try await client.act("pay", order, token: buyer)
            let first = try #require(try await market.store.payment(1)).reference
            let body = #"{"kind":"payment","reference":"\#(first)","state":"captured"}"#
            let now = clock.milliseconds / 1000
            let signature = try #require(WebhookSignature(secret: Market.secret))
            let path = "/v1/provider-events"
            let tell = { (header: String) in
                try await client.send(
                    .post, path, body, headers: [WebhookSignature.header: header]
                ).status
            }
            #expect(try await tell("t=1,v1=00") == 401)
            let bytes = Array(body.utf8)
            #expect(try await tell(signature.sign(Array("other".utf8), to: path, atSeconds: now)) == 401)
            #expect(try await tell(signature.sign(bytes, to: "/capture", atSeconds: now)) == 401)
            #expect(try await tell(signature.sign(bytes, to: path, atSeconds: now - 301)) == 401)
            for _ in 0..<3 { #expect(try await tell(signature.sign(bytes, to: path, atSeconds: now)) == 204) }
            let paid = try await client.send(.get, "/v1/orders/\(order)", token: buyer)
            #expect(paid.json["state"] as? String == "paid")
            // The buyer may not have the money back twice: a payment that comes after the end goes out again.
            let late = try await client.buy(try await client.list("帽子", token: seller), token: buyer)
            _ = try await client.act("pay", late, token: buyer)
            #expect(try await client.act("cancel", late, ["reason": "不要了"], token: buyer).status == 200)
            let second = try #require(try await market.store.payment(2)).reference
            try await market.services.orders.take(.payment(reference: second, .captured))
            provider.state.withLock { $0.isReachable = true }
            try await keep(market)
            #expect(provider.state.withLock { Array($0.refunded.values) } == [1_250])
            #expect(try await client.balance(token: buyer) == 0)
        }
    }

    @Test func `does every request once, whatever is sent twice under its key`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let listing = try await client.list("羊毛围巾", token: seller)
            let twice = { (path: String, body: Any?, token: String) in
                var texts: [String] = []
                for _ in 0..<2 {
                    let answer = try await client.send(
                        .post, path, body, token: token,
                        headers: ["Idempotency-Key": "key \(path)".filter { $0 != " " }])
                    #expect((200...202).contains(answer.status), "\(path): \(answer.text)")
                    texts.append(answer.text)
                }
                #expect(texts[0] == texts[1], "\(path)")
            }
            try await twice("/v1/orders", Client.order(listing), buyer)
            #expect(try await client.send(.get, "/v1/listings/\(listing)").json["quantity"] as? Int == 0)
            try await twice("/v1/orders/1/pay", nil, buyer)
            try await twice("/v1/orders/1/ship", Client.shipment, seller)
            try await twice("/v1/orders/1/extend", nil, seller)
            let wish = ["amount_minor": 500, "reason": "有破损"] as [String: Any]
            try await twice("/v1/orders/1/refund-requests", wish, buyer)
            try await twice("/v1/orders/1/refund-requests/withdraw", nil, buyer)
            try await twice("/v1/orders/1/confirm", nil, buyer)
            try await twice("/v1/orders/1/ratings", Client.praise, buyer)
            let history = try await client.send(.get, "/v1/orders/1/history", token: buyer).json["history"]
            #expect((history as? [Any])?.count == 7)
            let other = try await client.send(
                .post, "/v1/orders", Client.order(listing, quantity: 2), token: buyer,
                headers: ["Idempotency-Key": "key/v1/orders"])
            #expect(other.status == 422)
            #expect(other.json["type"] as? String == "/problems/idempotency-key-reused")
            let none = try await client.send(.post, "/v1/orders", Client.order(listing), token: buyer)
            #expect(none.fields == ["Idempotency-Key"])
            try await keep(market)
        }
    }

    @Test func `moves its seller's listings at once, without indexing anything again`() async throws {
        let market = try await market()
        try await market.test { client in
            let (poor, good) = (try await client.seller("poor"), try await client.seller("good"))
            let buyer = try await client.seller("buyer")
            for (token, verdict) in [(poor, "bad"), (poor, "bad"), (good, "good")] {
                let listing = try await client.list("羊毛围巾", token: token)
                let order = try await client.buy(listing, token: buyer)
                _ = try await client.act("pay", order, token: buyer)
                _ = try await client.act("ship", order, Client.shipment, token: token)
                _ = try await client.act("confirm", order, token: buyer)
                var body = Client.praise
                body["verdict"] = verdict
                _ = try await client.act("ratings", order, body, token: buyer)
                _ = try await client.act("ratings", order, ["verdict": "good"], token: token)
                _ = try await client.list("羊毛围巾", token: token)
            }
            try market.index()
            let sequence = market.services.search.status().indexedSequence
            try await keep(market)
            let page = try await client.send(.get, "/v1/search?q=%E5%9B%B4%E5%B7%BE&explain=true")
            let hits = try #require(page.json["hits"] as? [[String: Any]])
            #expect((hits.first?["listing"] as? [String: Any])?["seller_id"] as? Int == 2, "\(page.text)")
            let rating = try #require(hits.first?["seller_rating"] as? [String: Any])
            #expect((rating["standing"] as? Double ?? 0) > 0.2)
            let terms = (hits.first?["explanation"] as? [[String: Any]])?.compactMap { $0["term"] as? String }
            #expect(terms?.contains("standing") == true)
            for (sort, seller) in [("seller_rating", 2), ("sales", 1)] {
                let page = try await client.send(.get, "/v1/search?q=%E5%9B%B4%E5%B7%BE&sort=\(sort)")
                let found = (page.json["hits"] as? [[String: Any]])?.compactMap {
                    ($0["listing"] as? [String: Any])?["seller_id"] as? Int
                }
                #expect(found.map(Set.init) == [1, 2] && found?.first == seller, "\(sort): \(page.text)")
            }
            #expect(market.services.search.status().indexedSequence == sequence)
        }
    }
}
