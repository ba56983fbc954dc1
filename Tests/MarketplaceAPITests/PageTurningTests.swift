import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import MarketplaceAPI

/// Pages over HTTP while things are sold, edited, closed and listed between them.
@Suite("Turning pages while the market changes")
struct PageTurningTests {
    private static func path(_ query: String, sort: String, limit: Int, cursor: String?) -> String {
        let text = query.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "/v1/search?q=\(text)&sort=\(sort)&limit=\(limit)" + (cursor.map { "&cursor=\($0)" } ?? "")
    }

    private static func ids(_ answer: Client.Answer) -> [Int] {
        (answer.json["hits"] as? [[String: Any]] ?? []).compactMap {
            ($0["listing"] as? [String: Any])?["id"] as? Int
        }
    }

    @Test("the last hit of a page is sold, and the next page goes on behind it", arguments: ["relevance", "price_asc"])
    func lastHitIsSold(sort: String) async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            var listed: Set<Int> = []
            for _ in 0..<60 { listed.insert(try await client.list("羊毛围巾", token: token)) }
            try market.index()
            let buyer = try await client.seller("buyer")
            var shown: [Int] = []
            var cursor: String?
            repeat {
                let page = try await client.send(.get, Self.path("羊毛围巾", sort: sort, limit: 10, cursor: cursor))
                #expect(page.status == 200, "\(page.text)")
                #expect((page.json["total"] as? [String: Any])?["value"] as? Int == 60)
                shown += Self.ids(page)
                cursor = page.json["next_cursor"] as? String
                // A full last page is followed by an empty one.
                guard let last = Self.ids(page).last else { break }
                _ = try await client.buy(last, token: buyer)
                try market.index()
            } while cursor != nil
            #expect(shown.count == 60 && Set(shown) == listed, "\(shown)")
        }
    }

    private struct Known {
        var title: String
        var version: Int
        var isOnSale = true
    }

    @Test("each listing that matches all the time is shown once", arguments: 1...4)
    func histories(seed: Int) async throws {
        let market = try await Market()
        try await market.test { client in
            var random = SeededGenerator(seed: UInt64(seed))
            let tokens = [try await client.seller("one"), try await client.seller("two")]
            var known: [Int: (token: String, listing: Known)] = [:]
            var buyer = ""
            var bought = 0

            func list() async throws {
                let token = tokens[Int.random(in: 0...1, using: &random)]
                let title = ["羊毛围巾", "羊毛围巾 红", "wool scarf", "羊毛 手套"].randomElement(using: &random)!
                known[try await client.list(title, token: token)] = (token, Known(title: title, version: 1))
            }

            func change() async throws {
                let ids = known.filter(\.value.listing.isOnSale).keys.sorted()
                guard ids.count > 20, let id = ids.randomElement(using: &random), let (token, listing) = known[id]
                else {
                    return try await list()
                }
                switch Int.random(in: 0..<4, using: &random) {
                case 0: try await list()
                case 1:
                    if bought % 8 == 0 { buyer = try await client.seller("buyer\(seed)x\(bought)") }
                    bought += 1
                    _ = try await client.buy(id, token: buyer)
                    known[id]?.listing.isOnSale = false
                case 2:
                    let closed = try await client.send(
                        .post, "/v1/listings/\(id)/close", token: token,
                        headers: ["If-Match": "\"v\(listing.version)\""])
                    #expect(closed.status == 200, "\(closed.text)")
                    known[id]?.listing.isOnSale = false
                default:
                    let title = ["羊毛围巾 蓝", "羊毛围巾", "丝绸 手套"].randomElement(using: &random)!
                    let edited = try await client.send(
                        .patch, "/v1/listings/\(id)", ["title": title], token: token,
                        headers: ["If-Match": "\"v\(listing.version)\""])
                    #expect(edited.status == 200, "\(edited.text)")
                    known[id]?.listing.title = title
                    known[id]?.listing.version = try #require(edited.json["version"] as? Int)
                }
            }

            func matching(_ word: String) -> Set<Int> {
                Set(known.filter { $0.value.listing.isOnSale && $0.value.listing.title.contains(word) }.keys)
            }

            for _ in 0..<30 { try await list() }
            try market.index()
            for history in 0..<15 {
                let word = ["羊毛围巾", "羊毛"].randomElement(using: &random)!
                let sort = ["relevance", "newest", "price_desc", "sales", "seller_rating"].randomElement(
                    using: &random)!
                let limit = Int.random(in: 2...9, using: &random)
                let note = "seed \(seed) history \(history): \(word) by \(sort), \(limit) a page"
                var always = matching(word)
                var shown: [Int] = []
                var cursor: String?
                repeat {
                    let page = try await client.send(.get, Self.path(word, sort: sort, limit: limit, cursor: cursor))
                    #expect(page.status == 200, "\(note): \(page.text)")
                    let ids = Self.ids(page)
                    #expect(matching(word).isSuperset(of: ids), "\(note): what does not match is shown")
                    shown += ids
                    cursor = page.json["next_cursor"] as? String
                    for _ in 0..<Int.random(in: 0...3, using: &random) { try await change() }
                    always.formIntersection(matching(word))
                    try market.index()
                    if Int.random(in: 0..<20, using: &random) == 0 { try market.rebuild() }
                } while cursor != nil
                #expect(Set(shown).count == shown.count, "\(note): twice \(shown)")
                #expect(always.isSubset(of: shown), "\(note): lost \(always.subtracting(shown))")
            }
        }
    }
}
