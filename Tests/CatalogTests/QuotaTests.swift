import Catalog
import TestSupport
import Testing

@Suite struct `A seller's quota` {
    private static let day: Int64 = 86_400_000

    private static func content(bytes: Int) -> ListingContent {
        ListingContent(
            title: String(repeating: "x", count: bytes), categoryID: 1010, price: Money(amountMinor: 1, currency: .cny),
            region: "CN", shipsTo: ["CN"])
    }

    private static func counted(_ bytes: Int, _ status: ListingStatus = .active) -> SellerUse.Counted {
        SellerUse.Counted(content(bytes: bytes), status)
    }

    @Test func `counts title, description and attributes in bytes of UTF-8`() {
        var content = Self.content(bytes: 3)
        content.description = "裙"
        content.attributes = [ListingAttribute(name: "é", value: "\t👗"), ListingAttribute(name: "a", value: "")]
        #expect(content.textByteCount == 3 + 3 + 2 + 5 + 1)
    }

    @Test func `is some hundreds of long listings at first, and thousands with good ratings`() {
        let rules = QuotaRules()
        let new = rules.quota(points: 0, standing: 0)
        #expect(new.onSale == ListingUse(listingCount: 500, byteCount: 1_500_000))
        #expect(new == rules.quota(points: -50, standing: 3_000))
        #expect(new == rules.quota(points: 1_000, standing: 0))
        let good = rules.quota(points: 100, standing: 9_000)
        #expect(good.onSale == ListingUse(listingCount: 500 + 2_700, byteCount: 1_500_000 + 2_700 * 3_000))
        let most = rules.quota(points: .max, standing: .max)
        #expect(most.onSale.listingCount == 500 + 200_000)
    }

    @Test func `never falls where points or standing rise`() {
        let seed = UInt64(7)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let (points, standing) = (
                Int.random(in: -100...20_000, using: &random), Int.random(in: 0...10_000, using: &random)
            )
            let quota = QuotaRules().quota(points: points, standing: standing)
            let more = QuotaRules().quota(points: points + 1, standing: min(10_000, standing + 1))
            #expect(more.onSale.listingCount >= quota.onSale.listingCount, "seed \(seed)")
            #expect(more.onSale.byteCount >= quota.onSale.byteCount, "seed \(seed)")
        }
    }

    @Test func `is held to the listing and to the byte, and says limit and use`() throws {
        let quota = ListingQuota(listingCount: 2, byteCount: 10)
        var use = SellerUse()
        try use.change(from: nil, to: Self.counted(4), within: quota, atMilliseconds: 0)
        let bytes = QuotaExcess(measure: .bytes, limit: 10, used: 4, asked: 11)
        #expect(throws: CatalogError.overQuota(bytes)) {
            try use.change(from: nil, to: Self.counted(7), within: quota, atMilliseconds: 0)
        }
        try use.change(from: nil, to: Self.counted(6), within: quota, atMilliseconds: 0)
        let listings = QuotaExcess(measure: .listings, limit: 2, used: 2, asked: 3)
        #expect(throws: CatalogError.overQuota(listings)) {
            try use.change(from: nil, to: Self.counted(0), within: quota, atMilliseconds: 0)
        }
        #expect(use.onSale == ListingUse(listingCount: 2, byteCount: 10))
        for (excess, words) in [(bytes, ["10 bytes", "have 4", "have 11"]), (listings, ["2 listings", "have 2"])] {
            for word in words { #expect(excess.sentence.contains(word), "\(excess.sentence)") }
        }
    }

    @Test func `gives back what is closed or deleted, and takes it again with a relisting`() throws {
        let quota = ListingQuota(listingCount: 1, byteCount: 10)
        var use = SellerUse()
        try use.change(from: nil, to: Self.counted(10), within: quota, atMilliseconds: 0)
        try use.change(from: Self.counted(10), to: Self.counted(10, .closed), within: quota, atMilliseconds: 0)
        #expect(use.onSale == .none)
        try use.change(from: nil, to: Self.counted(1), within: quota, atMilliseconds: 0)
        #expect(throws: CatalogError.overQuota(QuotaExcess(measure: .listings, limit: 1, used: 1, asked: 2))) {
            try use.change(from: Self.counted(10, .closed), to: Self.counted(10), within: quota, atMilliseconds: 0)
        }
        try use.change(from: Self.counted(1), to: Self.counted(1, .deleted), within: quota, atMilliseconds: 0)
        try use.change(from: Self.counted(10, .closed), to: Self.counted(10), within: quota, atMilliseconds: 0)
        #expect(use.onSale == ListingUse(listingCount: 1, byteCount: 10))
    }

    @Test func `keeps nobody who is over it from mending or shrinking a listing`() throws {
        var use = SellerUse()
        for _ in 0..<5 { try use.change(from: nil, to: Self.counted(10), within: nil, atMilliseconds: 0) }
        let quota = ListingQuota(listingCount: 2, byteCount: 20)
        try use.change(from: Self.counted(10), to: Self.counted(10), within: quota, atMilliseconds: 0)
        try use.change(from: Self.counted(10), to: Self.counted(3), within: quota, atMilliseconds: 0)
        try use.change(from: Self.counted(10), to: Self.counted(10, .closed), within: quota, atMilliseconds: 0)
        #expect(use.onSale == ListingUse(listingCount: 4, byteCount: 33))
        #expect(throws: CatalogError.overQuota(QuotaExcess(measure: .bytes, limit: 20, used: 33, asked: 34))) {
            try use.change(from: Self.counted(3), to: Self.counted(4), within: quota, atMilliseconds: 0)
        }
    }

    @Test func `limits what is added in a day, also where it is closed or deleted at once`() throws {
        let quota = ListingQuota(listingCount: 3, byteCount: 100)
        var use = SellerUse()
        func churn(at now: Int64) throws {
            try use.change(from: nil, to: Self.counted(5), within: quota, atMilliseconds: now)
            try use.change(from: Self.counted(5), to: Self.counted(5, .deleted), within: quota, atMilliseconds: now)
        }
        for _ in 0..<12 { try churn(at: Self.day - 1) }
        let listings = QuotaExcess(measure: .listingsAddedToday, limit: 12, used: 12, asked: 13)
        #expect(throws: CatalogError.overQuota(listings)) { try churn(at: Self.day - 1) }
        try churn(at: Self.day)
        #expect(use.added(atMilliseconds: Self.day) == ListingUse(listingCount: 1, byteCount: 5))
        // Text that grows in a closed listing is added, too.
        try use.change(
            from: Self.counted(5, .closed), to: Self.counted(400, .closed), within: quota, atMilliseconds: Self.day)
        let bytes = QuotaExcess(measure: .bytesAddedToday, limit: 400, used: 400, asked: 401)
        #expect(throws: CatalogError.overQuota(bytes)) {
            try use.change(
                from: Self.counted(5, .closed), to: Self.counted(6, .closed), within: quota, atMilliseconds: Self.day)
        }
        #expect(use.added(atMilliseconds: 2 * Self.day) == .none)
    }

    @Test func `is not known before the seller's sales are read, unless a new account may have as much`() throws {
        let quota = ListingQuota(listingCount: 1, byteCount: 10, isProvisional: true)
        var use = SellerUse()
        try use.change(from: nil, to: Self.counted(10), within: quota, atMilliseconds: 0)
        #expect(throws: CatalogError.quotaUnknown) {
            try use.change(from: nil, to: Self.counted(1), within: quota, atMilliseconds: 0)
        }
    }

    /// Any history of changes, against sums over all listings.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `agrees with sums over all listings`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var use = SellerUse()
        var listings: [(bytes: Int, status: ListingStatus)] = []
        var added = ListingUse.none
        var today: Int64 = 0
        for step in 0..<600 {
            if Int.random(in: 0..<50, using: &random) == 0 {
                today += 1
                added = .none
            }
            let quota = ListingQuota(listingCount: Int.random(in: 0...30, using: &random), byteCount: 400)
            let place =
                listings.isEmpty || Bool.random(using: &random) ? nil : listings.indices.randomElement(using: &random)
            let old = place.map { listings[$0] }
            let new = (
                bytes: Int.random(in: 0...40, using: &random),
                status: old == nil ? .active : ListingStatus.allCases.randomElement(using: &random) ?? .active
            )
            var after = listings
            if let place { after[place] = new } else { after.append(new) }
            let (had, has) = (Self.onSale(listings), Self.onSale(after))
            let grown = ListingUse(
                listingCount: added.listingCount + (old == nil ? 1 : 0),
                byteCount: added.byteCount + max(0, new.bytes - (old?.bytes ?? 0)))
            let isAllowed =
                (has.listingCount <= had.listingCount || has.listingCount <= quota.onSale.listingCount)
                && (has.byteCount <= had.byteCount || has.byteCount <= 400)
                && (grown.listingCount <= added.listingCount || grown.listingCount <= quota.onSale.listingCount * 4)
                && (grown.byteCount <= added.byteCount || grown.byteCount <= 1_600)
            let isDone =
                (try? use.change(
                    from: old.map { Self.counted($0.bytes, $0.status) }, to: Self.counted(new.bytes, new.status),
                    within: quota, atMilliseconds: today * Self.day + Int64(step))) != nil
            #expect(isDone == isAllowed, "seed \(seed), step \(step)")
            if isAllowed { (listings, added) = (after, grown) }
            #expect(use.onSale == Self.onSale(listings), "seed \(seed), step \(step)")
            #expect(use.added(atMilliseconds: today * Self.day + 1) == added, "seed \(seed), step \(step)")
        }
    }

    private static func onSale(_ listings: [(bytes: Int, status: ListingStatus)]) -> ListingUse {
        let active = listings.filter { $0.status == .active }
        return ListingUse(listingCount: active.count, byteCount: active.reduce(0) { $0 + $1.bytes })
    }
}
