public import MarketplaceWire

extension MarketplaceClient {
    /// Allows that one's completed trades are summed up and signed.
    public func giveCreditConsent() async throws -> CreditConsentResource {
        try await ask(ClientRequest(.put, "/v1/me/credit-consent"))
    }

    /// Allows it no longer.
    public func revokeCreditConsent() async throws {
        try await carryOut(ClientRequest(.delete, "/v1/me/credit-consent"))
    }

    /// The sum of one's completed trades, signed by the market.
    public func exportCredit() async throws -> SignedProfileResource {
        try await ask(ClientRequest(.post, "/v1/me/credit-exports"))
    }

    /// The key that the market signs with, in base64.
    public func marketKey() async throws -> String {
        try await ask(ClientRequest(.get, "/v1/market-key"), for: MarketKeyResource.self).publicKey
    }
}
