/// How much a seller may have on sale: what every account may, and more with sales that buyers were content with.
///
/// A new account can list a few hundred things with long descriptions at once. It cannot fill the market's search with
/// text: 200 listings of the longest description would be eight times its bytes.
public struct QuotaRules: Hashable, Sendable {
    public var newListingCount: Int
    public var newByteCount: Int
    /// What one more point of the seller's ratings adds where every buyer is content; standing lowers it in proportion.
    public var listingsPerPoint = 30
    /// What a listing that was added so may say: a title, a long description, some attributes.
    public var bytesPerListing = 3_000
    public var mostAddedListings = 200_000

    /// What an operator may set.
    public static let newListingCounts = 1...1_000_000
    public static let newByteCounts = 1_000...10_000_000_000

    public init(newListingCount: Int = 500, newByteCount: Int = 1_500_000) {
        self.newListingCount = newListingCount
        self.newByteCount = newByteCount
    }

    /// - Parameters:
    ///   - points: Good ratings of completed sales less bad ones, of which each buyer gives a few a month at most: sales
    ///     alone would be made up too easily.
    ///   - standing: 0 to 10,000: how content distinct buyers are, recent ones before old.
    public func quota(points: Int, standing: Int) -> ListingQuota {
        let earned = min(max(0, points), mostAddedListings) * listingsPerPoint * min(max(0, standing), 10_000) / 10_000
        let added = min(mostAddedListings, earned)
        return ListingQuota(
            listingCount: newListingCount + added, byteCount: newByteCount + added * bytesPerListing)
    }
}
