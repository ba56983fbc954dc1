/// A page of a seller's listings, newest first: the answer to `GET /v1/sellers/{id}/listings`.
public struct ListingPageResponse: Hashable, Sendable {
    public var listings: [ListingResource]
    /// What to send as `cursor` for the next page; null on the last.
    public var nextCursor: String?

    public init(listings: [ListingResource], nextCursor: String?) {
        self.listings = listings
        self.nextCursor = nextCursor
    }
}

extension ListingPageResponse: Codable {
    enum CodingKeys: String, CodingKey {
        case listings
        case nextCursor = "next_cursor"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(listings, forKey: .listings)
        try container.encode(nextCursor, forKey: .nextCursor)
    }
}
