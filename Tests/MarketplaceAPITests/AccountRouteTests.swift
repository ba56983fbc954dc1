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
