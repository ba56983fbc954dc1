public import MarketplaceWire

extension MarketplaceClient {
    public func search(_ request: SearchRequest) async throws -> SearchResponse {
        try await ask(ClientRequest(.get, "/v1/search", query: request.queryItems))
    }

    /// Words that go on from what was typed, most frequent first.
    public func suggest(_ prefix: String, limit: Int? = nil) async throws -> [Suggestion] {
        var query: [(name: String, value: String)] = [("q", prefix)]
        if let limit { query.append(("limit", String(limit))) }
        return try await ask(ClientRequest(.get, "/v1/suggest", query: query), for: SuggestResponse.self).suggestions
    }

    /// Whether the server takes searches now; false also where it cannot be reached.
    public func isReady() async -> Bool {
        var once = self
        once.retries = .never
        return (try? await once.carryOut(ClientRequest(.get, "/readyz"))) != nil
    }
}
