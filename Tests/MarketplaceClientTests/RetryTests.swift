import MarketplaceClient
import MarketplaceWire
import Testing

@Suite("A client tries again only where that is harmless")
struct RetryTests {
    private let categories = CategoriesResponse(categories: [])
    private let batch = ListingBatchResponse(results: [])

    @Test("a question is asked again after a refused connection, a lost answer, 503 and 429")
    func questions() async throws {
        let server = FakeServer([
            .unreachable, .interrupted, try .problem(503), try .json(categories),
        ])
        _ = try await server.client().categories()
        #expect(server.requests.count == 4)
        #expect(server.pauses.count == 3)
    }

    @Test("a write is not sent again once it may have arrived")
    func interruptedWrite() async throws {
        let server = FakeServer([.interrupted, try .json(batch)])
        await #expect(throws: ClientError.interrupted(server: "s", reason: "gone")) {
            try await server.client().createBatch([])
        }
        #expect(server.requests.count == 1)
    }

    @Test("a write that 503 answers is not sent again")
    func unavailableWrite() async throws {
        let server = FakeServer([try .problem(503), try .json(batch)])
        await #expect(throws: ClientError.self) { try await server.client().createBatch([]) }
        #expect(server.requests.count == 1)
    }

    @Test("a write that surely was not carried out is sent again")
    func refusedWrite() async throws {
        let server = FakeServer([
            .unreachable, try .problem(429, headers: ["retry-after": "3"]), try .json(batch, status: 207),
        ])
        _ = try await server.client().createBatch([])
        #expect(server.requests.count == 3)
        #expect(server.pauses.last == .seconds(3))
    }

    @Test("a server that asks for more patience than there is gets its refusal shown")
    func tooLong() async throws {
        let server = FakeServer([try .problem(429, headers: ["retry-after": "3600"])])
        await #expect(throws: ClientError.self) { try await server.client().categories() }
        #expect(server.pauses.isEmpty)
    }

    @Test("tries are counted")
    func bounded() async throws {
        let server = FakeServer(Array(repeating: .unreachable, count: 10))
        await #expect(throws: ClientError.unreachable(server: "s", reason: "refused")) {
            try await server.client(retries: RetryPolicy(tries: 3)).categories()
        }
        #expect(server.requests.count == 3)
    }
}
