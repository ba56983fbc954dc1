import Catalog
import Orders
import Testing

@Suite struct `The life of an order` {
    private static let clocks = OrderClocks()

    private static func order(_ state: OrderState) -> Order {
        let item = OrderedItem(
            listingID: 1, listingVersion: 1, title: "围巾", description: "", categoryID: 1, condition: .new,
            price: Money(amountMinor: 8_900, currency: .cny), shippingFeeMinor: 1_000, region: "CN-ZJ",
            attributes: [])
        var order = Order(
            id: 7, buyerID: 2, sellerID: 1, item: item, quantity: 2,
            delivery: Delivery(name: "买家", address: "杭州", region: "CN"), createdAtMilliseconds: 0)
        order.state = state
        order.deadlineMilliseconds = 0
        if state == .refundRequested {
            order.refundRequest = RefundRequest(
                amountMinor: 18_800, reason: "破了", interrupted: .paid, remainingMilliseconds: 5)
        }
        return order
    }

    private static func event(_ kind: OrderEvent.Kind) -> OrderEvent {
        switch kind {
        case .pay: .pay
        case .cancel: .cancel(reason: "r")
        case .ship: .ship(Shipment(kind: .express, carrier: "c", tracking: "t"))
        case .confirm: .confirm
        case .extend: .extend
        case .requestRefund: .requestRefund(amountMinor: 18_800, reason: "r")
        case .withdrawRefund: .withdrawRefund
        case .acceptRefund: .acceptRefund(amountMinor: 18_800)
        case .refuseRefund: .refuseRefund(reason: "r")
        case .dispute: .dispute(reason: "r")
        case .resolve: .resolve(refundMinor: 1, reason: "r")
        case .expire: .expire
        }
    }

    @Test(arguments: OrderState.allCases, OrderEvent.Kind.allCases)
    func `takes what the table has and refuses the rest by both names`(state: OrderState, kind: OrderEvent.Kind) {
        for actor in OrderActor.allCases {
            let result = Result { () throws(OrderError) in
                try Self.order(state).applying(
                    Self.event(kind), by: actor, atMilliseconds: 1 << 40, clocks: Self.clocks)
            }
            switch (OrderTransitions.table[state]?[kind], result) {
            case (nil, .failure(let error)): #expect(error == .illegalTransition(state: state, event: kind))
            case (let rule?, .failure(let error)):
                #expect(!rule.actors.contains(actor))
                #expect(error == .notAllowed(event: kind, actor: actor))
            case (let rule?, .success(let (next, _))):
                #expect(rule.actors.contains(actor))
                #expect(rule.targets.contains(next.state))
                #expect(next.version == 2)
            case (nil, .success): Issue.record("\(state) takes \(kind)")
            }
        }
    }

    @Test func `every state can be reached and every open one can be left`() {
        let targets = OrderTransitions.table.values.flatMap(\.values).reduce(Set<OrderState>()) { $0.union($1.targets) }
        #expect(targets.union([.created]) == Set(OrderState.allCases))
        for state in OrderState.allCases { #expect(OrderTransitions.table[state]?.isEmpty == state.isFinal) }
    }

    @Test func `a refund request stops the clock and its end lets it go on`() throws {
        let day: Int64 = 86_400_000
        var order = Self.order(.paid)
        order.paidAtMilliseconds = 0
        order = try order.applying(Self.event(.ship), by: .seller, atMilliseconds: 0, clocks: Self.clocks).order
        #expect(order.deadlineMilliseconds == 10 * day)
        order = try order.applying(
            .requestRefund(amountMinor: 100, reason: "r"), by: .buyer, atMilliseconds: 4 * day, clocks: Self.clocks
        ).order
        #expect(order.deadlineMilliseconds == 9 * day)
        order = try order.applying(.withdrawRefund, by: .buyer, atMilliseconds: 8 * day, clocks: Self.clocks).order
        #expect(order.state == .shipped)
        #expect(order.deadlineMilliseconds == 14 * day)
        let extended = try order.applying(.extend, by: .seller, atMilliseconds: 8 * day, clocks: Self.clocks).order
        #expect(extended.deadlineMilliseconds == 17 * day)
    }

    @Test func `a paid order that waits to be shipped is the buyer's to cancel after a day only`() {
        var order = Self.order(.paid)
        order.paidAtMilliseconds = 1_000
        order.deadlineMilliseconds = 1_000 + Self.clocks.unshippedMilliseconds
        let cancel = { (now: Int64) throws(OrderError) in
            try order.applying(.cancel(reason: "r"), by: .buyer, atMilliseconds: now, clocks: Self.clocks)
        }
        #expect(throws: OrderError.tooEarly(event: .cancel, fromMilliseconds: 86_401_000)) { try cancel(86_400_999) }
        #expect(throws: Never.self) { try cancel(86_401_000) }
    }
}
