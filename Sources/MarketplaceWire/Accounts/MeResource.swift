/// The answer to `GET /v1/me`: whose token this is and what it allows.
public struct MeResource: Hashable, Sendable, Codable {
    public var account: AccountResource
    public var scopes: [String]
    public var expiresAt: Timestamp

    public init(account: AccountResource, scopes: [String], expiresAt: Timestamp) {
        self.account = account
        self.scopes = scopes
        self.expiresAt = expiresAt
    }

    enum CodingKeys: String, CodingKey {
        case account, scopes
        case expiresAt = "expires_at"
    }
}
