/// Where signs of brushing begin.
public struct BrushingRules: Hashable, Sendable {
    /// A buyer of at least so many sales (twice as many as reach the share wherever they buy)…
    public var leastPurchases = 8
    /// …of which so many of a hundred are from so few sellers is captive.
    public var captivePercent = 75
    public var captiveSellers = 3
    /// A seller is in a closed ring with at least so many sales to captive buyers, and so many of a hundred.
    public var leastCaptiveSales = 8
    public var ringPercent = 40
    /// A buyer is a seller's regular with so many purchases; of a buyer only so many sellers are looked at, those with the
    /// most.
    public var regularPurchases = 3
    public var mostSellersOfRegular = 12
    /// Two sellers share accounts when so many are regulars of both and make so many of a hundred of the sales of either.
    public var leastSharedAccounts = 5
    public var sharedPercent = 50
    /// Confirmed within so long after shipping: an hour.
    public var instantMilliseconds: Int64 = 3_600_000
    /// So many completed within so long: ten minutes.
    public var burstCount = 5
    public var burstMilliseconds: Int64 = 600_000
    /// Up to so many times the greatest amount that gives no point.
    public var justOverFactor: Int64 = 2
    /// A seller is flagged with at least so many suspicious sales, and so many of a hundred.
    public var leastSuspicious = 8
    public var flagPercent = 20

    public init() {}
}

/// Looks over the completed sales of a market for signs of brushing: sellers who buy their own goods through accounts of
/// theirs (Xu et al. 2015 describe the trade in such sales).
///
/// - Complexity: O(n log n) in the sales, with a few numbers each in memory.
public enum BrushingSearch {
    /// Evidence for every seller who has a suspicious sale, the most suspicious first.
    public static func evidence(
        _ sales: [Sale], rules: BrushingRules = BrushingRules(), ratingRules: RatingRules = RatingRules()
    ) -> [BrushingEvidence] {
        let captives = captiveBuyers(sales, rules)
        let shared = SharedAccounts.bySeller(sales, rules)
        let found = Dictionary(grouping: sales, by: \.sellerID).compactMap { seller, sales in
            evidence(seller, sales, captives, shared[seller] ?? [], rules, ratingRules)
        }
        return found.sorted { left, right in
            let (first, second) = (left.suspicious.count, right.suspicious.count)
            return first != second ? first > second : left.sellerID < right.sellerID
        }
    }

    private static func evidence(
        _ seller: Int64, _ sales: [Sale], _ captives: Set<Int64>, _ shared: Set<Int64>, _ rules: BrushingRules,
        _ ratingRules: RatingRules
    ) -> BrushingEvidence? {
        let toCaptives = sales.count { captives.contains($0.buyerID) }
        let isRing =
            toCaptives >= rules.leastCaptiveSales && toCaptives * 100 >= sales.count * rules.ringPercent
        let bursts = burstOrders(sales, rules)
        var counts: [BrushingSignal: Int] = [:]
        var suspicious: [Int64: Set<BrushingSignal>] = [:]
        var withinRing: [Int64: Set<BrushingSignal>] = [:]
        for sale in sales {
            var signals: Set<BrushingSignal> = []
            if isRing, captives.contains(sale.buyerID) { signals.insert(.closedRing) }
            if shared.contains(sale.buyerID) { signals.insert(.sharedAccounts) }
            if !sale.isVirtual,
                sale.completedAtMilliseconds - sale.shippedAtMilliseconds < rules.instantMilliseconds
            {
                signals.insert(.instant)
            }
            if bursts.contains(sale.orderID) { signals.insert(.burst) }
            let least = ratingRules.uncountedMinor[sale.currency] ?? ratingRules.uncountedMinorElsewhere
            if (least + 1...least * rules.justOverFactor).contains(sale.amountMinor) { signals.insert(.justOver) }
            for signal in signals { counts[signal, default: 0] += 1 }
            if signals.count >= 2 || signals.contains(.sharedAccounts) { suspicious[sale.orderID] = signals }
            if signals.contains(.closedRing) { withinRing[sale.orderID] = signals }
        }
        guard !suspicious.isEmpty else { return nil }
        let isFlagged =
            suspicious.count >= rules.leastSuspicious
            && suspicious.count * 100 >= sales.count * rules.flagPercent
        // One sign alone is nothing, but a ring is known by the company that its sales keep.
        if isFlagged { suspicious.merge(withinRing) { first, _ in first } }
        return BrushingEvidence(
            sellerID: seller, saleCount: sales.count, suspicious: suspicious, counts: counts, isFlagged: isFlagged)
    }

    /// Buyers who buy often and almost only from a few sellers.
    private static func captiveBuyers(_ sales: [Sale], _ rules: BrushingRules) -> Set<Int64> {
        var purchases: [Int64: [Int64: Int]] = [:]
        for sale in sales { purchases[sale.buyerID, default: [:]][sale.sellerID, default: 0] += 1 }
        return Set(
            purchases.filter { _, bySeller in
                let all = bySeller.values.reduce(0, +)
                let most = bySeller.values.sorted(by: >).prefix(rules.captiveSellers).reduce(0, +)
                return all >= rules.leastPurchases && most * 100 >= all * rules.captivePercent
            }.keys)
    }

    /// Orders that were confirmed together with enough others. Parcels that went together are confirmed together by the
    /// clock.
    private static func burstOrders(_ sales: [Sale], _ rules: BrushingRules) -> Set<Int64> {
        let sorted = sales.filter { !$0.isCompletedByClock }.sorted {
            $0.completedAtMilliseconds < $1.completedAtMilliseconds
        }
        var orders: Set<Int64> = []
        var first = 0
        for last in sorted.indices {
            while sorted[last].completedAtMilliseconds - sorted[first].completedAtMilliseconds
                > rules.burstMilliseconds
            {
                first += 1
            }
            guard last - first + 1 >= rules.burstCount else { continue }
            for sale in sorted[first...last] { orders.insert(sale.orderID) }
        }
        return orders
    }
}
