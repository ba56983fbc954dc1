/// What a seller has on sale and has added today, kept in step with every change of their listings.
public struct SellerUse: Hashable, Sendable {
    public private(set) var onSale: ListingUse
    /// Days since 1970-01-01 (UTC).
    public private(set) var day: Int64
    public private(set) var addedThatDay: ListingUse

    public init(onSale: ListingUse = .none, day: Int64 = 0, addedThatDay: ListingUse = .none) {
        self.onSale = onSale
        self.day = day
        self.addedThatDay = addedThatDay
    }

    /// A listing as far as it counts.
    public struct Counted: Hashable, Sendable {
        var status: ListingStatus
        var byteCount: Int

        public init(_ content: ListingContent, _ status: ListingStatus) {
            self.status = status
            byteCount = content.textByteCount
        }

        var onSale: ListingUse {
            status == .active ? ListingUse(listingCount: 1, byteCount: byteCount) : .none
        }
    }

    public func added(atMilliseconds now: Int64) -> ListingUse {
        Self.day(ofMilliseconds: now) == day ? addedThatDay : .none
    }

    /// Counts a change of one listing.
    ///
    /// What does not grow is always allowed, also where the seller has more than the quota already, so that nobody is
    /// kept from mending a price or taking something away.
    /// - Parameters:
    ///   - old: The listing before; nil for a new one.
    ///   - quota: Nil for operators, whose writes are counted as on sale and not as added.
    /// - Throws: `CatalogError.overQuota` or `.quotaUnknown`; then nothing is counted.
    public mutating func change(
        from old: Counted?, to new: Counted, within quota: ListingQuota?, atMilliseconds now: Int64
    ) throws(CatalogError) {
        let onSale = onSale + new.onSale - (old?.onSale ?? .none)
        guard let quota else {
            self.onSale = onSale
            return
        }
        let addedBefore = added(atMilliseconds: now)
        let added =
            addedBefore
            + ListingUse(listingCount: old == nil ? 1 : 0, byteCount: max(0, new.byteCount - (old?.byteCount ?? 0)))
        let excess =
            Self.excess(quota.onSale, self.onSale, onSale, .listings, .bytes)
            ?? Self.excess(quota.addedPerDay, addedBefore, added, .listingsAddedToday, .bytesAddedToday)
        if let excess { throw quota.isProvisional ? .quotaUnknown : .overQuota(excess) }
        self.onSale = onSale
        day = Self.day(ofMilliseconds: now)
        addedThatDay = added
    }

    private static func excess(
        _ limit: ListingUse, _ old: ListingUse, _ new: ListingUse, _ listings: QuotaExcess.Measure,
        _ bytes: QuotaExcess.Measure
    ) -> QuotaExcess? {
        if new.listingCount > max(limit.listingCount, old.listingCount) {
            return QuotaExcess(
                measure: listings, limit: limit.listingCount, used: old.listingCount, asked: new.listingCount)
        }
        if new.byteCount > max(limit.byteCount, old.byteCount) {
            return QuotaExcess(measure: bytes, limit: limit.byteCount, used: old.byteCount, asked: new.byteCount)
        }
        return nil
    }

    private static func day(ofMilliseconds now: Int64) -> Int64 {
        let day: Int64 = 86_400_000
        return now >= 0 ? now / day : (now - day + 1) / day
    }
}
