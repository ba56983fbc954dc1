/// A seller as everybody sees them: the answer to `GET /v1/sellers/{id}`.
public struct SellerResource: Hashable, Sendable, Codable {
    public var id: Int64
    public var username: String
    public var displayName: String
    /// When the account was opened.
    public var memberSince: Timestamp
    /// Absent for an account that has completed no sale and was never rated.
    public var rating: SellerRatingResource?

    public init(
        id: Int64, username: String, displayName: String, memberSince: Timestamp,
        rating: SellerRatingResource?
    ) {
        self.id = id
        self.username = username
        self.displayName = displayName
        self.memberSince = memberSince
        self.rating = rating
    }

    enum CodingKeys: String, CodingKey {
        case id, username, rating
        case displayName = "display_name"
        case memberSince = "member_since"
    }
}
