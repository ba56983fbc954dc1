/// The answer to `GET /v1/me`: whose token this is and what it allows.
public struct MeResource: Hashable, Sendable, Codable {
    public var account: AccountResource
    public var scopes: [String]
    public var expiresAt: Timestamp
    /// What the account has on sale and has added today, and what it may.
    public var quota: QuotaResource

    public init(account: AccountResource, scopes: [String], expiresAt: Timestamp, quota: QuotaResource) {
        self.account = account
        self.scopes = scopes
        self.expiresAt = expiresAt
        self.quota = quota
    }

    enum CodingKeys: String, CodingKey {
        case account, scopes, quota
        case expiresAt = "expires_at"
    }
}

/// What an account has on sale and has added today, and what it may.
public struct QuotaResource: Hashable, Sendable, Codable {
    public struct Usage: Hashable, Sendable, Codable {
        public var used: Int
        public var limit: Int

        public init(used: Int, limit: Int) {
            self.used = used
            self.limit = limit
        }
    }

    /// Listings on sale.
    public var listings: Usage
    /// Of the titles, descriptions and attributes of those listings, in UTF-8.
    public var bytes: Usage
    /// Since midnight (UTC), whatever has become of them.
    public var listingsAddedToday: Usage
    public var bytesAddedToday: Usage

    public init(listings: Usage, bytes: Usage, listingsAddedToday: Usage, bytesAddedToday: Usage) {
        self.listings = listings
        self.bytes = bytes
        self.listingsAddedToday = listingsAddedToday
        self.bytesAddedToday = bytesAddedToday
    }

    enum CodingKeys: String, CodingKey {
        case listings, bytes
        case listingsAddedToday = "listings_added_today"
        case bytesAddedToday = "bytes_added_today"
    }
}
