import CreditProfile
import Foundation
import HTTPTypes
import MarketplaceStore
import MarketplaceWire
import Ratings
import Testing

@testable import ListingSearch
@testable import MarketplaceAPI

@Suite struct `Ratings over the API` {
    private let clock = HandClock()

    private func market() async throws -> Market {
        try await Market(clock: clock.marketClock, provider: ScriptedProvider())
    }

    /// A completed order that both have rated.
    private func rated(_ client: Client, seller: String, buyer: String) async throws -> Int {
        let order = try await client.buy(try await client.list("货", token: seller), token: buyer)
        _ = try await client.act("pay", order, token: buyer)
        _ = try await client.act("ship", order, Client.shipment, token: seller)
        _ = try await client.act("confirm", order, token: buyer)
        #expect(try await client.act("ratings", order, Client.praise, token: buyer).status == 201)
        #expect(
            try await client.act("ratings", order, ["verdict": "good", "words": "爽快"], token: seller).status == 201)
        return order
    }

    private func page(_ client: Client, _ account: Int, _ query: String = "") async throws -> [[String: Any]] {
        let answer = try await client.send(.get, "/v1/sellers/\(account)/ratings\(query)")
        return try #require(answer.json["ratings"] as? [[String: Any]], "\(answer.text)")
    }

    private func ratings(_ client: Client, _ order: Int, token: String) async throws -> [[String: Any]] {
        let answer = try await client.send(.get, "/v1/orders/\(order)/ratings", token: token)
        return try #require(answer.json["ratings"] as? [[String: Any]], "\(answer.text)")
    }

    @Test func `tell nobody who has bought what`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let other = try await client.seller("other")
            var orders: [Int] = []
            for shop in [seller, other, seller, other, seller] {
                orders.append(try await rated(client, seller: shop, buyer: buyer))
            }
            // The buyer sells, too: their list has both kinds.
            for _ in 0..<3 { orders.append(try await rated(client, seller: buyer, buyer: other)) }
            var seen: [[String: Any]] = []
            var query = "?limit=1"
            while true {
                let answer = try await client.send(.get, "/v1/sellers/2/ratings\(query)")
                #expect(answer.status == 200, "\(answer.text)")
                seen += answer.json["ratings"] as? [[String: Any]] ?? []
                guard let cursor = answer.json["next_cursor"] as? String else { break }
                query = "?limit=1&cursor=\(cursor)"
            }
            #expect(seen.count == 8)
            let ofBuyer = seen.filter { $0["author_role"] as? String == "seller" }
            #expect(ofBuyer.count == 5)
            let numbers = ofBuyer.compactMap { $0["order_id"] as? Int }
            #expect(Set(numbers).isDisjoint(with: orders))
            #expect(Set(numbers).count == 5)
            for rating in ofBuyer {
                for time in ["given_at", "revealed_at"] {
                    #expect((rating[time] as? String)?.hasSuffix("T00:00:00.000Z") == true, "\(rating)")
                }
            }
            // The log says the same, and as a seller nothing is hidden.
            let answer = try await client.send(.get, "/v1/sellers/2/rating-log")
            let log = try JSONDecoder().decode(RatingLogResponse.self, from: Data(answer.text.utf8))
            let events = try log.lines.map { try RatingEvent(text: $0.text) }
            #expect(Set(events.filter { $0.role == .buyer }.map(\.orderID)) == Set(numbers.map(Int64.init)))
            #expect(events.filter { $0.role == .buyer }.allSatisfy { $0.listingID == nil && $0.amountMinor == nil })
            #expect(Set(events.filter { $0.role == .seller }.map(\.orderID)) == Set(orders.suffix(3).map(Int64.init)))
            // The two sides know the order anyway.
            let own = try await ratings(client, orders[0], token: buyer)
            #expect(own.compactMap { $0["order_id"] as? Int } == [orders[0], orders[0]])
        }
    }

    @Test func `are the business of the two sides of the order`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let stranger = try await client.seller("stranger")
            let order = try await rated(client, seller: seller, buyer: buyer)
            for missing in [order, order + 1] {
                let answer = try await client.send(.get, "/v1/orders/\(missing)/ratings", token: stranger)
                #expect(answer.status == 404, "\(answer.text)")
            }
            #expect(try await ratings(client, order, token: seller).count == 2)
        }
    }

    @Test func `show words with their salt, and neither once they are hidden, nor reply and addition`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let order = try await rated(client, seller: seller, buyer: buyer)
            #expect(try await client.act("ratings/reply", order, ["words": "抱歉"], token: seller).status == 200)
            #expect(try await client.act("ratings/addition", order, ["words": "还行"], token: buyer).status == 200)
            let shown = try #require(try await page(client, 1).first)
            let salt = try #require(shown["salt"] as? String)
            let log = try await client.send(.get, "/v1/sellers/1/rating-log").text
            for words in ["很好", "抱歉", "还行"] {
                let rating = Rating(
                    orderID: 1, authorRole: .buyer, authorID: 2, subjectID: 1, verdict: .good, scores: nil,
                    words: words, salt: salt, givenAtMilliseconds: 0)
                #expect(log.contains(rating.fingerprint(words)), "\(words)")
            }
            let members = ["words", "salt", "reply", "addition"]
            #expect(members.allSatisfy { shown[$0] != nil }, "\(shown)")
            for reason in ["住址", nil] {
                try await market.store.rate { desk in
                    _ = try desk.setHidden(reason, orderID: Int64(order), authorRole: .buyer, atMilliseconds: 1)
                }
                for rating in [try await page(client, 1).first, try await ratings(client, order, token: buyer).first] {
                    #expect(members.allSatisfy { (rating?[$0] == nil) == (reason != nil) }, "\(rating ?? [:])")
                    #expect(rating?["hidden_reason"] as? String == reason)
                    #expect(rating?["verdict"] as? String == "good")
                }
            }
        }
    }

    @Test(arguments: ["reply", "addition"])
    func `take a reply and an addition once for a key, with the same answer`(verb: String) async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let order = try await rated(client, seller: seller, buyer: buyer)
            let token = verb == "reply" ? seller : buyer
            let say = { (words: String, key: String) in
                try await client.act("ratings/\(verb)", order, ["words": words], token: token, key: key)
            }
            let first = try await say("谢谢", "k")
            #expect(first.status == 200, "\(first.text)")
            let again = try await say("谢谢", "k")
            #expect(again.status == 200)
            #expect(again.text == first.text)
            #expect(try await say("不谢", "k").status == 422)
            #expect(try await say("谢谢", "l").status == 409)
            let path = "/v1/orders/\(order)/ratings/\(verb)"
            #expect(try await client.send(.post, path, ["words": "谢谢"], token: token).status == 400)
        }
    }

    @Test func `have a log whose end the market signs`() async throws {
        let market = try await market()
        try await market.test { client in
            let (seller, buyer) = (try await client.seller("seller"), try await client.seller("buyer"))
            let key = try #require(try await client.send(.get, "/v1/market-key").json["public_key"] as? String)
            let ask = { (query: String) in
                let answer = try await client.send(.get, "/v1/sellers/1/rating-log\(query)")
                let log = try JSONDecoder().decode(RatingLogResponse.self, from: Data(answer.text.utf8))
                let signed = SignedLogHead(
                    head: log.head.head, signature: log.head.signature, publicKey: log.head.publicKey)
                return (log, signed)
            }
            let empty = try await ask("").1.verified(by: key)
            #expect(empty.length == 0)
            #expect(empty.hash == RatingLogLine.firstHash)
            _ = try await rated(client, seller: seller, buyer: buyer)
            for query in ["", "?limit=1"] {
                let (log, signed) = try await ask(query)
                let head = try signed.verified(by: key)
                #expect(head.accountID == 1)
                #expect(head.length == 2)
                #expect(log.head.length == 2)
                #expect(head.atMilliseconds == clock.milliseconds)
                if query.isEmpty { #expect(head.hash == log.lines.last?.hash) }
                var forged = signed
                forged.head = signed.head.replacing("\"length\":2", with: "\"length\":1")
                #expect(forged != signed)
                #expect(throws: SignatureFault.notGenuine) { try forged.verified(by: key) }
                let other = try MarketKey().sign(head)
                #expect(throws: SignatureFault.otherKey(other.publicKey)) { try other.verified(by: key) }
            }
        }
    }

    @Test func `begin a seller where ranking has newcomers`() {
        #expect(Double(RatingSummary(asOfMilliseconds: 0).placing) / 10_000 == SellerRecord.newcomer.standing)
    }

    @Test(arguments: [
        "r1", "r1000000000000000000000g", "r10000008000000000000000", "c10000000000000001", "r1+0000000000000000000000",
    ])
    func `take no cursor that they did not give out`(cursor: String) async throws {
        #expect(RatingCursor(cursor) == nil)
        let market = try await market()
        try await market.test { client in
            _ = try await client.seller("seller")
            let escaped = cursor.replacing("+", with: "%2B")
            #expect(try await client.send(.get, "/v1/sellers/1/ratings?cursor=\(escaped)").status == 400)
        }
    }
}
