import Catalog

/// Limits of requests that are the API's own; those of listings and accounts are their domains'.
public struct APILimits: Hashable, Sendable {
    public var maxBodyByteCount = 256 * 1024
    public var maxBatchBodyByteCount = 16 * 1024 * 1024
    public var maxBatchItems = 1000

    /// In code points: any title can be asked for.
    static let maxQueryLength = ListingLimits.titleCharacters.upperBound
    static let pageLimits: ClosedRange<Int64> = 1...100
    /// Hits of a page whose texts are cut into words, or whose places are explained.
    static let maxDetailedHits: Int64 = 50
    static let maxCursorLength = 3_072
    static let maxPriceMinor: Int64 = 1_000_000_000_000
    static let maxSuggestions: Int64 = 20

    public init() {}
}
