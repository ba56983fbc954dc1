import Ratings
import TestSupport
import Testing

/// Half a year of an invented market, in which one seller of twenty buys its own goods.
///
/// A third of them do it plainly: bursts of cheap sales to accounts of their own, confirmed at once. A third share their
/// accounts in rings, sell at real prices and take their time. A third also send their accounts shopping elsewhere.
private struct SimulatedMarket {
    static let day: Int64 = 86_400_000
    static let sellers: Int64 = 200
    static let brushers: Int64 = 10
    static let buyers: Int64 = 4_000
    static let days: Int64 = 182

    var sales: [Sale] = []
    var verdicts: [Int64: Verdict] = [:]
    private var random: SeededGenerator
    private var quality: [Double] = []

    init(seed: UInt64, withBrushing: Bool) {
        random = SeededGenerator(seed: seed)
        quality = (0..<Self.sellers).map { _ in Double.random(in: 0.8...0.99, using: &random) }
        sellHonestly()
        guard withBrushing else { return }
        for seller in 0..<Self.brushers { brush(seller) }
    }

    /// Few sellers sell much, many a little; the brushers are among the many. Favourite shops and quick hands exist.
    private mutating func sellHonestly() {
        for seller in 0..<Self.sellers {
            let rank = Double(seller < Self.brushers ? Self.sellers / 2 + seller * 5 : seller - Self.brushers + 1)
            for _ in 0..<Int(2_500 / (rank + 4)) {
                let buyer = Double.random(in: 0...1, using: &random)
                let shipped = Int64.random(in: 0..<(Self.days - 12) * Self.day, using: &random)
                let isQuick = Int.random(in: 0..<50, using: &random) == 0
                let wait = isQuick ? 600_000 : Int64.random(in: Self.day...10 * Self.day, using: &random)
                let isCheap = Int.random(in: 0..<30, using: &random) == 0
                let amount =
                    isCheap
                    ? Int64.random(in: 101...200, using: &random) : Int64.random(in: 500...90_000, using: &random)
                // One buyer of ten keeps to the shops that they know.
                let person = Int64(buyer * buyer * Double(Self.buyers))
                let number = person % 10 == 0 ? person / 40 * 40 + seller % 40 : person
                add(seller, buyer: number, amount: amount, shipped: shipped, wait: wait, quality: quality[Int(seller)])
            }
        }
    }

    private mutating func brush(_ seller: Int64) {
        let ring = seller % 3 == 0 ? seller : 1 + seller / 4
        let accounts = (0..<20).map { Self.buyers + ring * 100 + Int64($0) }
        for _ in 0..<15 {
            let evening = Int64.random(in: 20..<Self.days - 12, using: &random) * Self.day
            for account in accounts.shuffled(using: &random).prefix(8) {
                let isPlain = seller % 3 == 0
                let shipped = evening + Int64.random(in: 0..<(isPlain ? 300_000 : Self.day), using: &random)
                let wait = isPlain || Bool.random(using: &random) ? 300_000 : 3 * Self.day
                let amount =
                    isPlain
                    ? Int64.random(in: 101...150, using: &random) : Int64.random(in: 500...9_000, using: &random)
                add(seller, buyer: account, amount: amount, shipped: shipped, wait: wait, quality: 1)
            }
        }
        guard seller % 3 == 2 else { return }
        for account in accounts {
            let other = Int64.random(in: Self.brushers..<Self.sellers, using: &random)
            add(other, buyer: account, amount: 5_000, shipped: 30 * Self.day, wait: 3 * Self.day, quality: 0.9)
        }
    }

    private mutating func add(
        _ seller: Int64, buyer: Int64, amount: Int64, shipped: Int64, wait: Int64, quality: Double
    ) {
        let order = Int64(sales.count + 1)
        sales.append(
            Sale(
                orderID: order, sellerID: seller, buyerID: buyer, amountMinor: amount, currency: "CNY",
                shippedAtMilliseconds: shipped, completedAtMilliseconds: shipped + wait))
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

@Suite struct `Sellers who buy their own goods` {
    /// The brushers' mean place among all, 1 the best.
    private func meanRank(_ values: [Int64: Int]) -> Double {
        let order = values.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key > $1.key }.map(\.key)
        let places = order.enumerated().filter { $0.element < SimulatedMarket.brushers }.map { Double($0.offset + 1) }
        return places.reduce(0, +) / Double(places.count)
    }

    @Test(arguments: 1...10)
    func `gain by standing less than a tenth of what they gain by points, and few honest ones are flagged`(seed: UInt64)
    {
        let honest = SimulatedMarket(seed: seed, withBrushing: false)
        let brushed = SimulatedMarket(seed: seed, withBrushing: true)
        let evidence = BrushingSearch.evidence(brushed.sales)
        let before = honest.summaries(BrushingSearch.evidence(honest.sales))
        let after = brushed.summaries(evidence)
        let points = { (summaries: [Int64: RatingSummary]) in
            meanRank(summaries.mapValues { $0.goodCount - $0.badCount })
        }
        let standing = { (summaries: [Int64: RatingSummary]) in meanRank(summaries.mapValues(\.standing)) }
        let (gainByPoints, gainByStanding) = (points(before) - points(after), standing(before) - standing(after))
        let flagged = Set(evidence.filter(\.isFlagged).map(\.sellerID))
        let caught = flagged.count { $0 < SimulatedMarket.brushers }
        print(
            "seed \(seed): places gained by points \(gainByPoints), by standing \(gainByStanding);",
            "flagged \(caught) of \(SimulatedMarket.brushers) who brush, \(flagged.count - caught) honest ones")
        #expect(gainByPoints > 20)
        #expect(gainByStanding < gainByPoints / 10)
        #expect(Double(flagged.count - caught) < 0.02 * Double(SimulatedMarket.sellers - SimulatedMarket.brushers))
    }
}
