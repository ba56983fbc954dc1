public import MarketplaceWire

extension MarketplaceClient {
    /// How many listings one batch may hold.
    public static let largestBatch = 1000

    public func create(_ request: ListingRequest) async throws -> ListingResource {
        try await ask(ClientRequest(.post, "/v1/listings", body: Self.json(request)))
    }

    /// Writes many at once, at most `largestBatch`; the good ones are written, and the bad ones named.
    public func createBatch(_ requests: [ListingRequest]) async throws -> ListingBatchResponse {
        let body = try Self.json(ListingBatchRequest(listings: requests))
        return try await ask(ClientRequest(.post, "/v1/listings/batch", body: body))
    }

    public func listing(_ id: Int64) async throws -> ListingResource {
        try await ask(ClientRequest(.get, "/v1/listings/\(id)"))
    }

    /// Changes a listing whose version is the one given; another version is a problem of status 412.
    public func edit(_ id: Int64, version: Int64, _ patch: ListingPatch) async throws -> ListingResource {
        try await ask(
            ClientRequest(.patch, "/v1/listings/\(id)", headers: Self.ifMatch(version), body: Self.json(patch)))
    }

    /// Takes a listing off the market, until it is relisted.
    public func close(_ id: Int64, version: Int64) async throws -> ListingResource {
        try await ask(ClientRequest(.post, "/v1/listings/\(id)/close", headers: Self.ifMatch(version)))
    }

    public func relist(_ id: Int64, version: Int64) async throws -> ListingResource {
        try await ask(ClientRequest(.post, "/v1/listings/\(id)/relist", headers: Self.ifMatch(version)))
    }

    /// Deletes a listing for good.
    public func delete(_ id: Int64, version: Int64) async throws {
        try await carryOut(ClientRequest(.delete, "/v1/listings/\(id)", headers: Self.ifMatch(version)))
    }

    /// A page of a seller's listings, newest first.
    /// - Parameter status: `active`, `closed` or `all`; nil is `active`.
    public func listings(
        sellerID: Int64, status: String? = nil, limit: Int? = nil, cursor: String? = nil
    ) async throws -> ListingPageResponse {
        var query: [(name: String, value: String)] = []
        if let status { query.append(("status", status)) }
        if let limit { query.append(("limit", String(limit))) }
        if let cursor { query.append(("cursor", cursor)) }
        return try await ask(ClientRequest(.get, "/v1/sellers/\(sellerID)/listings", query: query))
    }

    /// The whole tree, parents before children.
    public func categories() async throws -> [CategoryResource] {
        try await ask(ClientRequest(.get, "/v1/categories"), for: CategoriesResponse.self).categories
    }

    private static func ifMatch(_ version: Int64) -> [(name: String, value: String)] {
        [("If-Match", "\"v\(version)\"")]
    }
}
