/// What ranking knows of a seller beside what they offer.
public struct SellerRecord: Hashable, Sendable {
    /// 0 to 1; without a voice a newcomer's, and with more and more voices what they say.
    public var standing: Double
    public var saleCount: Int

    public init(standing: Double, saleCount: Int) {
        self.standing = standing
        self.saleCount = saleCount
    }

    /// Who has sold nothing yet does not stand at the end, or nobody could ever begin, and stands below the first good
    /// voice. It is what `RatingSummary` reckons of an empty log.
    static let newcomer = SellerRecord(standing: 0.3082, saleCount: 0)
}

/// What is known of all sellers at this moment.
public protocol SellerRecords: Sendable {
    /// Nil where nothing is known.
    func record(of sellerID: Int64) -> SellerRecord?

    /// Another number after any record has changed.
    var changeCount: Int { get }

    /// Whether the records are there; while they are still being read, everyone seems to be a newcomer.
    var areRead: Bool { get }

    /// The records as they are at this moment; what changes later does not show in them. O(1).
    func frozen() -> any SellerRecords
}

/// A market in which nobody has sold anything yet.
public struct NoSellerRecords: SellerRecords {
    public init() {}

    public func record(of sellerID: Int64) -> SellerRecord? { nil }

    public var changeCount: Int { 0 }

    public var areRead: Bool { true }

    public func frozen() -> any SellerRecords { self }
}
