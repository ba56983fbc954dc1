import Catalog
import Foundation
import GRDB
import HTTPTypes
import Testing

@testable import MarketplaceAPI
@testable import MarketplaceStore

/// What a client hears when the store cannot do its work.
@Suite("The store's troubles over HTTP")
struct StorageProblemTests {
    @Test("each trouble has its status, and no path leaves the server")
    func kinds() {
        let path = "/srv/market.sqlite"
        let cases: [(StoreError, Int)] = [
            (.diskFull(path: path), 507), (.busy(path: path), 503), (.corrupt(path: path, reason: path), 500),
            (.failed(path: path, reason: path), 500), (.cannotOpen(path: path, reason: path), 500),
        ]
        for (error, status) in cases {
            let problem = APIProblem(error)
            #expect(problem.kind.status.code == status, "\(error)")
            #expect(!problem.detail.contains(path), "\(problem.detail)")
            #expect((problem.headers[.retryAfter] != nil) == (status != 500), "\(error)")
        }
    }

    @Test("a full disk refuses writes with 507, goes on answering, and takes writes once there is room")
    func fullDisk() async throws {
        let market = try await Market()
        try await market.test { client async throws -> Void in
            let token = try await client.seller()
            let first = try await client.list("连衣裙", token: token)
            try await market.store.pool.writeWithoutTransaction { database in
                let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
                try database.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
            var long = Client.listing("连衣裙")
            long["description"] = String(repeating: "long ", count: 3_000)
            let refused = try await client.send(.post, "/v1/listings", long, token: token)
            #expect(refused.status == 507 && refused.json["type"] as? String == "/problems/insufficient-storage")
            #expect(refused.headers[.retryAfter] == "30")
            #expect(try await client.send(.get, "/v1/listings/\(first)").status == 200)
            try market.index()
            #expect(try await client.send(.get, "/v1/search?q=%E8%BF%9E%E8%A1%A3%E8%A3%99").status == 200)
            try await market.store.pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA max_page_count = 1000000")
            }
            #expect(try await client.send(.post, "/v1/listings", long, token: token).status == 201)
        }
    }

    @Test("what damage has taken is a failure and not a 404")
    func damage() async throws {
        let market = try await Market()
        try await market.test { client async throws -> Void in
            let token = try await client.seller()
            let kept = try await client.list("连衣裙", token: token)
            let lost = try await client.list("连衣裙", token: token)
            try await market.store.pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA foreign_keys = OFF")
                try database.execute(sql: "DELETE FROM listings WHERE id = ?", arguments: [lost])
            }
            #expect(try await client.send(.get, "/v1/listings/\(kept)").status == 200)
            #expect(try await client.send(.get, "/v1/listings/\(lost)").status == 500)
            #expect(try await client.send(.get, "/v1/listings/\(lost + 1)").status == 404)
            let edit = try await client.send(
                .patch, "/v1/listings/\(lost)", ["title": "羽绒服"], token: token, headers: ["If-Match": "\"v1\""])
            #expect(edit.status == 500, "\(edit.text)")
            let order: [String: Any] = [
                "listing_id": lost, "quantity": 1,
                "delivery": ["name": "王五", "address": "文三路 1 号", "region": "CN-ZJ"],
            ]
            let bought = try await client.send(
                .post, "/v1/orders", order, token: token, headers: ["Idempotency-Key": "key-1"])
            #expect(bought.status == 500, "\(bought.text)")
        }
    }

    @Test("before the index is open /readyz and searches say why")
    func reason() async throws {
        try await Market(opensIndex: false).test { client async throws -> Void in
            for path in ["/readyz", "/v1/search?q=x", "/v1/suggest?q=x"] {
                let answer = try await client.send(.get, path)
                #expect(answer.status == 503, "\(path)")
                #expect(answer.json["detail"] as? String == "The index is being opened; try again soon.", "\(path)")
                #expect(answer.headers[.retryAfter] != nil, "\(path)")
            }
        }
    }
}
