import Foundation
import HTTPTypes
import MarketplaceStore
import Testing

@testable import MarketplaceAPI

@Suite("Listings over HTTP")
struct ListingRouteTests {
    @Test("a listing is created, read, changed under its version, closed, relisted and deleted")
    func wayOfAListing() async throws {
        try await Market().test { client in
            let token = try await client.seller()
            let created = try await client.send(.post, "/v1/listings", Client.listing("羊毛围巾"), token: token)
            #expect(created.status == 201 && created.headers[.eTag] == "\"v1\"")
            let id = try #require(created.json["id"] as? Int)
            let path = "/v1/listings/\(id)"
            let read = try await client.send(.get, path)
            #expect(read.status == 200 && read.json["title"] as? String == "羊毛围巾")
            #expect(try await client.send(.get, path, headers: ["If-None-Match": "\"v1\""]).status == 304)
            let patch = ["price_minor": 990]
            #expect(try await client.send(.patch, path, patch, token: token).status == 428)
            let edited = try await client.send(.patch, path, patch, token: token, headers: ["If-Match": "\"v1\""])
            #expect(
                edited.status == 200 && edited.json["version"] as? Int == 2 && edited.json["price_minor"] as? Int == 990
            )
            #expect(
                try await client.send(.patch, path, patch, token: token, headers: ["If-Match": "\"v1\""]).status == 412)
            let closed = try await client.send(.post, path + "/close", token: token, headers: ["If-Match": "\"v2\""])
            #expect(closed.json["status"] as? String == "closed")
            let again = try await client.send(.post, path + "/close", token: token, headers: ["If-Match": "\"v3\""])
            #expect(again.status == 409)
            #expect(
                try await client.send(.post, path + "/relist", token: token, headers: ["If-Match": "\"v3\""]).status
                    == 200)
            #expect(try await client.send(.delete, path, token: token, headers: ["If-Match": "\"v4\""]).status == 204)
            #expect(try await client.send(.get, path).status == 404)
        }
    }

    @Test("nobody changes what is another's, and no member of the client's sets what is the server's")
    func ownership() async throws {
        try await Market().test { client in
            let owner = try await client.seller("owner")
            let other = try await client.seller("other")
            let id = try await client.list("围巾", token: owner)
            for (method, suffix) in [(HTTPRequest.Method.patch, ""), (.delete, ""), (.post, "/close")] {
                let body: Any? = method == .patch ? ["price_minor": 1] : nil
                let answer = try await client.send(
                    method, "/v1/listings/\(id)\(suffix)", body, token: other, headers: ["If-Match": "\"v1\""])
                #expect(answer.status == 404 || answer.status == 403, "\(method) \(suffix)")
            }
            #expect(try await client.send(.post, "/v1/listings", Client.listing("x")).status == 401)
            for member in ["seller_id", "status", "version", "id", "rating"] {
                var listing = Client.listing("x")
                listing[member] = 7
                let answer = try await client.send(.post, "/v1/listings", listing, token: owner)
                #expect(answer.status == 400 || answer.status == 422, "\(member): \(answer.text)")
            }
        }
    }

    @Test("every wrong field is named with its limit, and nothing is kept")
    func wrongFields() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            var listing = Client.listing(String(repeating: "裙", count: 501))
            listing["price_minor"] = -1
            listing["currency"] = "ZZZ"
            listing["region"] = "Zhejiang"
            let answer = try await client.send(.post, "/v1/listings", listing, token: token)
            #expect(answer.status == 400 || answer.status == 422)
            #expect(
                Set(answer.fields).isSuperset(of: ["title", "price_minor", "currency", "region"]), "\(answer.text)")
            #expect(answer.text.contains("500"))
            #expect(answer.headers[.contentType]?.hasPrefix("application/problem+json") == true)
            #expect(answer.json["request_id"] as? String != nil)
        }
        #expect(try market.store.onSaleCount() == 0)
    }

    @Test("a batch keeps its good listings and says of each bad one why")
    func batch() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            var bad = Client.listing("bad")
            bad["quantity"] = -5
            let body = ["listings": [Client.listing("一"), bad, Client.listing("三")]]
            let answer = try await client.send(.post, "/v1/listings/batch", body, token: token)
            #expect(answer.status == 207, "\(answer.text)")
            let results = try #require(answer.json["results"] as? [[String: Any]])
            #expect(results.compactMap { $0["status"] as? Int } == [201, 422, 201] || results.count == 3)
            #expect(results[0]["id"] as? Int != nil && results[1]["id"] as? Int == nil)
        }
        #expect(try market.store.onSaleCount() == 2)
    }

    @Test("bodies that are no JSON, too long, or of another type are refused as such")
    func bodies() async throws {
        try await Market().test { client in
            let token = try await client.seller()
            #expect(try await client.send(.post, "/v1/listings", "{\"title\":", token: token).status == 400)
            let long = "{\"title\":\"" + String(repeating: "x", count: 300_000) + "\"}"
            #expect(try await client.send(.post, "/v1/listings", long, token: token).status == 413)
            let text = try await client.send(
                .post, "/v1/listings", "title=x", token: token, headers: ["Content-Type": "text/plain"])
            #expect(text.status == 415)
        }
    }
}
