public import MarketplaceWire

extension MarketplaceClient {
    public func signUp(_ request: AccountRequest) async throws -> AccountResource {
        try await ask(ClientRequest(.post, "/v1/accounts", body: Self.json(request)))
    }

    /// A new token for a name and a password.
    public func logIn(_ request: TokenRequest) async throws -> TokenResource {
        try await ask(ClientRequest(.post, "/v1/tokens", body: Self.json(request)))
    }

    /// Revokes the client's token.
    public func logOut() async throws {
        try await carryOut(ClientRequest(.delete, "/v1/tokens/current"))
    }

    /// Whose token the client has.
    public func me() async throws -> MeResource {
        try await ask(ClientRequest(.get, "/v1/me"))
    }

    public func seller(_ id: Int64) async throws -> SellerResource {
        try await ask(ClientRequest(.get, "/v1/sellers/\(id)"))
    }
}
