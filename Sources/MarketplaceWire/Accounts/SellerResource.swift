/// A seller as everybody sees them: the answer to `GET /v1/sellers/{id}`.
public struct SellerResource: Hashable, Sendable, Codable {
    public var id: Int64
    public var username: String
    public var displayName: String
    /// When the account was opened.
    public var memberSince: Timestamp

    public init(id: Int64, username: String, displayName: String, memberSince: Timestamp) {
        self.id = id
        self.username = username
        self.displayName = displayName
        self.memberSince = memberSince
    }

    enum CodingKeys: String, CodingKey {
        case id, username
        case displayName = "display_name"
        case memberSince = "member_since"
    }
}
