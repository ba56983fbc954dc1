import Foundation
import HTTPTypes
import MarketplaceStore
import MarketplaceWire
import NIOCore
import Testing

@testable import MarketplaceAPI

@Suite("An answer that refuses something does not grow with what was sent")
struct ErrorSizeTests {
    private static let most = 64 * 1024

    /// Wrong in 206 ways, of which none is a wrong count.
    private static var manyWrong: [String: Any] {
        var listing = Client.listing("")
        listing["description"] = "\u{0}"
        listing["price_minor"] = -1
        listing["quantity"] = -5
        listing["currency"] = "ZZZ"
        listing["region"] = "x"
        listing["ships_to"] = Array(repeating: "x", count: 100)
        listing["attributes"] = Array(repeating: ["name": "", "value": ""], count: 50)
        return listing
    }

    @Test("a list that is too long is refused for its length, and its entries are not looked at")
    func longLists() async throws {
        try await Market().test { client in
            let token = try await client.seller()
            var listing = Client.listing("围巾")
            listing["ships_to"] = Array(repeating: "x", count: 10_000)
            let shipsTo = try await client.send(.post, "/v1/listings", listing, token: token)
            #expect(shipsTo.status == 400 && shipsTo.fields == ["ships_to"], "\(shipsTo.text.prefix(300))")
            listing["attributes"] = Array(repeating: ["name": "", "value": ""], count: 10_000)
            let both = try await client.send(.post, "/v1/listings/batch", ["listings": [listing]], token: token)
            #expect(both.status == 207 && both.text.utf8.count < Self.most)
            let results = try #require(both.json["results"] as? [[String: Any]])
            let errors = try #require(results.first?["errors"] as? [[String: Any]])
            #expect(errors.compactMap { $0["field"] as? String } == ["ships_to", "attributes"])
        }
    }

    @Test("of many wrong members the first twenty are named, and the others counted")
    func manyMembers() async throws {
        try await Market().test { client in
            let token = try await client.seller()
            let answer = try await client.send(.post, "/v1/listings", Self.manyWrong, token: token)
            #expect(answer.status == 400 && answer.text.utf8.count < Self.most)
            #expect(answer.fields.count == 21 && answer.fields.last == "errors", "\(answer.text.prefix(3_000))")
            let first = ["title", "description", "price_minor", "currency", "quantity", "region", "ships_to[0]"]
            #expect(Array(answer.fields.prefix(7)) == first)
            #expect(answer.text.contains("has 186 more that are not named") && answer.text.contains("(and 205 more)"))
        }
    }

    @Test("a thousand items that are wrong in many ways have each their first problems, and no more")
    func batch() async throws {
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            let body = ["listings": Array(repeating: Self.manyWrong, count: 1_000)]
            let answer = try await client.send(.post, "/v1/listings/batch", body, token: token)
            #expect(answer.status == 207 && answer.text.utf8.count < 1 << 20)
            let results = try #require(answer.json["results"] as? [[String: Any]])
            #expect(results.count == 1_000)
            for result in results {
                let errors = result["errors"] as? [[String: Any]] ?? []
                #expect(result["status"] as? Int == 422)
                #expect(errors.compactMap { $0["field"] as? String } == ["title", "description", "errors"])
            }
        }
        #expect(try market.store.onSaleCount() == 0)
    }

    @Test("a batch of far too many items is refused as a whole")
    func manyItems() async throws {
        try await Market().test { client in
            let token = try await client.seller()
            for count in [1_001, 20_000] {
                let body = "{\"listings\":[" + Array(repeating: "{}", count: count).joined(separator: ",") + "]}"
                let answer = try await client.send(.post, "/v1/listings/batch", body, token: token)
                #expect(answer.status == 400 && answer.fields == ["listings"], "\(answer.text.prefix(300))")
                #expect(answer.text.contains("1 to 1000 items"))
            }
        }
    }

    @Test("a long name that is not known is named by its beginning")
    func longNames() async throws {
        try await Market().test { client in
            let token = try await client.seller()
            let name = String(repeating: "n", count: 100_000)
            var listing: [String: Any] = Client.listing("围巾")
            listing[name] = 1
            let member = try await client.send(.post, "/v1/listings", listing, token: token)
            let ofBatch = try await client.send(.post, "/v1/listings/batch", [name: 1], token: token)
            let parameter = try await client.send(.get, "/v1/search?\(name.prefix(5_000))=1")
            for answer in [member, ofBatch, parameter] {
                #expect(answer.status == 400 && answer.text.utf8.count < 2_000, "\(answer.text.prefix(300))")
                #expect(answer.fields == [String(name.prefix(100)) + "…"])
            }
            let ofItem = try await client.send(.post, "/v1/listings/batch", ["listings": [listing]], token: token)
            #expect(ofItem.status == 207 && ofItem.text.utf8.count < 2_000, "\(ofItem.text.prefix(300))")
            let path = try await client.send(.get, "/v1/\(name.prefix(5_000))")
            #expect(path.status == 404 && path.text.utf8.count < 2_000, "\(path.text.prefix(300))")
        }
    }

    @Test("a name of one character that is made of thousands of marks is cut, too")
    func longCharacter() {
        let name = "a" + String(repeating: "\u{301}", count: 10_000)
        #expect(name.count == 1 && name.echoed.unicodeScalars.count == 101)
        let short = String(repeating: "裙", count: 100)
        #expect(short.echoed == short && (short + "裙").echoed == short + "…")
    }

    @Test("whatever a problem holds, its answer has a limit")
    func lastNet() throws {
        let long = String(repeating: "x", count: 1_000_000)
        let field = ProblemField(field: "a", message: String(repeating: "y", count: 10_000))
        let fields = Array(repeating: field, count: 20)
        for problem in [APIProblem(.badRequest, long), APIProblem(.unacceptable, "short", fields: fields)] {
            let answer = ProblemAnswer.answer(problem, instance: long, requestID: "1")
            let body = try #require(answer.body)
            #expect(body.readableBytes <= Self.most)
            let wire = try JSONDecoder().decode(Problem.self, from: Data(body.readableBytesView))
            #expect(answer.status == problem.kind.status && wire.type == problem.kind.type)
            #expect(wire.detail == problem.detail.echoed && wire.errors == nil)
        }
    }
}
