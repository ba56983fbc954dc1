import Accounts
import Foundation
import HTTPTypes
import Testing

@testable import MarketplaceAPI

@Suite("The description is the truth")
struct ContractTests {
    @Test("every route is described, and every description is a route")
    func routesAndDescription() async throws {
        let market = try await Market()
        let table = OperationTable(
            services: market.services, settings: ServerSettings(), metrics: RequestMetrics(),
            admission: Admission(AdmissionLimits()))
        try await market.test { client in
            let document = try await client.send(.get, "/openapi.json").json
            #expect(document["openapi"] as? String == "3.1.0")
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            var described: Set<String> = []
            for (path, methods) in paths {
                for method in methods.keys where method != "parameters" {
                    described.insert("\(method.uppercased()) \(path)")
                }
            }
            #expect(described == Set(table.operations.map { "\($0.method.rawValue) \($0.path)" }))
            for method in described {
                let words = method.split(separator: " ")
                let path = words[1].replacing("{id}", with: "1")
                let answer = try await client.send(try #require(HTTPRequest.Method(String(words[0]))), String(path))
                #expect(answer.status != 405, "\(method)")
            }
        }
    }

    @Test("a path answers other methods with 405 and Allow, and an unknown path with a problem")
    func otherMethods() async throws {
        try await Market().test { client in
            for method in [HTTPRequest.Method.put, .delete, .post, .patch, .trace] {
                let answer = try await client.send(method, "/v1/search")
                #expect(answer.status == 405, "\(method)")
                #expect(answer.headers[.allow]?.contains("GET") == true)
                #expect(answer.headers[.contentType]?.hasPrefix("application/problem+json") == true)
            }
            let lost = try await client.send(.get, "/v1/no-such", headers: ["X-Request-Id": "my-request-7"])
            #expect(lost.status == 404 && lost.json["request_id"] as? String == "my-request-7")
        }
    }

    @Test("metrics name routes, the index and the lag, in Prometheus text")
    func metrics() async throws {
        try await Market().test { client in
            for _ in 0..<3 { _ = try await client.send(.get, "/v1/search?q=x") }
            let metrics = try await client.send(.get, "/metrics")
            #expect(metrics.status == 200)
            #expect(metrics.text.contains("\nsesame_page_cache_hits_total 2\n"))
            #expect(metrics.text.contains("\nsesame_page_cache_misses_total 1\n"))
            #expect(metrics.text.contains("\nsesame_listing_cache_bytes "))
            #expect(metrics.text.contains("\nsesame_unsent_bytes "))
            #expect(metrics.text.contains("\nsesame_admission_limit{kind=\"authenticate\"} 64\n"))
            for word in ["/v1/search", "_bucket", "index", "lag"] { #expect(metrics.text.contains(word), "\(word)") }
        }
    }

    @Test("a client over its rate is told when to come back")
    func rate() async throws {
        let limits = RateLimits(perAddress: RateLimit(perSecond: 1, burst: 3), perAccount: nil, passwords: nil)
        // A clock that stands: however slow the machine is, no token comes back.
        let clock = MarketClock(nowMilliseconds: { 1 }, monotonicNanoseconds: { 0 })
        try await Market(rateLimits: limits, clock: clock).test { client in
            var answers: [Client.Answer] = []
            for _ in 0..<6 { answers.append(try await client.send(.get, "/v1/search?q=x")) }
            #expect(answers.filter { $0.status == 200 }.count >= 3)
            let refused = try #require(answers.last { $0.status == 429 })
            let retryAfter = try #require(HTTPField.Name("Retry-After"))
            #expect(Int(refused.headers[retryAfter] ?? "") ?? 0 >= 1)
            #expect(try await client.send(.get, "/healthz").status == 200)
        }
    }

    @Test("the addresses of one network have a rate together, and other networks another")
    func networkRate() async throws {
        let limits = RateLimits(perAddress: RateLimit(perSecond: 1, burst: 3), perAccount: nil, passwords: nil)
        let clock = MarketClock(nowMilliseconds: { 1 }, monotonicNanoseconds: { 0 })
        try await Market(rateLimits: limits, trustsForwardedAddress: true, clock: clock).test { client in
            func status(_ address: String) async throws -> Int {
                try await client.send(.get, "/v1/categories", headers: ["X-Forwarded-For": address]).status
            }
            var statuses: [Int] = []
            for number in 0..<14 { statuses.append(try await status("2001:db8:1:\(number)::1")) }
            #expect(statuses == Array(repeating: 200, count: 12) + [429, 429])
            #expect(try await status("2001:db8:2::1") == 200)
            #expect(try await status("1.2.3.4") == 200)
        }
    }
}
