import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import MarketplaceAPI

/// Whatever is typed, the search answers, or says which limit was passed.
@Suite("Queries that nobody means well")
struct AdversarialSearchTests {
    private static let pieces = [
        "连衣裙", "清华", "a", "ab\u{301}\u{302}\u{323}", "🎉", "👨‍👩‍👧‍👦", "🇨🇳", "\u{202E}", "\u{2066}", "\u{200D}", "\u{FEFF}",
        "\u{0}", "\u{1}", "\u{7F}",
        "'; DROP TABLE listings; --", "%", "_", "(.*)+", "[a-z]{1000}", "\\", "\"", "“", "-", "--", "-\"", "\u{FFFD}",
        "\u{FFFF}",
        "\u{10FFFF}", "𠮷", "ﷺ", "ａｂｃ", "½", "①", "ß", "İ", "Σς", "กขค", "カタカナ", "ー", "0", "1e308", "500ml",
        "99999999999999999999kg",
        "\n", "\t", "\u{3000}", "title:", "AND", "OR", "*", "?", "~2", "^4", "{{7*7}}", "<script>", "..", "//",
        "e\u{301}",
    ]

    @Test("no query makes an error of ours", arguments: [UInt64(61), 62])
    func answersAll(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let count = Int(ProcessInfo.processInfo.environment["SESAME_FUZZED_QUERIES"] ?? "") ?? 500
        let queries = (0..<count).map { _ -> String in
            if Int.random(in: 0..<50, using: &random) == 0 {
                return String(repeating: Self.pieces.randomElement(using: &random)!, count: 10_000)
            }
            return (0..<Int.random(in: 1...12, using: &random)).map { _ in Self.pieces.randomElement(using: &random)! }
                .joined()
        }
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
            #expect(long.status == 400 && long.text.contains("256"), "\(long.text)")
        }
    }
}
