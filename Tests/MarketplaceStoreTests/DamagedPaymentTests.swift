import Catalog
import GRDB
import Orders
import Synchronization
import Testing

@testable import MarketplaceStore

/// Takes and gives back whatever it is asked for.
private struct WillingProvider: PaymentProvider {
    func authorise(_ reference: String, amount: Money) async throws -> ProviderPaymentState { .authorised }
    func capture(_ reference: String) async throws -> ProviderPaymentState { .captured }
    func cancel(_ reference: String) async throws -> ProviderPaymentState { .cancelled }
    func refund(_ reference: String, of payment: String, amount: Money) async throws -> ProviderRefundState { .done }
}

@Suite struct `A payment or refund that cannot be read` {
    private static let asked: Int64 = 10 * 86_400_000
    /// When the provider is asked again.
    private static let now = asked + 60_000

    /// The payments 1 and 2 are asked for; 3 has come in, and is to be given back as refund 1.
    private func market() async throws -> TemporaryStore {
        let market = try TemporaryStore()
        let seller = try await market.seller()
        let buyer = try await market.seller("buyer")
        let listing = try await market.store.create(.sample(), sellerID: seller, atMilliseconds: 1).id
        let clocks = OrderClocks()
        try await market.store.trade { desk in
            let draft = OrderDraft(
                listingID: listing, quantity: 1, delivery: Delivery(name: "王五", address: "文三路", region: "CN-ZJ"))
            for number in 1...3 {
                let order = try desk.open(draft, buyerID: buyer, atMilliseconds: Self.asked, clocks: clocks)
                let payment = try desk.beginPayment(of: order, atMilliseconds: Self.asked, clocks: clocks)
                guard number == 3 else { continue }
                try desk.settle(payment.id, as: .captured, atMilliseconds: Self.asked, clocks: clocks)
                try desk.apply(
                    .cancel(reason: "没货"), to: try desk.order(order.id, of: buyer).order, by: .seller,
                    atMilliseconds: Self.asked, clocks: clocks)
            }
        }
        return market
    }

    /// Does what is due.
    /// - Returns: When something will be due again, and what could not be done.
    private func keep(_ store: MarketplaceStore) async throws -> (next: Int64?, failures: [String]) {
        let failures = Mutex<[String]>([])
        let service = OrderService(store: store, provider: WillingProvider(), now: { Self.now })
        let keeper = OrderKeeper(service: service) { error in failures.withLock { $0.append("\(error)") } }
        let next = try await keeper.runOnce()
        return (next, failures.withLock { $0 })
    }

    @Test func `keeps no other from being asked for, and no old key from being forgotten`() async throws {
        let market = try await market()
        let store = market.store
        let key = IdempotencyKey(accountID: 2, key: "key", request: [])
        _ = try await store.trade(once: key, now: { 1 }) { _ in [1] }
        try await store.pool.write { try $0.execute(sql: "UPDATE payments SET currency = '?' WHERE id = 1") }
        let (next, failures) = try await keep(store)
        #expect(failures.count == 1 && failures[0].contains("unknown currency"), "\(failures)")
        #expect(try await store.payment(2)?.state == .captured)
        #expect(try await store.refund(1)?.state == .done)
        let answer = try await store.trade(once: key, now: { 1 }) { _ in [2] }
        #expect(answer == [2])
        #expect(next == Self.now + 5_000, "what cannot be done is not tried without a pause")
    }

    @Test(arguments: ["payments", "refunds"])
    func `keeps none waiting that was asked for later, however many there are`(table: String) async throws {
        let market = try await market()
        let store = market.store
        let count = 450
        let columns =
            (table == "refunds" ? "payment_id, " : "") + "order_id, amount, state, reservation, created_at, attempts"
        try await store.pool.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
                    INSERT INTO \(table) (\(columns), currency, next_attempt_at, reference)
                    SELECT \(columns), '?', 1, 'damaged ' || n FROM \(table), numbers WHERE id = 1
                    """)
        }
        let failures = try await keep(store).failures
        #expect(failures.count == count)
        #expect(try await store.payment(1)?.state == .captured)
        #expect(try await store.payment(2)?.state == .captured)
        #expect(try await store.refund(1)?.state == .done)
    }
}
