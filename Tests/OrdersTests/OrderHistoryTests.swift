import Catalog
import Ledger
import Orders
import TestSupport
import Testing

/// A market of three people and two listings, in which anything that can be asked is asked, by anybody, at any time.
private struct RandomTrade {
    let desk = MemoryDesk()
    var random: SeededGenerator
    var now: Int64 = 1_000_000
    let clocks = OrderClocks()
    let firstQuantity: [Listing.ID: Int]
    private(set) var audit = LedgerAudit()
    private var auditedLines = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        var quantities: [Listing.ID: Int] = [:]
        for id in Int64(1)...2 {
            let content = ListingContent(
                title: "围巾", categoryID: 1,
                price: Money(amountMinor: Int64.random(in: 1...5_000, using: &random), currency: .cny),
                quantity: Int.random(in: 0...4, using: &random), region: "CN-ZJ", shipsTo: ["CN"],
                shippingFeeMinor: Int64.random(in: 0...300, using: &random))
            desk.listings[id] = Listing(
                id: id, sellerID: id, content: content, status: .active, version: 1, createdAtMilliseconds: 0,
                updatedAtMilliseconds: 0)
            quantities[id] = content.quantity
        }
        firstQuantity = quantities
    }

    /// Something happens. What is refused has to leave everything as it was.
    mutating func step() throws {
        now += [0, 1, 3_600_000, 86_400_000, 9 * 86_400_000].randomElement(using: &random) ?? 0
        let before = (desk.orders, desk.entries.count, desk.listings)
        do {
            try act()
        } catch is OrderError {
            let same = before.0 == desk.orders && before.1 == desk.entries.count && before.2 == desk.listings
            guard same else { throw Broken(what: "what was refused has changed something") }
        }
        try check()
    }

    private mutating func act() throws {
        let order = desk.orders.values.sorted { $0.id < $1.id }.randomElement(using: &random)
        guard let order, Int.random(in: 0..<6, using: &random) > 0 else { return try buy() }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: _ = try desk.beginPayment(of: order, atMilliseconds: now, clocks: clocks)
        case 1: try providerSpeaks()
        default:
            let actor = OrderActor.allCases.filter { $0 != .provider }.randomElement(using: &random) ?? .buyer
            try desk.apply(event(order), to: order, by: actor, atMilliseconds: now, clocks: clocks)
        }
    }

    private mutating func buy() throws {
        let draft = OrderDraft(
            listingID: Int64.random(in: 1...2, using: &random), quantity: Int.random(in: 1...3, using: &random),
            delivery: Delivery(name: "买家", address: "杭州", region: "CN-ZJ"))
        _ = try desk.open(draft, buyerID: Int64.random(in: 1...3, using: &random), atMilliseconds: now, clocks: clocks)
    }

    /// The provider says something about any payment or refund, whether it makes sense or not, as often as it likes.
    private mutating func providerSpeaks() throws {
        if let refund = desk.refunds.values.sorted(by: { $0.id < $1.id }).randomElement(using: &random),
            Bool.random(using: &random)
        {
            if refund.state == .refused, Bool.random(using: &random) {
                _ = try desk.replaceRefund(refund.id, atMilliseconds: now)
                return
            }
            let word: ProviderRefundState = [.done, .done, .refused, .pending].randomElement(using: &random) ?? .done
            return try desk.settleRefund(refund.id, as: word, atMilliseconds: now)
        }
        guard let payment = desk.payments.values.sorted(by: { $0.id < $1.id }).randomElement(using: &random) else {
            return
        }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: try desk.settle(payment.id, as: .declined, atMilliseconds: now, clocks: clocks)
        case 1: try desk.postpone(payment.id, atMilliseconds: now)
        case 2: try desk.settle(payment.id, as: .cancelled, atMilliseconds: now, clocks: clocks)
        default: try desk.settle(payment.id, as: .captured, atMilliseconds: now, clocks: clocks)
        }
    }

    private mutating func event(_ order: Order) -> OrderEvent {
        let total = order.total.amountMinor
        let amount = Bool.random(using: &random) ? total : Int64.random(in: -1...total + 1, using: &random)
        switch OrderEvent.Kind.allCases.filter({ $0 != .pay }).randomElement(using: &random) ?? .confirm {
        case .pay, .confirm: return .confirm
        case .cancel: return .cancel(reason: "不要了")
        case .ship:
            let kind = ShippingKind.allCases.randomElement(using: &random) ?? .express
            return .ship(Shipment(kind: kind, carrier: "顺丰", tracking: "SF1"))
        case .extend: return .extend
        case .requestRefund: return .requestRefund(amountMinor: amount, reason: "破了")
        case .withdrawRefund: return .withdrawRefund
        case .acceptRefund:
            let asked = order.refundRequest?.amountMinor ?? total
            return .acceptRefund(amountMinor: Int.random(in: 0..<4, using: &random) == 0 ? amount : asked)
        case .refuseRefund: return .refuseRefund(reason: "没破")
        case .dispute: return .dispute(reason: "破了")
        case .resolve: return .resolve(refundMinor: amount, reason: "各半")
        case .expire: return .expire
        }
    }

    // MARK: - What always holds

    private mutating func check() throws {
        while auditedLines < desk.entries.count {
            audit.add(desk.entries[auditedLines])
            auditedLines += 1
        }
        let faults = audit.faults(kept: desk.balances)
        guard faults.isEmpty else { throw Broken(what: "\(faults)") }
        for order in desk.orders.values {
            let held = order.state.holdsMoney ? order.total.amountMinor : 0
            guard audit.orders[order.id]?.heldMinor ?? 0 == held else { throw Broken(what: "held for \(order)") }
            guard order.feeMinor == 0 else { throw Broken(what: "a fee") }
        }
        try checkStock()
        try checkEnds()
    }

    private func checkStock() throws {
        for (id, listing) in desk.listings {
            let sold = desk.orders.values.filter { $0.item.listingID == id && !$0.isRestocked }
            let quantity = (firstQuantity[id] ?? 0) - sold.reduce(0) { $0 + $1.quantity }
            guard quantity >= 0, listing.content.quantity == quantity else {
                throw Broken(what: "listing \(id) has \(listing.content.quantity), not \(quantity)")
            }
        }
    }

    /// Sellers own what their ended orders gave them, to the cent; buyers what did not go back out.
    private func checkEnds() throws {
        for person in Int64(1)...3 {
            let earned = desk.orders.values.filter { $0.sellerID == person && $0.paidAtMilliseconds != nil }
                .filter(\.state.isFinal).reduce(0) { $0 + $1.total.amountMinor - $1.refundedMinor }
            let kept = desk.refunds.values.filter {
                desk.orders[$0.orderID]?.buyerID == person && ![.done, .replaced].contains($0.state)
            }
            .reduce(0) { $0 + $1.amount.amountMinor }
            let amount = desk.balance(of: .user(person), in: .cny).amountMinor
            guard amount == earned + kept else { throw Broken(what: "user \(person) has \(amount)") }
        }
        guard desk.completed.count == desk.orders.values.count(where: { $0.state == .completed }) else {
            throw Broken(what: "completions are not told once each")
        }
    }
}

private struct Broken: Error {
    var what: String
}

extension Order {
    /// Whether its goods are for sale again.
    fileprivate var isRestocked: Bool {
        state == .cancelled || (state == .refunded || state == .resolved) && shipment == nil
    }
}

@Suite struct `Orders, whatever happens` {
    @Test(arguments: 0..<100)
    func `keep the books at nought, the money where the state says and the stock whole`(part: UInt64) throws {
        for number in 0..<1_000 {
            let seed = part * 1_000 + UInt64(number)
            var trade = RandomTrade(seed: seed)
            let steps = 6 + Int(seed % 25)
            for step in 0..<steps {
                do { try trade.step() } catch {
                    Issue.record("seed \(seed), step \(step): \(error)")
                    return
                }
            }
        }
    }

    @Test func `reach every state and every pair of the table`() throws {
        var seen: Set<OrderState> = []
        var events: Set<String> = []
        for seed in UInt64(0)..<4_000 {
            var trade = RandomTrade(seed: seed)
            for _ in 0..<30 { try trade.step() }
            seen.formUnion(trade.desk.orders.values.map(\.state))
            events.formUnion(trade.desk.history.map(\.event))
        }
        #expect(seen == Set(OrderState.allCases))
        #expect(events == Set(OrderEvent.Kind.allCases.map(\.rawValue)).union(["create"]))
    }
}
