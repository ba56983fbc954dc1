import Catalog
import GRDB
import Ledger
import Orders
import Testing

@testable import MarketplaceStore

@Suite struct `The audit of trade` {
    private static let clocks = OrderClocks()

    /// A market in which one order is completed, one refunded in part, and one payment refused.
    private func market() async throws -> TemporaryStore {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let buyer = try await market.seller("buyer")
        let listing = try await market.store.create(.sample(), sellerID: seller, atMilliseconds: 1).id
        try await market.store.trade { desk in
            let draft = OrderDraft(
                listingID: listing, quantity: 1, delivery: Delivery(name: "王五", address: "文三路", region: "CN-ZJ"))
            for partly in [false, true] {
                let paid = try Self.paid(draft, buyer, desk)
                let sent = try desk.apply(
                    .ship(Shipment(kind: .express, carrier: "顺丰", tracking: "SF1")), to: paid, by: .seller,
                    atMilliseconds: 4, clocks: Self.clocks)
                guard partly else {
                    try desk.apply(.confirm, to: sent, by: .buyer, atMilliseconds: 5, clocks: Self.clocks)
                    continue
                }
                let asked = try desk.apply(
                    .requestRefund(amountMinor: 3, reason: "有线头"), to: sent, by: .buyer, atMilliseconds: 5,
                    clocks: Self.clocks)
                try desk.apply(
                    .acceptRefund(amountMinor: 3), to: asked, by: .seller, atMilliseconds: 6, clocks: Self.clocks)
                for refund in try desk.refunds(ofOrder: asked.id) {
                    try desk.settleRefund(refund.id, as: .done, atMilliseconds: 7)
                }
            }
            let order = try desk.open(draft, buyerID: buyer, atMilliseconds: 8, clocks: Self.clocks)
            let payment = try desk.beginPayment(of: order, atMilliseconds: 9, clocks: Self.clocks)
            try desk.settle(payment.id, as: .declined, atMilliseconds: 10, clocks: Self.clocks)
        }
        return market
    }

    private static func paid(_ draft: OrderDraft, _ buyer: Int64, _ desk: any TradeDesk) throws -> Order {
        let order = try desk.open(draft, buyerID: buyer, atMilliseconds: 1, clocks: clocks)
        let payment = try desk.beginPayment(of: order, atMilliseconds: 2, clocks: clocks)
        try desk.settle(payment.id, as: .captured, atMilliseconds: 3, clocks: clocks)
        return try desk.order(order.id, of: buyer).order
    }

    @Test func `finds nothing where nothing is wrong`() async throws {
        #expect(try await market().store.auditTrade().faults == [])
    }

    @Test(arguments: [
        "UPDATE orders SET state = 'refunded', refunded = 1250 WHERE id = 1",
        "UPDATE orders SET state = 'resolved', refunded = 5 WHERE id = 1",
        "UPDATE orders SET refunded = 4 WHERE id = 2",
        "UPDATE orders SET seller_id = buyer_id WHERE id = 1",
        "UPDATE orders SET state = 'paid' WHERE id = 1",
        "UPDATE orders SET state = 'completed', paid_at = 3, payment_id = 3 WHERE id = 3",
        "UPDATE payments SET state = 'captured' WHERE id = 3",
        "UPDATE payments SET state = 'declined' WHERE id = 1",
        "UPDATE payments SET amount = amount + 1 WHERE id = 1",
        "UPDATE refunds SET state = 'refused' WHERE id = 1",
        "UPDATE refunds SET state = 'requested' WHERE id = 1",
        "UPDATE listings SET price = 1, quantity = 0; UPDATE orders SET price = price + 1 WHERE id = 2",
    ])
    func `finds what does not agree with the money`(change: String) async throws {
        let market = try await market()
        try await market.store.pool.write { try $0.execute(sql: change) }
        #expect(try !market.store.auditTrade().faults.isEmpty, "\(change)")
    }

    @Test func `knows a line that was kept, and misses one that was changed`() async throws {
        let market = try await market()
        let audit = try market.store.auditTrade()
        let head = LedgerHead(sequence: Int64(audit.lineCount), hash: audit.head)
        #expect(try market.store.auditTrade(kept: head).faults == [])
        let other = LedgerHead(sequence: 2, hash: audit.head)
        #expect(try market.store.auditTrade(kept: other).faults == ["line 2 is not the one that was kept"])
        let gone = LedgerHead(sequence: 99, hash: audit.head)
        #expect(try market.store.auditTrade(kept: gone).faults == ["line 99 is not the one that was kept"])
    }

    @Test func `lets nobody change what operators did`() async throws {
        let market = try await market()
        try await market.store.trade { desk in
            try desk.record(
                OperatorAct(operatorName: "o", act: "a", subject: "s", reason: "r", atMilliseconds: 1))
        }
        for sql in ["UPDATE operator_acts SET reason = 'x'", "DELETE FROM operator_acts"] {
            await #expect(throws: DatabaseError.self) { try await market.store.pool.write { try $0.execute(sql: sql) } }
        }
    }
}
