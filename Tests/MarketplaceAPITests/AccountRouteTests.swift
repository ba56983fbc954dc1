import Accounts
import HTTPTypes
import Testing

@testable import MarketplaceAPI

@Suite("Accounts over HTTP")
struct AccountRouteTests {
    private static let account = ["username": "somebody", "password": "correct horse battery"]

    @Test("an account is opened once, logs in, is itself, and logs out")
    func wayOfAnAccount() async throws {
        try await Market().test { client in
            let token = try await client.seller("somebody")
            #expect(try await client.send(.post, "/v1/accounts", Self.account).status == 409)
            #expect(try await client.send(.get, "/v1/me", token: token).text.contains("somebody"))
            #expect(try await client.send(.get, "/v1/me").status == 401)
            #expect(try await client.send(.get, "/v1/me", token: "sesame_nonsense").status == 401)
            #expect(try await client.send(.delete, "/v1/tokens/current", token: token).status == 204)
            #expect(try await client.send(.get, "/v1/me", token: token).status == 401)
        }
    }

    /// A text in JSON that takes as many bytes as it can.
    private static func escaped(_ scalar: Unicode.Scalar, _ count: Int) -> String {
        let units = scalar.utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).dropFirst() }
        return "\"" + String(repeating: units.joined(), count: count) + "\""
    }

    @Test("the largest body that is right is read, and one that is far larger is not")
    func bodySize() async throws {
        let (name, password) = (Self.escaped("a", 32), Self.escaped("😀", 200))
        let common = #""username":\#(name),"password":\#(password)"#
        let bodies = [
            ("/v1/accounts", #"{\#(common),"display_name":\#(Self.escaped("😀", 50))}"#),
            ("/v1/tokens", #"{\#(common),"device":\#(Self.escaped("😀", 128)),"scopes":["read"]}"#),
        ]
        try await Market().test { client in
            for (path, body) in bodies {
                #expect(body.utf8.count < 6_000)
                let taken = try await client.send(.post, path, body)
                #expect(taken.status == 201, "\(taken.text)")
                let large = try await client.send(.post, path, body + String(repeating: " ", count: 16 * 1024))
                #expect(large.status == 413)
            }
        }
    }

    @Test("an unknown name and a wrong password get the same answer")
    func sameAnswer() async throws {
        try await Market().test { client in
            _ = try await client.seller("somebody")
            let wrong = try await client.send(.post, "/v1/tokens", ["username": "somebody", "password": "wrong wrong"])
            let unknown = try await client.send(
                .post, "/v1/tokens", ["username": "nobody-here", "password": "wrong wrong"])
            #expect(wrong.status == 401 && unknown.status == 401)
            #expect(wrong.json["detail"] as? String == unknown.json["detail"] as? String)
            let challenge = try #require(HTTPField.Name("WWW-Authenticate"))
            #expect(wrong.headers[challenge] != nil)
        }
    }

    @Test("ten wrong passwords close the door for a while")
    func throttle() async throws {
        try await Market().test { client in
            _ = try await client.seller("somebody")
            var last = 0
            for _ in 0..<12 {
                last = try await client.send(
                    .post, "/v1/tokens", ["username": "somebody", "password": "wrong wrong"]
                ).status
            }
            #expect(last == 429)
        }
    }

    /// Who asks, as a proxy in front says it.
    private static func from(_ address: String) -> [String: String] { ["X-Forwarded-For": "6.6.6.6, \(address)"] }

    private static let wrong = ["username": "somebody", "password": "wrong wrong"]

    @Test("guesses from many addresses do not keep the owner out, who shows a device or comes from a known address")
    func distributedGuesses() async throws {
        try await Market(trustsForwardedAddress: true).test { client in
            _ = try await client.seller("somebody")
            var remembered: [String: Any] = Self.account
            remembered["remember_device"] = true
            let first = try await client.send(
                .post, "/v1/tokens", remembered, headers: Self.from("[2001:db8:1:2::7]:443"))
            let device = try #require(first.json["device"] as? String)
            var statuses: [Int] = []
            for number in 0..<120 {
                let answer = try await client.send(
                    .post, "/v1/tokens", Self.wrong, headers: Self.from("10.0.\(number).1:5\(number)"))
                statuses.append(answer.status)
            }
            #expect(statuses.filter { $0 == 401 }.count == 50)
            #expect(statuses.last == 429)
            let stranger = try await client.send(.post, "/v1/tokens", Self.account, headers: Self.from("11.0.0.1"))
            #expect(stranger.status == 429)
            #expect(Int(stranger.headers[.retryAfter] ?? "") ?? 0 >= 1)
            // Another address of the same /64 is the same customer.
            let atHome = try await client.send(
                .post, "/v1/tokens", Self.account, headers: Self.from("2001:db8:1:2:ffff::1"))
            #expect(atHome.status == 201, "\(atHome.text)")
            #expect(atHome.json["device"] == nil)
            let withDevice = Self.account.merging(["device": device]) { $1 }
            let travelling = try await client.send(.post, "/v1/tokens", withDevice, headers: Self.from("11.0.0.1"))
            #expect(travelling.status == 201, "\(travelling.text)")
            #expect(travelling.json["device"] as? String == device)
        }
    }

    @Test("an address is one address however it is written", arguments: ["", ":80"])
    func oneAddress(port: String) async throws {
        try await Market(trustsForwardedAddress: true).test { client in
            _ = try await client.seller("somebody")
            var last = 0
            for number in 0..<12 {
                let address = number.isMultiple(of: 2) ? "1.2.3.4\(port)" : "::ffff:1.2.3.4"
                last = try await client.send(.post, "/v1/tokens", Self.wrong, headers: Self.from(address)).status
            }
            #expect(last == 429)
            last = 0
            for number in 0..<12 {
                let address = "2001:db8::\(number)"
                last = try await client.send(
                    .post, "/v1/tokens", ["username": "nobody", "password": "wrong wrong"], headers: Self.from(address)
                ).status
            }
            #expect(last == 429)
        }
    }

    @Test("a device that is none, or another account's, is one that is not known")
    func unknownDevice() async throws {
        try await Market().test { client in
            _ = try await client.seller("somebody")
            _ = try await client.seller("another")
            let other: [String: Any] = [
                "username": "another", "password": "correct horse battery", "remember_device": true,
            ]
            let foreign = try #require(
                try await client.send(.post, "/v1/tokens", other).json["device"] as? String)
            for device in [foreign, "nonsense", "sesame_device_"] {
                let body = Self.account.merging(["device": device]) { $1 }
                let answer = try await client.send(.post, "/v1/tokens", body)
                #expect(answer.status == 201, "\(answer.text)")
                #expect(answer.json["device"] == nil)
            }
            let empty = try await client.send(.post, "/v1/tokens", Self.account.merging(["device": ""]) { $1 })
            #expect(empty.status == 400 && empty.fields == ["device"])
        }
    }

    @Test("one address opens so many accounts and no more, by /64, and other addresses are not kept out")
    func signUps() async throws {
        var options = Market.accountOptions
        options.signUps = SignUpThrottle.Limits()
        try await Market(trustsForwardedAddress: true, accountOptions: options).test { client in
            func signUp(_ name: String, from address: String) async throws -> Client.Answer {
                try await client.send(
                    .post, "/v1/accounts", ["username": name, "password": "correct horse battery"],
                    headers: Self.from(address))
            }
            var statuses: [Int] = []
            for number in 0..<15 {
                statuses.append(try await signUp("bot-\(number)", from: "2001:db8::\(number)").status)
            }
            #expect(statuses == Array(repeating: 201, count: 10) + Array(repeating: 429, count: 5))
            let refused = try await signUp("bot-99", from: "2001:db8::99")
            let seconds = try #require(Int(refused.headers[.retryAfter] ?? ""))
            #expect((1...360).contains(seconds))
            #expect(try await signUp("somebody", from: "2001:db8:0:1::1").status == 201)
        }
    }

    @Test("a token without the scope to sell does not sell")
    func scopes() async throws {
        try await Market().test { client in
            _ = try await client.seller("somebody")
            let body: [String: Any] = [
                "username": "somebody", "password": "correct horse battery", "scopes": ["read"],
            ]
            let token = try #require(try await client.send(.post, "/v1/tokens", body).json["token"] as? String)
            #expect(try await client.send(.post, "/v1/listings", Client.listing("x"), token: token).status == 403)
            #expect(try await client.send(.get, "/v1/me", token: token).status == 200)
        }
    }

    @Test("names and passwords that break a rule are refused by name")
    func rules() async throws {
        try await Market().test { client in
            let short = try await client.send(.post, "/v1/accounts", ["username": "ab", "password": "short"])
            #expect(short.status == 400 || short.status == 422)
            #expect(Set(short.fields) == ["username", "password"], "\(short.text)")
        }
    }
}
