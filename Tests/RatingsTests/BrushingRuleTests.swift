import Ratings
import Testing

private let day: Int64 = 86_400_000

@Suite struct `Signs of brushing` {
    private func sale(
        _ order: Int64, buyer: Int64, seller: Int64 = 1, wait: Int64 = 3 * day, shipped: Int64? = nil,
        isVirtual: Bool = false, isByClock: Bool = false
    ) -> Sale {
        let shipped = shipped ?? order * day
        return Sale(
            orderID: order, sellerID: seller, buyerID: buyer, amountMinor: 5_000, currency: "CNY",
            shippedAtMilliseconds: shipped, completedAtMilliseconds: shipped + wait, isVirtual: isVirtual,
            isCompletedByClock: isByClock)
    }

    private func counts(_ sales: [Sale]) -> [BrushingSignal: Int] {
        // With a second sign on every sale, so that there is evidence to read.
        BrushingSearch.evidence(sales).first { $0.sellerID == 1 }?.counts ?? [:]
    }

    @Test func `are not in parcels that went together and that the clock confirmed`() {
        let together = { (isByClock: Bool) in
            (Int64(1)...20).map {
                self.sale($0, buyer: 100 + $0, wait: 600_000, shipped: $0 * 1_000, isByClock: isByClock)
            }
        }
        #expect(BrushingSearch.evidence(together(true)).isEmpty)
        #expect(counts(together(false))[.burst] == 20)
    }

    @Test func `are not in virtual goods that are there at once`() {
        let sales = { (isVirtual: Bool) in
            (Int64(1)...20).map { self.sale($0, buyer: 100 + $0, wait: 60_000, shipped: 0, isVirtual: isVirtual) }
        }
        #expect(BrushingSearch.evidence(sales(true)).isEmpty)
        #expect(counts(sales(false))[.instant] == 20)
    }

    @Test func `are not in four purchases, wherever they were made`() {
        // Twenty buyers, each with one quick purchase here and three elsewhere.
        var sales: [Sale] = []
        for buyer in Int64(1)...20 {
            sales.append(sale(buyer, buyer: buyer, wait: 60_000))
            for other in Int64(1)...3 {
                sales.append(sale(100 * other + buyer, buyer: buyer, seller: 10 * buyer + other))
            }
        }
        #expect(BrushingSearch.evidence(sales).isEmpty)
    }

    @Test func `are in accounts that make most of the sales of two sellers, whatever else they buy`() {
        var sales: [Sale] = []
        var order: Int64 = 0
        for buyer in Int64(1)...8 {
            for seller in [Int64(1), 2] {
                for _ in 0..<4 { order += 1; sales.append(sale(order, buyer: buyer, seller: seller)) }
            }
            for shop in Int64(100)...120 { order += 1; sales.append(sale(order, buyer: buyer, seller: shop)) }
        }
        let evidence = BrushingSearch.evidence(sales)
        #expect(evidence.filter(\.isFlagged).map(\.sellerID).sorted() == [1, 2])
        #expect(evidence.first?.counts == [.sharedAccounts: 32])
        #expect(BrushingEvidence.weight([.sharedAccounts]) == 0)
        // The same buyers as a small part of the sales of one of them are its regulars.
        for buyer in Int64(1_000)...1_040 { order += 1; sales.append(sale(order, buyer: buyer, seller: 2)) }
        #expect(BrushingSearch.evidence(sales).isEmpty)
    }

    @Test func `that are gone let the sales weigh whole again`() {
        let evidence = BrushingEvidence(
            sellerID: 1, saleCount: 4, suspicious: [2: [.instant, .burst], 3: [.closedRing, .instant]], counts: [:],
            isFlagged: true)
        let changes = WeightChange.needed(orders: [1, 2, 3, 4], evidence: evidence, known: [1: 0, 2: 200, 9: 0])
        #expect(changes.map(\.orderID) == [1, 3])
        #expect(changes.map(\.weight) == [1_000, 0])
        #expect(changes.map(\.reason) == ["no signs any more", "closed_ring instant"])
        // Flagged no longer, or without any evidence.
        var harmless = evidence
        harmless.isFlagged = false
        for evidence in [harmless, nil] {
            let raised = WeightChange.needed(
                orders: [1, 2, 3, 4], evidence: evidence, known: [1: 0, 2: 200, 3: 1_000])
            #expect(raised.map(\.orderID) == [1, 2])
            #expect(raised.allSatisfy { $0.weight == 1_000 })
        }
        #expect(WeightChange.needed(orders: [1], evidence: nil, known: [:]).isEmpty)
    }
}
