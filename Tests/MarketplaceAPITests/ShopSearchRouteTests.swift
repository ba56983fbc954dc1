import Foundation
import HTTPTypes
import ListingSearch
import Testing

@testable import MarketplaceAPI

@Suite("Shops in search over HTTP")
struct ShopSearchRouteTests {
    private func search(_ client: Client, _ text: String, explains: Bool = false) async throws -> [[String: Any]] {
        var components = URLComponents()
        components.queryItems = [
            URLQueryItem(name: "q", value: text), URLQueryItem(name: "limit", value: "10"),
            URLQueryItem(name: "explain", value: "\(explains)"),
        ]
        let answer = try await client.send(.get, "/v1/search?" + (components.percentEncodedQuery ?? ""))
        #expect(answer.status == 200, "\(answer.text)")
        return answer.json["hits"] as? [[String: Any]] ?? []
    }

    private func shops(_ hits: [[String: Any]]) -> [String: Int] {
        hits.reduce(into: [:]) { $0[$1["seller_name"] as? String ?? "", default: 0] += 1 }
    }

    /// Three shops with eight scarves each, and five that offer what looks like theirs.
    private func fill(_ client: Client) async throws {
        let shops = ["晨光手作", "River market 104", "Jade goods"]
        for (number, shop) in shops.enumerated() {
            let token = try await client.seller("seller-\(number)", shop: shop)
            for scarf in 0..<8 { _ = try await client.list("羊毛围巾 \(shop) \(scarf)", token: token) }
        }
        for number in 0..<5 {
            let token = try await client.seller("copier-\(number)")
            for shop in shops { _ = try await client.list("羊毛围巾 仿 \(shop) 新款 冬季 加厚 男女 情侣 礼物", token: token) }
        }
    }

    @Test("who asks for a shop by name has more than two of its listings first, before and after a rebuild")
    func namesFindShops() async throws {
        let market = try await Market()
        try await market.test { client in
            try await fill(client)
            try market.index()
            for round in 0..<2 {
                for (query, shop) in [
                    ("晨光手作", "晨光手作"), ("晨光手作 围巾", "晨光手作"), ("river market 104", "River market 104"),
                    ("围巾 River market 104", "River market 104"), ("jade", "Jade goods"),
                ] {
                    let found = try await search(client, query)
                    #expect(shops(Array(found.prefix(8))) == [shop: 8], "\(query) round \(round)")
                    #expect(shops(found).count == 3, "\(query) round \(round)")
                }
                for query in ["羊毛围巾", "围巾"] {
                    let shared = shops(try await search(client, query))
                    #expect(
                        shared.count >= 5 && shared.values.allSatisfy { $0 <= 2 }, "\(query) round \(round): \(shared)")
                }
                try market.rebuild()
            }
        }
    }

    @Test("an explanation tells the words that only the shop's name holds")
    func explanation() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller("seller", shop: "晨光 Harbour")
            _ = try await client.list("羊毛围巾 harbour", token: token)
            _ = try await client.list("羊毛围巾", token: token)
            try market.index()
            let hits = try await search(client, "harbour 围巾", explains: true)
            try Self.checkExplanations(hits)
        }
    }

    @Test("what matches in the shop's name is marked there")
    func highlights() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller("seller", shop: "晨光 <Harbour>")
            _ = try await client.list("羊毛围巾", token: token)
            try market.index()
            let found = try await client.send(
                .get, "/v1/search?highlight=true&q=harbour%20%E5%9B%B4%E5%B7%BE")
            let hits = try #require(found.json["hits"] as? [[String: Any]])
            #expect(
                hits.first?["highlights"] as? [String: String]
                    == ["title": "羊毛<em>围巾</em>", "seller_name": "晨光 &lt;<em>Harbour</em>&gt;"], "\(found.text)")
        }
    }

    /// The first has harbour in its title, the second only in the shop's name.
    private static func checkExplanations(_ hits: [[String: Any]]) throws {
        #expect(
            hits.compactMap { ($0["listing"] as? [String: Any])?["title"] as? String } == ["羊毛围巾 harbour", "羊毛围巾"])
        var kinds: [String] = []
        for hit in hits {
            let parts = try #require(hit["explanation"] as? [[String: Any]])
            for part in parts where part["term"] as? String == "harbour" { kinds.append(part["kind"] as? String ?? "") }
            let sum = parts.reduce(0) { $0 + ($1["score"] as? Double ?? 0) }
            #expect(abs(sum - (hit["score"] as? Double ?? 0)) < 1e-9)
        }
        #expect(kinds == ["word", "shop"])
        let reasons = hits.compactMap { $0["reason"] as? [String: String] }
        #expect(reasons[0]["en"]?.contains("in the shop's name") == false, "\(reasons)")
        #expect(reasons[1]["en"]?.contains("“harbour” in the shop's name gives") == true, "\(reasons)")
        #expect(reasons[1]["zh"]?.contains("店铺名中的“harbour”贡献") == true, "\(reasons)")
    }
}
