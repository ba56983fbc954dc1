public import MarketplaceWire

extension MarketplaceClient {
    /// Buys something. Sent again under the same key, it buys once.
    public func buy(_ request: OrderRequest, key: String) async throws -> OrderResource {
        try await ask(ClientRequest(.post, "/v1/orders", headers: Self.idempotency(key), body: Self.json(request)))
    }

    public func order(_ id: Int64) async throws -> OrderResource {
        try await ask(ClientRequest(.get, "/v1/orders/\(id)"))
    }

    public func history(ofOrder id: Int64) async throws -> [OrderHistoryResource] {
        try await ask(ClientRequest(.get, "/v1/orders/\(id)/history"), for: OrderHistoryResponse.self).history
    }

    /// A page of one's own orders, newest first.
    /// - Parameter role: `buyer` or `seller`; nil is `buyer`.
    public func orders(role: String? = nil, limit: Int? = nil, cursor: String? = nil) async throws -> OrderPageResponse
    {
        var query: [(name: String, value: String)] = []
        if let role { query.append(("role", role)) }
        if let limit { query.append(("limit", String(limit))) }
        if let cursor { query.append(("cursor", cursor)) }
        return try await ask(ClientRequest(.get, "/v1/orders", query: query))
    }

    public func pay(order id: Int64, key: String) async throws -> OrderResource {
        try await act("pay", on: id, key: key)
    }

    public func ship(order id: Int64, _ shipment: ShipmentResource, key: String) async throws -> OrderResource {
        try await act("ship", on: id, key: key, body: Self.json(shipment))
    }

    public func confirm(order id: Int64, key: String) async throws -> OrderResource {
        try await act("confirm", on: id, key: key)
    }

    /// Gives the buyer more time to confirm.
    public func extend(order id: Int64, key: String) async throws -> OrderResource {
        try await act("extend", on: id, key: key)
    }

    public func cancel(order id: Int64, reason: String, key: String) async throws -> OrderResource {
        try await act("cancel", on: id, key: key, body: Self.json(ReasonRequest(reason: reason)))
    }

    public func requestRefund(
        ofOrder id: Int64, _ request: RefundRequestBody, key: String
    ) async throws -> OrderResource {
        try await act("refund-requests", on: id, key: key, body: Self.json(request))
    }

    public func withdrawRefund(ofOrder id: Int64, key: String) async throws -> OrderResource {
        try await act("refund-requests/withdraw", on: id, key: key)
    }

    public func acceptRefund(
        ofOrder id: Int64, _ request: RefundAcceptance, key: String
    ) async throws -> OrderResource {
        try await act("refund-requests/accept", on: id, key: key, body: Self.json(request))
    }

    public func refuseRefund(ofOrder id: Int64, reason: String, key: String) async throws -> OrderResource {
        try await act("refund-requests/refuse", on: id, key: key, body: Self.json(ReasonRequest(reason: reason)))
    }

    /// Calls for an operator.
    public func dispute(order id: Int64, reason: String, key: String) async throws -> OrderResource {
        try await act("disputes", on: id, key: key, body: Self.json(ReasonRequest(reason: reason)))
    }

    private func act(_ verb: String, on id: Int64, key: String, body: [UInt8]? = nil) async throws -> OrderResource {
        try await ask(
            ClientRequest(.post, "/v1/orders/\(id)/\(verb)", headers: Self.idempotency(key), body: body))
    }

    static func idempotency(_ key: String) -> [(name: String, value: String)] { [("Idempotency-Key", key)] }
}

// MARK: - Money

extension MarketplaceClient {
    /// What the market owes one, a currency each.
    public func balances() async throws -> [BalanceResource] {
        try await ask(ClientRequest(.get, "/v1/me/balances"), for: BalancesResponse.self).balances
    }

    /// A page of one's lines in the ledger, newest first.
    public func statement(limit: Int? = nil, cursor: String? = nil) async throws -> StatementResponse {
        var query: [(name: String, value: String)] = []
        if let limit { query.append(("limit", String(limit))) }
        if let cursor { query.append(("cursor", cursor)) }
        return try await ask(ClientRequest(.get, "/v1/me/statement", query: query))
    }
}
