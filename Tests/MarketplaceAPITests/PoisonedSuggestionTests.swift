import Catalog
import Foundation
import HTTPTypes
import Testing

@testable import MarketplaceAPI

/// What somebody tries who wants an account on a messenger to be suggested for `iphone`.
@Suite("Poisoned suggestions")
struct PoisonedSuggestionTests {
    private static func suggested(_ client: Client, _ typed: String) async throws -> [String] {
        let answer = try await client.send(.get, "/v1/suggest?limit=20&q=\(typed)")
        return (answer.json["suggestions"] as? [[String: Any]] ?? []).compactMap { $0["text"] as? String }
    }

    private static func search(_ client: Client, _ text: String, from address: String) async throws {
        let query = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let answer = try await client.send(.get, "/v1/search?q=\(query)", headers: ["X-Forwarded-For": address])
        #expect(answer.status == 200)
    }

    @Test("one listing and nine searches of one client make no suggestion, nor do nine of nine with contact details")
    func swindler() async throws {
        let market = try await Market(trustsForwardedAddress: true)
        try await market.test { client in
            for number in 1...3 {
                let token = try await client.seller("honest\(number)")
                _ = try await client.list("iphone 15 手机壳", token: token)
            }
            let swindler = try await client.seller("swindler")
            let titles = ["iphone 加微信 abc888", "iphone swindle bargain", "iphone vx：abc8889"]
            for title in titles { _ = try await client.list(title, token: swindler) }
            try market.index()
            for title in titles {
                for _ in 1...9 { try await Self.search(client, title, from: "203.0.113.9") }
            }
            for number in 1...40 {
                try await Self.search(client, titles[0], from: "203.0.113.\(number)")
                try await Self.search(client, titles[2], from: "203.0.113.\(number)")
            }
            try market.index()
            let found = try await Self.suggested(client, "iphone")
            #expect(found.contains("iphone 15"), "\(found)")
            for text in found {
                #expect(!["微信", "vx", "abc", "swindle", "bargain"].contains { text.contains($0) }, "\(found)")
            }
            #expect(try await Self.suggested(client, "swin").isEmpty)
        }
    }

    @Test("what an operator blocks is suggested no more, is no correction, and comes back")
    func blocked() async throws {
        let market = try await Market(trustsForwardedAddress: true)
        try await market.test { client in
            let token = try await client.seller()
            for _ in 1...3 { _ = try await client.list("mechanical keyboard", token: token) }
            try market.index()
            for number in 1...40 {
                try await Self.search(client, "mechanical keyboard", from: "203.0.113.\(number)")
            }
            try market.index()
            func correction() async throws -> String? {
                try await client.send(.get, "/v1/search?q=keybaord").json["correction"] as? String
            }
            #expect(try await Self.suggested(client, "mech").first == "mechanical keyboard")
            #expect(try await correction() == "keyboard")
            try market.block("Keyboard")
            try await market.until { try await Self.suggested(client, "mech") == ["mechanical"] }
            #expect(try await correction() == nil)
            #expect(try await client.send(.get, "/v1/search?q=keyboard").text.contains("mechanical keyboard"))
            try market.block("Keyboard", removes: true)
            try await market.until { try await correction() == "keyboard" }
            #expect(try await Self.suggested(client, "mech").first == "mechanical keyboard")
        }
    }

    @Test(
        "an asker is a network: a whole IPv4 address, the first 48 bits of an IPv6 address, without a port",
        arguments: [
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("192.0.2.1:80", "192.0.2.1", true),
            ("2001:db8:1:2::1", "2001:DB8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", true),
            ("2001:db8:1:2::1", "2001:db8:2:2::1", false),
            ("[2001:db8:1:2::1]:443", "2001:db8:1:2::7", true), ("::ffff:192.0.2.1", "192.0.2.1", true),
            ("fe80::1%eth0", "fe80::2", true),
        ])
    func networks(one: String, other: String, same: Bool) throws {
        let asker = AskerNumber()
        let (one, other) = (try #require(ClientAddress(one)), try #require(ClientAddress(other)))
        let (first, second) = (try #require(asker.of(one)), try #require(asker.of(other)))
        #expect((first == second) == same)
        // The salt is another in each process and each instance.
        #expect(AskerNumber().of(one) != first)
    }

    @Test("who has no address is nobody")
    func noAddress() { #expect(AskerNumber().of(.unknown) == nil) }
}
