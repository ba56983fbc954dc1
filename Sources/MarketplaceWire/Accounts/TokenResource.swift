/// The answer to `POST /v1/tokens`. The token is shown this once; the server keeps only its hash.
public struct TokenResource: Hashable, Sendable, Codable {
    public var token: String
    /// Always `Bearer`.
    public var tokenType: String
    public var scopes: [String]
    public var expiresAt: Timestamp
    public var account: AccountResource

    public init(
        token: String, tokenType: String = "Bearer", scopes: [String], expiresAt: Timestamp, account: AccountResource
    ) {
        self.token = token
        self.tokenType = tokenType
        self.scopes = scopes
        self.expiresAt = expiresAt
        self.account = account
    }

    enum CodingKeys: String, CodingKey {
        case token, scopes, account
        case tokenType = "token_type"
        case expiresAt = "expires_at"
    }
}
