/// What a seller may have on sale, and what follows from it for a day.
public struct ListingQuota: Hashable, Sendable {
    public var onSale: ListingUse
    /// Whether the seller's record has not been read yet, so that they may be allowed more than this.
    public var isProvisional: Bool

    public init(listingCount: Int, byteCount: Int, isProvisional: Bool = false) {
        onSale = ListingUse(listingCount: listingCount, byteCount: byteCount)
        self.isProvisional = isProvisional
    }

    /// What may be added in a day (UTC), whatever becomes of it: what is closed or deleted is off sale, and kept all the
    /// same. It lets a seller put everything on sale anew a few times.
    public var addedPerDay: ListingUse {
        ListingUse(listingCount: onSale.listingCount * Self.timesPerDay, byteCount: onSale.byteCount * Self.timesPerDay)
    }

    private static let timesPerDay = 4
}

/// What of a quota a change would pass.
public struct QuotaExcess: Hashable, Sendable {
    public enum Measure: String, Hashable, Sendable {
        case listings, bytes
        case listingsAddedToday = "listings_added_today"
        case bytesAddedToday = "bytes_added_today"
    }

    public var measure: Measure
    public var limit: Int
    /// What is used as it is.
    public var used: Int
    /// What would be used after the change.
    public var asked: Int

    public init(measure: Measure, limit: Int, used: Int, asked: Int) {
        self.measure = measure
        self.limit = limit
        self.used = used
        self.asked = asked
    }

    /// For the seller: limit, use and what to do.
    public var sentence: String {
        switch measure {
        case .listings:
            """
            You may have \(limit) listings on sale and have \(used). Close or delete some; the limit grows with good \
            ratings.
            """
        case .bytes:
            """
            The texts of your listings on sale may have \(limit) bytes; they have \(used) and would have \(asked). \
            Shorten, close or delete some; the limit grows with good ratings.
            """
        case .listingsAddedToday: "You may add \(limit) listings a day and have added \(used). Go on tomorrow (UTC)."
        case .bytesAddedToday:
            """
            You may add \(limit) bytes of text a day; you have added \(used) and would have added \(asked). Go on \
            tomorrow (UTC).
            """
        }
    }
}
