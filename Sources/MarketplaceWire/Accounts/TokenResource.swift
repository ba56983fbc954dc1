/// The answer to `POST /v1/tokens`. The token is shown this once; the server keeps only its hash.
public struct TokenResource: Hashable, Sendable, Codable {
    public var token: String
    /// Always `Bearer`.
    public var tokenType: String
    public var scopes: [String]
    public var expiresAt: Timestamp
    public var account: AccountResource
    /// What this device shows at its next log-in; absent where it is not remembered.
    public var device: String?

    public init(
        token: String, tokenType: String = "Bearer", scopes: [String], expiresAt: Timestamp, account: AccountResource,
        device: String? = nil
    ) {
        self.token = token
        self.tokenType = tokenType
        self.scopes = scopes
        self.expiresAt = expiresAt
        self.account = account
        self.device = device
    }

    enum CodingKeys: String, CodingKey {
        case token, scopes, account, device
        case tokenType = "token_type"
        case expiresAt = "expires_at"
    }
}
