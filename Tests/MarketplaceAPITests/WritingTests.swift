import Catalog
import Foundation
import HTTPTypes
import Testing

@testable import MarketplaceAPI

/// Words and numbers as people write them, over HTTP.
@Suite("Writings")
struct WritingTests {
    /// Every title of the pairs, right and wrong, in one market.
    @Test("either writing finds the other, before every wrong one, and what was typed comes first")
    func pairs() async throws {
        let pairs = WritingPairs.all
        #expect(pairs.count >= 150)
        let market = try await Market(quotaRules: QuotaRules(newListingCount: 5_000))
        try await market.test { client in
            let token = try await client.seller()
            var titles: [Int: String] = [:]
            for title in Set(pairs.flatMap { [$0.one, $0.other] + $0.wrong }).sorted() {
                titles[try await client.list(title, token: token)] = title
            }
            try market.index()
            for pair in pairs {
                for (typed, wanted) in [(pair.one, pair.other), (pair.other, pair.one)] {
                    let text = typed.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                    let answer = try await client.send(.get, "/v1/search?limit=20&q=\(text)")
                    #expect(answer.status == 200, "\(answer.text)")
                    let found = (answer.json["hits"] as? [[String: Any]] ?? []).compactMap {
                        (($0["listing"] as? [String: Any])?["id"] as? Int).flatMap { titles[$0] }
                    }
                    let note = "\(pair.kind): \(typed) finds \(found.prefix(5))"
                    guard let place = found.firstIndex(of: wanted) else {
                        Issue.record("\(note), not \(wanted)")
                        continue
                    }
                    for wrong in pair.wrong {
                        #expect(
                            found.firstIndex(of: wrong).map { $0 > place } ?? true, "\(note): \(wrong) before \(wanted)"
                        )
                    }
                    #expect(answer.json["correction"] is NSNull, "\(note)")
                }
            }
        }
    }
}
