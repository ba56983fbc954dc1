/// The body of `POST /v1/listings/batch`. Good items are written in one transaction; bad ones do not stop them.
public struct ListingBatchRequest: Hashable, Sendable, Encodable {
    public var listings: [ListingRequest]

    public init(listings: [ListingRequest]) { self.listings = listings }
}

/// The answer to a batch, with status 207: one result an item, in the order of the items.
public struct ListingBatchResponse: Hashable, Sendable, Codable {
    public var results: [ListingBatchResult]
    public var created: Int
    public var refused: Int

    public init(results: [ListingBatchResult]) {
        self.results = results
        created = results.count { $0.status == 201 }
        refused = results.count - created
    }
}

/// What became of one item of a batch.
public struct ListingBatchResult: Hashable, Sendable, Codable {
    /// The item's place in the request, from 0.
    public var index: Int
    /// 201 where it was written, 422 where it was refused, 409 where the seller has too much on sale already.
    public var status: Int
    /// The new listing's number.
    public var id: Int64?
    public var version: Int64?
    /// Why it was refused.
    public var errors: [ProblemField]?

    public init(index: Int, id: Int64, version: Int64) {
        self.index = index
        status = 201
        self.id = id
        self.version = version
    }

    public init(index: Int, status: Int = 422, errors: [ProblemField]) {
        self.index = index
        self.status = status
        self.errors = errors
    }
}
