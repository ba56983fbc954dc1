public import MarketplaceWire

extension MarketplaceClient {
    /// Rates the other side of a completed order. Sent again under the same key, it rates once.
    public func rate(order id: Int64, _ request: RatingRequest, key: String) async throws -> RatingResource {
        try await ask(
            ClientRequest(
                .post, "/v1/orders/\(id)/ratings", headers: Self.idempotency(key), body: Self.json(request)))
    }

    /// One's own rating of an order, and the other side's once it is opened.
    public func ratings(ofOrder id: Int64) async throws -> [RatingResource] {
        try await ask(ClientRequest(.get, "/v1/orders/\(id)/ratings"), for: RatingPageResponse.self).ratings
    }

    /// Answers an opened rating of oneself. Sent again under the same key, it answers once.
    public func replyToRating(ofOrder id: Int64, words: String, key: String) async throws -> RatingResource {
        try await say(words, "/v1/orders/\(id)/ratings/reply", key)
    }

    /// Adds to one's own opened rating. Sent again under the same key, it adds once.
    public func addToRating(ofOrder id: Int64, words: String, key: String) async throws -> RatingResource {
        try await say(words, "/v1/orders/\(id)/ratings/addition", key)
    }

    private func say(_ words: String, _ path: String, _ key: String) async throws -> RatingResource {
        try await ask(
            ClientRequest(
                .post, path, headers: Self.idempotency(key), body: Self.json(WordsRequest(words: words))))
    }

    /// A page of what others have said of an account.
    public func ratings(
        ofSeller id: Int64, limit: Int? = nil, cursor: String? = nil
    ) async throws -> RatingPageResponse {
        var query: [(name: String, value: String)] = []
        if let limit { query.append(("limit", String(limit))) }
        if let cursor { query.append(("cursor", cursor)) }
        return try await ask(ClientRequest(.get, "/v1/sellers/\(id)/ratings", query: query))
    }

    /// An account's whole rating log up to a signed head: as many lines as the head says, if the server has them.
    public func ratingLog(
        ofSeller id: Int64
    ) async throws -> (lines: [RatingLogLineResource], head: RatingLogHeadResource) {
        var lines: [RatingLogLineResource] = []
        while true {
            let page = try await ask(
                ClientRequest(.get, "/v1/sellers/\(id)/rating-log", query: [("after", String(lines.count))]),
                for: RatingLogResponse.self)
            lines += page.lines
            guard !page.lines.isEmpty, lines.count < page.head.length else { return (lines, page.head) }
        }
    }
}
