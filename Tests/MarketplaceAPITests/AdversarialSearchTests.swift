import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import MarketplaceAPI

/// Whatever is typed, the search answers, or says which limit was passed.
@Suite("Queries that nobody means well")
struct AdversarialSearchTests {
    @Test("no query makes an error of ours", arguments: [UInt64(61), 62])
    func answersAll(seed: UInt64) async throws {
        let count = Int(ProcessInfo.processInfo.environment["SESAME_FUZZED_QUERIES"] ?? "") ?? 500
        let queries = AdversarialQueries.make(count, seed: seed)
        let market = try await Market()
        try await market.test { client in
            let token = try await client.seller()
            for title in ["连衣裙 500ml", "清华 abc", "1e308 🎉 drop table"] {
                _ = try await client.list(title, token: token)
            }
            try market.index()
            for query in queries {
                let escaped = query.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                for path in ["/v1/search?highlight=true&explain=true&q=", "/v1/suggest?q="] {
                    let answer = try await client.send(.get, path + escaped)
                    #expect(
                        answer.status == 200 || answer.status == 400 && answer.text.contains("characters"),
                        "seed \(seed) \(path) \(query.debugDescription) \(answer.text)")
                }
            }
            // Half of a pair of surrogates, and bytes that are no UTF-8.
            for broken in ["%ED%A0%80", "%FF%FE", "%C0%AF", "%F4%90%80%80", "%"] {
                let answer = try await client.send(.get, "/v1/search?q=" + broken)
                #expect((200..<500).contains(answer.status), "\(broken) \(answer.text)")
            }
            let long = try await client.send(.get, "/v1/search?q=" + String(repeating: "a", count: 10_000))
            #expect(long.status == 400 && long.text.contains("500"), "\(long.text)")
        }
    }
}
