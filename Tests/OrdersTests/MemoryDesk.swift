import Catalog
import Ledger
import Orders

/// Trading's rows in dictionaries: the slow, obvious desk.
final class MemoryDesk: TradeDesk {
    var listings: [Listing.ID: Listing] = [:]
    var orders: [Order.ID: Order] = [:]
    var history: [OrderHistoryLine] = []
    var payments: [Payment.ID: Payment] = [:]
    var refunds: [Refund.ID: Refund] = [:]
    var balances: [LedgerAudit.Key: Balance] = [:]
    var entries: [LedgerEntry] = []
    var settled: Set<Int64> = []
    var completed: [Order.ID] = []
    var acts: [OperatorAct] = []
    var clock: ClockRecord?

    /// Another desk with the same rows.
    func copy() -> MemoryDesk {
        let desk = MemoryDesk()
        (desk.listings, desk.orders, desk.history) = (listings, orders, history)
        (desk.payments, desk.refunds, desk.completed) = (payments, refunds, completed)
        (desk.balances, desk.entries, desk.settled) = (balances, entries, settled)
        (desk.acts, desk.clock) = (acts, clock)
        return desk
    }

    func listing(_ id: Listing.ID) -> Listing? { listings[id] }
    func setQuantity(_ quantity: Int, of listing: Listing, atMilliseconds: Int64) {
        listings[listing.id]?.content.quantity = quantity
        listings[listing.id]?.version += 1
    }

    func order(_ id: Order.ID) -> Order? { orders[id] }
    func insert(_ order: Order) -> Order {
        var order = order
        order.id = Int64(orders.count + 1)
        orders[order.id] = order
        return order
    }
    func update(_ order: Order) { orders[order.id] = order }
    func setDeadline(_ milliseconds: Int64, of order: Order) { orders[order.id]?.deadlineMilliseconds = milliseconds }
    func unpaidHolds(of buyerID: Int64) -> [StockHold] {
        orders.values.filter { $0.buyerID == buyerID && $0.state == .created }
            .map { StockHold(listingID: $0.item.listingID, quantity: $0.quantity) }
    }
    func lapsedHolds(of buyerID: Int64, sinceMilliseconds: Int64) -> [LapsedHold] {
        orders.values.filter { $0.buyerID == buyerID }.compactMap { order in
            guard let lapsed = order.lapsedAtMilliseconds, lapsed > sinceMilliseconds else { return nil }
            return LapsedHold(listingID: order.item.listingID, atMilliseconds: lapsed)
        }
    }
    func clockRecord() -> ClockRecord? { clock }
    func write(_ record: ClockRecord) { clock = record }
    func moveDeadlines(byMilliseconds: Int64) {
        for id in orders.keys {
            if let deadline = orders[id]?.deadlineMilliseconds {
                orders[id]?.deadlineMilliseconds = deadline + byMilliseconds
            }
            if let lapsed = orders[id]?.lapsedAtMilliseconds {
                orders[id]?.lapsedAtMilliseconds = lapsed + byMilliseconds
            }
        }
        for id in payments.keys where payments[id]?.state == .requested {
            payments[id]?.createdAtMilliseconds += byMilliseconds
            payments[id]?.nextAttemptAtMilliseconds += byMilliseconds
        }
        for id in refunds.keys where refunds[id]?.state == .requested {
            refunds[id]?.nextAttemptAtMilliseconds += byMilliseconds
        }
    }
    func record(_ line: OrderHistoryLine) { history.append(line) }
    func record(_ act: OperatorAct) { acts.append(act) }
    func didComplete(_ order: Order) { completed.append(order.id) }

    func payment(_ id: Payment.ID) -> Payment? { payments[id] }
    func payment(ofOrder orderID: Order.ID) -> Payment? {
        payments.values.filter { $0.orderID == orderID }.max { $0.id < $1.id }
    }
    func insert(_ payment: Payment) -> Payment {
        var payment = payment
        payment.id = Int64(payments.count + 1)
        payments[payment.id] = payment
        return payment
    }
    func update(_ payment: Payment) { payments[payment.id] = payment }
    func refund(_ id: Refund.ID) -> Refund? { refunds[id] }
    func refunds(ofOrder orderID: Order.ID) -> [Refund] {
        refunds.values.filter { $0.orderID == orderID }.sorted { $0.id < $1.id }
    }
    func insert(_ refund: Refund) -> Refund {
        var refund = refund
        refund.id = Int64(refunds.count + 1)
        refunds[refund.id] = refund
        return refund
    }
    func update(_ refund: Refund) { refunds[refund.id] = refund }

    func balance(of account: LedgerAccount, in currency: Currency) -> Balance {
        balances[.init(account: account, currency: currency)] ?? Balance()
    }
    func setBalance(_ balance: Balance, of account: LedgerAccount, in currency: Currency) {
        balances[.init(account: account, currency: currency)] = balance
    }
    func ledgerHead() -> LedgerHead? { entries.last.map { LedgerHead(sequence: $0.sequence, hash: $0.hash) } }
    func ledgerEntry(_ sequence: Int64) -> LedgerEntry? {
        entries.indices.contains(Int(sequence) - 1) ? entries[Int(sequence) - 1] : nil
    }
    func isSettled(_ pendingSequence: Int64) -> Bool { settled.contains(pendingSequence) }
    func append(_ entry: LedgerEntry) {
        entries.append(entry)
        if let pending = entry.pendingSequence { settled.insert(pending) }
    }
}
