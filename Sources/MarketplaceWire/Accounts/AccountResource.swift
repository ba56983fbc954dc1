/// An account as its owner sees it.
public struct AccountResource: Hashable, Sendable, Codable {
    public var id: Int64
    public var username: String
    public var displayName: String
    public var createdAt: Timestamp

    public init(id: Int64, username: String, displayName: String, createdAt: Timestamp) {
        self.id = id
        self.username = username
        self.displayName = displayName
        self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey {
        case id, username
        case displayName = "display_name"
        case createdAt = "created_at"
    }
}
