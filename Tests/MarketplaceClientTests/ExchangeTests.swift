import MarketplaceClient
import MarketplaceWire
import Testing

@Suite("What a client sends and how it reads answers")
struct ExchangeTests {
    @Test("a query is percent-encoded byte by byte")
    func encoding() async throws {
        let answer = SearchResponse(
            hits: [], total: SearchTotal(value: 0, relation: "exact"), facets: [:], relaxed: false, correction: nil,
            nextCursor: nil, tookMicroseconds: 1)
        let server = FakeServer([try .json(answer)])
        let request = SearchRequest(text: "裙 a&b=c+d", conditions: ["new", "good"], limit: 5)
        let found = try await server.client().search(request)
        #expect(found == answer)
        #expect(
            server.requests.first?.target == "/v1/search?q=%E8%A3%99%20a%26b%3Dc%2Bd&condition=new%2Cgood&limit=5")
    }

    @Test("a token is sent as a bearer, a version as If-Match")
    func headers() async throws {
        let server = FakeServer([.success(ClientResponse(status: 204))])
        try await server.client(token: "secret").delete(7, version: 3)
        let headers = Dictionary(try #require(server.requests.first).headers) { $1 }
        #expect(headers["Authorization"] == "Bearer secret")
        #expect(headers["If-Match"] == "\"v3\"")
    }

    @Test("a problem keeps its fields and the request's id")
    func problems() async throws {
        let server = FakeServer([try .problem(422, detail: "The listing cannot be taken.")])
        let error = await #expect(throws: ClientError.self) { try await server.client().listing(1) }
        guard case .problem(let problem) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(problem.requestID == "r-1")
        #expect(problem.errors?.first?.field == "title")
    }

    @Test("an answer of another kind of server is named as such")
    func otherServer() async throws {
        let server = FakeServer([
            .success(ClientResponse(status: 200, body: Array("<html>".utf8))),
            .success(ClientResponse(status: 404, body: Array("<html>".utf8))),
        ])
        for status in [200, 404] {
            let error = await #expect(throws: ClientError.self) { try await server.client().categories() }
            guard case .unexpected(_, status, _) = error else {
                return #expect(Bool(false), "\(String(describing: error))")
            }
        }
    }

    @Test(
        "an address that is no server's is refused",
        arguments: ["", "localhost:8080", "ftp://a", "http://", "http://a/path", "http://u:p@a", "http://a?q=1"])
    func addresses(text: String) {
        #expect(throws: ClientError.invalidServer(text)) { try MarketplaceClient(server: text) }
    }

    @Test("a server that does not listen is unreachable")
    func nobodyListens() async throws {
        var client = try MarketplaceClient(server: "http://127.0.0.1:1")
        client.retries = .never
        await #expect(throws: ClientError.unreachable(server: "http://127.0.0.1:1", reason: "nothing listens there")) {
            try await client.categories()
        }
    }
}
