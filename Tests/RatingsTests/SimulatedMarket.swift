import Ratings
import TestSupport

/// Half a year of an invented market, in which one seller of twenty buys its own goods.
///
/// Honest sellers have what honest sellers have: some send many parcels on one evening, half of which the clock confirms; some
/// sell codes that are there at once; some live from regulars, and neighbours share regulars; some buyers keep to shops
/// that they know, and some confirm at the door.
struct SimulatedMarket {
    /// How sellers buy their own goods.
    enum Brushing {
        case none
        /// Four do it plainly, with accounts of their own: bursts of cheap sales, confirmed at once. Six are pairs that
        /// share accounts, sell at real prices and wait as long as real buyers do; two of three pairs also send the
        /// accounts shopping all over the market, as often as to themselves.
        case mixed
        /// All have accounts of their own that nobody shares, sell at real prices, wait, and send the accounts shopping.
        case alone
    }

    static let day: Int64 = 86_400_000
    static let sellers: Int64 = 200
    static let brushers: Int64 = 10
    static let buyers: Int64 = 4_000
    static let days: Int64 = 182
    /// After so many days the clock confirms.
    static let clockDays: Int64 = 10

    private(set) var sales: [Sale] = []
    private var verdicts: [Int64: Verdict] = [:]
    private var random: SeededGenerator
    private var quality: [Double] = []

    init(seed: UInt64, brushing: Brushing) {
        random = SeededGenerator(seed: seed)
        quality = (0..<Self.sellers).map { _ in Double.random(in: 0.8...0.99, using: &random) }
        for seller in 0..<Self.sellers { sellHonestly(seller) }
        switch brushing {
        case .none: break
        case .mixed:
            for seller in 0..<Self.brushers {
                seller % 3 == 0 ? brushPlainly(seller) : brushPatiently(seller, ring: 50 + seller / 3)
            }
            for ring in Int64(51)...52 { shopAround(ring, purchases: 12) }
        case .alone:
            for seller in 0..<Self.brushers {
                brushPatiently(seller, ring: seller)
                shopAround(seller, purchases: 6)
            }
        }
    }

    // MARK: - Honest sellers

    private enum Kind {
        case plain, batches, virtual, regulars
    }

    private func kind(_ seller: Int64) -> Kind {
        if seller < Self.brushers { return .plain }
        switch seller % 10 {
        case 1, 4: return .batches
        case 2: return .virtual
        case 5, 6: return .regulars
        default: return .plain
        }
    }

    /// Few sellers sell much, many a little; the brushers are among the many.
    private mutating func sellHonestly(_ seller: Int64) {
        let rank = Double(seller < Self.brushers ? Self.sellers / 2 + seller * 5 : seller - Self.brushers + 1)
        let kind = kind(seller)
        for _ in 0..<Int(2_500 / (rank + 4)) {
            let last = Self.days - Self.clockDays - 2
            var shipped = Int64.random(in: 0..<last * Self.day, using: &random)
            if kind == .batches {
                // On one evening of twenty days, within ten minutes.
                shipped = shipped / (20 * Self.day) * 20 * Self.day + Int64.random(in: 0..<600_000, using: &random)
            }
            let isByClock = Int.random(in: 0..<10, using: &random) < (kind == .batches ? 5 : 2)
            let isQuick = kind == .virtual || Int.random(in: 0..<50, using: &random) == 0
            let wait =
                isQuick
                ? Int64.random(in: 60_000...1_200_000, using: &random)
                : isByClock
                    ? Self.clockDays * Self.day
                    : Int64.random(in: Self.day..<Self.clockDays * Self.day, using: &random)
            let isCheap = Int.random(in: 0..<(kind == .virtual ? 3 : 30), using: &random) == 0
            let amount = Int64.random(in: isCheap ? 101...200 : 500...90_000, using: &random)
            add(
                seller, buyer: buyer(of: seller, kind), amount: amount, shipped: shipped, wait: wait,
                quality: quality[Int(seller)], isVirtual: kind == .virtual, isByClock: isByClock && !isQuick)
        }
    }

    private mutating func buyer(of seller: Int64, _ kind: Kind) -> Int64 {
        // Six sales of ten of such a shop go to a dozen of regulars. Two shops side by side share half of them.
        if kind == .regulars, Int.random(in: 0..<10, using: &random) < 6 {
            let first = seller % 10 == 5 ? Int64(0) : 6
            return 100_000 + seller / 10 * 100 + first + Int64.random(in: 0..<12, using: &random)
        }
        let share = Double.random(in: 0...1, using: &random)
        let person = Int64(share * share * Double(Self.buyers))
        // One buyer of ten keeps to the shops that they know.
        return person % 10 == 0 ? person / 40 * 40 + seller % 40 : person
    }

    // MARK: - Brushers

    private func accounts(_ ring: Int64) -> [Int64] { (0..<20).map { Self.buyers + ring * 100 + Int64($0) } }

    private mutating func brushPlainly(_ seller: Int64) {
        for _ in 0..<15 {
            let evening = Int64.random(in: 20..<Self.days - 12, using: &random) * Self.day
            for account in accounts(seller).shuffled(using: &random).prefix(8) {
                let shipped = evening + Int64.random(in: 0..<300_000, using: &random)
                let amount = Int64.random(in: 101...150, using: &random)
                add(seller, buyer: account, amount: amount, shipped: shipped, wait: 300_000, quality: 1)
            }
        }
    }

    private mutating func brushPatiently(_ seller: Int64, ring: Int64) {
        for _ in 0..<15 {
            for account in accounts(ring).shuffled(using: &random).prefix(8) {
                add(
                    seller, buyer: account, amount: Int64.random(in: 500...9_000, using: &random),
                    shipped: Int64.random(in: 0..<(Self.days - Self.clockDays - 2) * Self.day, using: &random),
                    wait: Int64.random(in: Self.day..<Self.clockDays * Self.day, using: &random), quality: 1)
            }
        }
    }

    /// The accounts of a ring buy from real shops, too.
    private mutating func shopAround(_ ring: Int64, purchases: Int) {
        for account in accounts(ring) {
            for _ in 0..<purchases {
                let seller = Int64.random(in: Self.brushers..<Self.sellers, using: &random)
                add(
                    seller, buyer: account, amount: Int64.random(in: 500...9_000, using: &random),
                    shipped: Int64.random(in: 0..<(Self.days - Self.clockDays - 2) * Self.day, using: &random),
                    wait: 3 * Self.day, quality: quality[Int(seller)])
            }
        }
    }

    // MARK: - Sales

    private mutating func add(
        _ seller: Int64, buyer: Int64, amount: Int64, shipped: Int64, wait: Int64, quality: Double,
        isVirtual: Bool = false, isByClock: Bool = false
    ) {
        let order = Int64(sales.count + 1)
        sales.append(
            Sale(
                orderID: order, sellerID: seller, buyerID: buyer, amountMinor: amount, currency: "CNY",
                shippedAtMilliseconds: shipped, completedAtMilliseconds: shipped + wait, isVirtual: isVirtual,
                isCompletedByClock: isByClock))
        guard quality == 1 || Bool.random(using: &random) else { return }
        let isGood = Double.random(in: 0...1, using: &random) < quality
        verdicts[order] = isGood ? .good : (Bool.random(using: &random) ? .bad : .neutral)
    }

    /// Each seller's log, with the weights that the evidence gives.
    func summaries(_ evidence: [BrushingEvidence]) -> [Int64: RatingSummary] {
        let end = Self.days * Self.day
        let lowered = Dictionary(
            uniqueKeysWithValues: evidence.filter(\.isFlagged).map { ($0.sellerID, $0.suspicious) })
        return Dictionary(grouping: sales, by: \.sellerID).mapValues { sales in
            var events: [RatingEvent] = []
            for sale in sales.sorted(by: { $0.completedAtMilliseconds < $1.completedAtMilliseconds }) {
                var event = RatingEvent(
                    kind: .trade, orderID: sale.orderID, atMilliseconds: sale.completedAtMilliseconds)
                event.by = "\(sale.buyerID)"
                event.listingID = sale.orderID
                event.amountMinor = sale.amountMinor
                event.currency = sale.currency
                events.append(event)
                if let verdict = verdicts[sale.orderID] {
                    event.kind = .rating
                    event.verdict = verdict
                    event.givenAtMilliseconds = sale.completedAtMilliseconds
                    events.append(event)
                }
                if let signals = lowered[sale.sellerID]?[sale.orderID] {
                    var weight = RatingEvent(kind: .weight, orderID: sale.orderID, atMilliseconds: end)
                    weight.weight = BrushingEvidence.weight(signals)
                    events.append(weight)
                }
            }
            return RatingSummary(events, asOfMilliseconds: end)
        }
    }
}
