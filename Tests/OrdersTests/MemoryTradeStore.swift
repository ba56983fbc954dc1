import Catalog
import Foundation
import Orders

/// A desk as a store: what throws changes nothing.
///
/// `@unchecked Sendable`: the desk is touched with the lock held and never otherwise.
final class MemoryTradeStore: TradeStore, @unchecked Sendable {
    private let lock = NSLock()
    private var desk = MemoryDesk()
    private var answers: [IdempotencyKey: [UInt8]] = [:]
    private var transactions = 0

    var transactionCount: Int { lock.withLock { transactions } }

    /// Looks at the rows.
    func look<Value>(_ work: (MemoryDesk) throws -> Value) rethrows -> Value { try lock.withLock { try work(desk) } }

    func trade<Value: Sendable>(_ work: @escaping @Sendable (any TradeDesk) throws -> Value) async throws -> Value {
        try lock.withLock {
            transactions += 1
            let next = desk.copy()
            let value = try work(next)
            desk = next
            return value
        }
    }

    func trade(
        once key: IdempotencyKey, now: @escaping @Sendable () -> Int64,
        _ work: @escaping @Sendable (any TradeDesk) throws -> [UInt8]
    ) async throws -> [UInt8] {
        if let answer = lock.withLock({ answers[key] }) { return answer }
        let answer = try await trade(work)
        lock.withLock { answers[key] = answer }
        return answer
    }

    func order(_ id: Order.ID) async throws -> Order? { look { $0.orders[id] } }
    func orders(of accountID: Int64, as role: OrderRole, beforeID: Order.ID?, limit: Int) async throws -> [Order] {
        look { desk in
            desk.orders.values.filter { (role == .buyer ? $0.buyerID : $0.sellerID) == accountID }
                .filter { $0.id < beforeID ?? .max }.sorted { $0.id > $1.id }.prefix(limit).map { $0 }
        }
    }
    func history(of orderID: Order.ID) async throws -> [OrderHistoryLine] {
        look { $0.history.filter { $0.orderID == orderID } }
    }
    func payment(_ id: Payment.ID) async throws -> Payment? { look { $0.payments[id] } }
    func payment(reference: String) async throws -> Payment? {
        look { $0.payments.values.first { $0.reference == reference } }
    }
    func payment(ofOrder orderID: Order.ID) async throws -> Payment? { look { $0.payment(ofOrder: orderID) } }
    func refund(_ id: Refund.ID) async throws -> Refund? { look { $0.refunds[id] } }
    func refund(reference: String) async throws -> Refund? {
        look { $0.refunds.values.first { $0.reference == reference } }
    }
    func heldStock(ofListings ids: [Listing.ID]) async throws -> [Listing.ID: HeldStock] {
        look { desk in
            var held: [Listing.ID: HeldStock] = [:]
            for order in desk.orders.values where order.state == .created && ids.contains(order.item.listingID) {
                let before = held[order.item.listingID] ?? HeldStock(quantity: 0, untilMilliseconds: 0)
                held[order.item.listingID] = HeldStock(
                    quantity: before.quantity + order.quantity,
                    untilMilliseconds: max(before.untilMilliseconds, order.deadlineMilliseconds ?? 0))
            }
            return held
        }
    }
    func clockRecord() async throws -> ClockRecord? { look(\.clock) }
    func dueOrders(atMilliseconds: Int64, limit: Int) async throws -> [Order.ID] {
        look { desk in
            desk.orders.values.filter { $0.deadlineMilliseconds.map { $0 <= atMilliseconds } ?? false }.map(\.id)
                .sorted().prefix(limit).map { $0 }
        }
    }
    func duePayments(atMilliseconds: Int64, limit: Int) async throws -> [Payment.ID] {
        look { desk in
            desk.payments.values.filter { $0.state == .requested && $0.nextAttemptAtMilliseconds <= atMilliseconds }
                .map(\.id).sorted().prefix(limit).map { $0 }
        }
    }
    func dueRefunds(atMilliseconds: Int64, limit: Int) async throws -> [Refund.ID] {
        look { desk in
            desk.refunds.values.filter { $0.state == .requested && $0.nextAttemptAtMilliseconds <= atMilliseconds }
                .map(\.id).sorted().prefix(limit).map { $0 }
        }
    }
    func nextDueMilliseconds(withPayments: Bool) async throws -> Int64? {
        look { $0.orders.values.compactMap(\.deadlineMilliseconds).min() }
    }
    func forgetIdempotencyKeys(beforeMilliseconds: Int64) async throws {}
}

/// A machine whose wall clock anybody sets, which can be off and started anew.
final class Machine: @unchecked Sendable {
    private let lock = NSLock()
    /// How much time has really gone by, in milliseconds.
    private var time: Int64 = 1_780_000_000_000
    private var startedAt: Int64 = 1_779_000_000_000
    private var wallError: Int64 = 0
    private var startCount = 1

    var trueMilliseconds: Int64 { lock.withLock { time } }
    var wallErrorMilliseconds: Int64 { lock.withLock { wallError } }

    func read() -> ClockReading {
        lock.withLock {
            ClockReading(
                wallMilliseconds: time + wallError, uptimeMilliseconds: time - startedAt, bootID: "start \(startCount)")
        }
    }

    func pass(_ milliseconds: Int64) { lock.withLock { time += milliseconds } }
    func jump(_ milliseconds: Int64) { lock.withLock { wallError += milliseconds } }

    /// Off for a while, and started anew.
    func reboot(offMilliseconds: Int64) {
        lock.withLock {
            time += offMilliseconds
            startedAt = time
            startCount += 1
            // Until the server runs.
            time += 20_000
        }
    }
}

/// Takes every payment at once.
struct WillingProvider: PaymentProvider {
    func authorise(_ reference: String, amount: Money) async throws -> ProviderPaymentState { .authorised }
    func capture(_ reference: String) async throws -> ProviderPaymentState { .captured }
    func cancel(_ reference: String) async throws -> ProviderPaymentState { .cancelled }
    func refund(_ reference: String, of payment: String, amount: Money) async throws -> ProviderRefundState { .done }
}

extension MemoryTradeStore {
    /// Puts listings of a seller on sale.
    func list(_ ids: ClosedRange<Listing.ID>, sellerID: Int64, quantity: Int) {
        look { desk in
            for id in ids {
                let content = ListingContent(
                    title: "围巾", categoryID: 1, price: Money(amountMinor: 1_000, currency: .cny), quantity: quantity,
                    region: "CN-ZJ", shipsTo: ["CN"], shippingFeeMinor: 0)
                desk.listings[id] = Listing(
                    id: id, sellerID: sellerID, content: content, status: .active, version: 1, createdAtMilliseconds: 0,
                    updatedAtMilliseconds: 0)
            }
        }
    }
}
