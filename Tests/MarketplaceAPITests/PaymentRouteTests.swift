import Foundation
import HTTPTypes
import Locking
import MarketplaceStore
import Orders
import Testing

@testable import MarketplaceAPI

@Suite struct `A payment` {
    private let provider = ScriptedProvider()
    private let clock = HandClock()

    private func market() async throws -> Market {
        try await Market(clock: clock.marketClock, provider: provider)
    }

    /// A seller, a buyer, and an order of the one from the other.
    private func begin(_ client: Client) async throws -> (seller: String, buyer: String, order: Int) {
        let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
        return (seller, buyer, try await client.buy(try await client.list("羊毛围巾", token: seller), token: buyer))
    }

    private func keep(_ market: Market) async throws {
        _ = try await OrderKeeper(service: market.services.orders).runOnce()
        #expect(try market.store.auditTrade().faults == [])
    }

    private func state(_ order: Int, _ client: Client, token: String) async throws -> String? {
        try await client.send(.get, "/v1/orders/\(order)", token: token).json["state"] as? String
    }

    @Test func `that was taken and never heard of is found while the order waits for it`() async throws {
        let market = try await market()
        try await market.test { client in
            let (_, buyer, order) = try await begin(client)
            provider.state.withLock { $0.losesCaptures = true }
            #expect(try await client.act("pay", order, token: buyer).status == 202)
            provider.state.withLock { $0.isReachable = false }
            for _ in 0..<3 {
                clock.forward(minutes: 6)
                try await keep(market)
            }
            #expect(try await state(order, client, token: buyer) == "created")
            provider.state.withLock { $0.isReachable = true }
            clock.forward(minutes: 6)
            try await keep(market)
            #expect(try await state(order, client, token: buyer) == "paid")
        }
    }

    @Test func `that was taken and never heard of pays an order whose time is over meanwhile`() async throws {
        let market = try await market()
        try await market.test { client in
            let (_, buyer, order) = try await begin(client)
            provider.state.withLock { $0.losesCaptures = true }
            #expect(try await client.act("pay", order, token: buyer).status == 202)
            clock.forward(days: 1)
            try await keep(market)
            #expect(try await state(order, client, token: buyer) == "paid")
            #expect(provider.state.withLock { $0.refunded.isEmpty })
        }
    }

    @Test func `that is begun at the last moment keeps the order open for it`() async throws {
        let market = try await market()
        try await market.test { client in
            let (_, buyer, order) = try await begin(client)
            provider.state.withLock { $0.authorises = .pending }
            clock.forward(minutes: 29)
            #expect(try await client.act("pay", order, token: buyer).status == 202)
            clock.forward(minutes: 14)
            try await keep(market)
            #expect(try await state(order, client, token: buyer) == "created")
            provider.state.withLock { $0.authorises = .authorised }
            #expect(try await client.act("pay", order, token: buyer).json["state"] as? String == "paid")
        }
    }

    @Test func `that the provider does not finish ends with its order, and no money moves`() async throws {
        let market = try await market()
        try await market.test { client in
            let (_, buyer, order) = try await begin(client)
            provider.state.withLock { $0.authorises = .pending }
            clock.forward(minutes: 29)
            #expect(try await client.act("pay", order, token: buyer).status == 202)
            clock.forward(minutes: 15)
            try await keep(market)
            #expect(try await state(order, client, token: buyer) == "cancelled")
            #expect(try await market.payment(1).state == .cancelled)
            #expect(provider.state.withLock { $0.captured.isEmpty && $0.refunded.isEmpty })
        }
    }

    @Test func `that was taken for an order that has closed meanwhile goes back`() async throws {
        let market = try await market()
        try await market.test { client in
            let (_, buyer, order) = try await begin(client)
            provider.state.withLock { $0.losesCaptures = true }
            #expect(try await client.act("pay", order, token: buyer).status == 202)
            provider.state.withLock { $0.isReachable = false }
            clock.forward(days: 6)
            try await keep(market)
            #expect(try await state(order, client, token: buyer) == "cancelled")
            provider.state.withLock { $0.isReachable = true }
            for _ in 0..<2 {
                clock.forward(days: 1)
                try await keep(market)
            }
            #expect(provider.state.withLock { Array($0.refunded.values) } == [1_250])
            #expect(try await client.balance(token: buyer) == 0)
        }
    }

    @Test func `is given up with the provider when its order has ended, or it took too long`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer, first) = try await begin(client)
            let second = try await client.buy(try await client.list("帽子", token: seller), token: buyer)
            provider.state.withLock { $0.authorises = .pending }
            for order in [first, second] { #expect(try await client.act("pay", order, token: buyer).status == 202) }
            #expect(try await client.act("cancel", first, ["reason": "不要了"], token: buyer).status == 200)
            provider.state.withLock { $0.authorises = .authorised }
            clock.forward(minutes: 20)
            try await keep(market)
            let references = [try await market.payment(1), try await market.payment(2)]
            #expect(provider.state.withLock { Set($0.cancelled) } == Set(references.map(\.reference)))
            #expect(provider.state.withLock { $0.captured.values.allSatisfy { $0 == 0 } })
            #expect(references.map(\.state) == [.cancelled, .cancelled])
            #expect(try await client.act("pay", second, token: buyer).json["state"] as? String == "paid")
        }
    }

    @Test func `that is refused is told so, and its key asks for no other`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer, order) = try await begin(client)
            provider.state.withLock { $0.authorises = .declined }
            for _ in 0..<2 {
                let answer = try await client.act("pay", order, token: buyer, key: "one")
                #expect(answer.status == 402)
                #expect(answer.json["type"] as? String == "/problems/payment-declined")
            }
            provider.state.withLock { $0.authorises = .authorised }
            #expect(try await client.act("pay", order, token: buyer, key: "one").status == 402)
            let other = try await client.buy(try await client.list("帽子", token: seller), token: buyer)
            let reused = try await client.act("pay", other, token: buyer, key: "one")
            #expect(reused.json["type"] as? String == "/problems/idempotency-key-reused")
            #expect(try await client.act("pay", order, token: buyer, key: "two").status == 200)
            #expect(try await client.act("pay", order, token: buyer, key: "two").status == 200)
            #expect(try await market.store.payment(3) == nil)
            try await keep(market)
        }
    }

    @Test func `that could not be given back is asked for anew by an operator, once`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer, order) = try await begin(client)
            _ = try await client.act("pay", order, token: buyer)
            provider.state.withLock { $0.refunds = .refused }
            #expect(try await client.act("cancel", order, ["reason": "没货了"], token: seller).status == 200)
            try await keep(market)
            #expect(try await client.balance(token: buyer) == 1_250)
            #expect(try await market.store.refusedRefunds(limit: 9).map(\.id) == [1])
            provider.state.withLock { $0.refunds = .done }
            let orders = market.services.orders
            let anew = try await orders.replaceRefund(1, reason: "卡已换", operatorName: "test")
            #expect(anew.id == 2)
            await #expect(throws: OrderError.self) {
                try await orders.replaceRefund(1, reason: "再来", operatorName: "test")
            }
            try await keep(market)
            #expect(try await client.balance(token: buyer) == 0)
            #expect(try await market.store.refusedRefunds(limit: 9).isEmpty)
            #expect(try await market.store.operatorActs(limit: 9).map(\.act) == ["replace_refund"])
        }
    }

    @Test func `is awaited for so many orders of a buyer at most`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer, order) = try await begin(client)
            var socks = Client.listing("袜子")
            socks["quantity"] = 1_000
            let listed = try await client.send(.post, "/v1/listings", socks, token: seller)
            let listing = try #require(listed.json["id"] as? Int, "\(listed.text)")
            for _ in 1..<OrderLimits.unpaidCount { _ = try await client.buy(listing, token: buyer) }
            let body = Client.order(listing)
            let ask = {
                try await client.send(
                    .post, "/v1/orders", body, token: buyer, headers: ["Idempotency-Key": UUID().uuidString])
            }
            let refused = try await ask()
            #expect(refused.json["type"] as? String == "/problems/too-many-unpaid")
            #expect((refused.json["detail"] as? String)?.contains("\(OrderLimits.unpaidCount)") == true)
            #expect(try await client.act("pay", order, token: buyer).status == 200)
            #expect(try await ask().status == 201)
        }
    }
}

extension Market {
    fileprivate func payment(_ id: Int64) async throws -> Payment { try #require(try await store.payment(id)) }
}
