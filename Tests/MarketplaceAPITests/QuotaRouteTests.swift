import Catalog
import Foundation
import HTTPTypes
import MarketplaceStore
import Testing

@testable import MarketplaceAPI

@Suite("What a seller may have on sale, over HTTP")
struct QuotaRouteTests {
    private static let small = QuotaRules(newListingCount: 3, newByteCount: 50_000)

    private static func used(_ me: Client.Answer, _ name: String) throws -> [Int] {
        let quota = try #require(me.json["quota"] as? [String: Any])
        let usage = try #require(quota[name] as? [String: Int])
        return [try #require(usage["used"]), try #require(usage["limit"])]
    }

    @Test("one listing too many is a problem that names limit and use, and closing or deleting makes room")
    func listings() async throws {
        try await Market(quotaRules: Self.small).test { client in
            let token = try await client.seller()
            #expect(try Self.used(try await client.send(.get, "/v1/me", token: token), "listings") == [0, 3])
            var ids: [Int] = []
            for title in ["一", "二", "三"] { ids.append(try await client.list(title, token: token)) }
            let refused = try await client.send(.post, "/v1/listings", Client.listing("四"), token: token)
            #expect(refused.status == 409)
            #expect(refused.json["type"] as? String == "/problems/over-quota")
            #expect(refused.fields == ["quota.listings"])
            #expect((refused.json["detail"] as? String ?? "").contains("3 listings on sale and have 3"))
            let path = "/v1/listings/\(ids[0])"
            let closed = try await client.send(.post, path + "/close", token: token, headers: ["If-Match": "\"v1\""])
            #expect(closed.status == 200)
            ids.append(try await client.list("四", token: token))
            let relisted = try await client.send(
                .post, path + "/relist", token: token, headers: ["If-Match": "\"v2\""])
            #expect(relisted.status == 409 && relisted.fields == ["quota.listings"])
            let deleted = try await client.send(
                .delete, "/v1/listings/\(ids[1])", token: token, headers: ["If-Match": "\"v1\""])
            #expect(deleted.status == 204)
            #expect(
                try await client.send(.post, path + "/relist", token: token, headers: ["If-Match": "\"v2\""]).status
                    == 200)
            let me = try await client.send(.get, "/v1/me", token: token)
            #expect(try Self.used(me, "listings") == [3, 3])
            #expect(try Self.used(me, "listings_added_today") == [4, 12])
            #expect(try Self.used(me, "bytes") == [9, 50_000])
            // Another seller is not concerned.
            _ = try await client.list("五", token: try await client.seller("another"))
        }
    }

    @Test("an edit that grows is held to the bytes, and one that does not is always taken")
    func edits() async throws {
        try await Market(quotaRules: Self.small).test { client in
            let token = try await client.seller()
            let id = try await client.list("一", token: token)
            let path = "/v1/listings/\(id)"
            let long = ["description": String(repeating: "x", count: 20_000)]
            for version in 1...2 {
                let answer = try await client.send(
                    .patch, path, version == 1 ? long : ["price_minor": 5], token: token,
                    headers: ["If-Match": "\"v\(version)\""])
                #expect(answer.status == 200, "\(answer.text)")
            }
            let other = try await client.list("二", token: token)
            let wide = ["description": String(repeating: "裙", count: 15_000)]
            let refused = try await client.send(
                .patch, "/v1/listings/\(other)", wide, token: token, headers: ["If-Match": "\"v1\""])
            #expect(refused.status == 409 && refused.fields == ["quota.bytes"], "\(refused.text)")
            let shown = try await client.send(.get, "/v1/listings/\(other)")
            #expect(shown.json["version"] as? Int == 1 && shown.json["description"] as? String == "")
        }
    }

    @Test("a batch keeps what fits and says of each of the others that it does not")
    func batch() async throws {
        let market = try await Market(quotaRules: Self.small)
        try await market.test { client in
            let token = try await client.seller()
            var long = Client.listing("长")
            long["description"] = String(repeating: "裙", count: 20_000)
            let body = ["listings": [Client.listing("一"), long] + (2...5).map { Client.listing("\($0)") }]
            let answer = try await client.send(.post, "/v1/listings/batch", body, token: token)
            #expect(answer.status == 207)
            let results = try #require(answer.json["results"] as? [[String: Any]])
            #expect(results.map { $0["status"] as? Int } == [201, 409, 201, 201, 409, 409])
            let fields = results.map { ($0["errors"] as? [[String: Any]])?.first?["field"] as? String }
            #expect(fields == [nil, "quota.bytes", nil, nil, "quota.listings", "quota.listings"])
            #expect(answer.json["created"] as? Int == 3 && answer.json["refused"] as? Int == 3)
        }
        #expect(try market.store.onSaleCount() == 3)
    }

    @Test("a new account cannot fill the market with two hundred of the longest descriptions")
    func longDescriptions() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            var created = 0
            for batch in 0..<10 {
                let long = (0..<20).map { number in
                    Client.listing("\(batch)-\(number)").merging(
                        ["description": String(repeating: "裙", count: 20_000)]) { $1 }
                }
                let answer = try await client.send(.post, "/v1/listings/batch", ["listings": long], token: token)
                created += answer.json["created"] as? Int ?? 0
            }
            #expect(created == 24)
            let me = try await client.send(.get, "/v1/me", token: token)
            #expect(try Self.used(me, "bytes")[0] <= 1_500_000)
        }
    }

    @Test("what an operator has loaded over the quota stays, and the seller adds nothing")
    func loadedByOperator() async throws {
        let market = try await Market(quotaRules: Self.small)
        try await market.test { client in
            let token = try await client.seller()
            let seller = try #require(
                (try await client.send(.get, "/v1/me", token: token).json["account"] as? [String: Any])?["id"] as? Int)
            let content = ListingContent(
                title: "羊毛围巾", categoryID: 3030, price: Money(amountMinor: 1, currency: .cny), region: "CN",
                shipsTo: ["CN"])
            let loaded = try await market.store.create(
                Array(repeating: content, count: 10), sellerID: Int64(seller), atMilliseconds: 1)
            let refused = try await client.send(.post, "/v1/listings", Client.listing("一"), token: token)
            #expect(refused.status == 409)
            #expect((refused.json["detail"] as? String ?? "").contains("have 10"))
            let edited = try await client.send(
                .patch, "/v1/listings/\(loaded[0].id)", ["price_minor": 5], token: token,
                headers: ["If-Match": "\"v1\""])
            #expect(edited.status == 200, "\(edited.text)")
        }
    }

    @Test("while sales are still being read, a seller over the quota of new accounts is asked to come back")
    func beforeRatingsAreRead() async throws {
        let market = try await Market(readsRatings: false, quotaRules: Self.small)
        try await market.test { client in
            let token = try await client.seller()
            for title in ["一", "二", "三"] { _ = try await client.list(title, token: token) }
            let refused = try await client.send(.post, "/v1/listings", Client.listing("四"), token: token)
            #expect(refused.status == 503)
            #expect(refused.headers[.retryAfter] == "1")
            let batch = ["listings": [Client.listing("五")]]
            #expect(try await client.send(.post, "/v1/listings/batch", batch, token: token).status == 503)
        }
        #expect(try market.store.onSaleCount() == 3)
    }
}
