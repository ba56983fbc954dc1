import Catalog
import Foundation
import Orders
import Testing

private let minute: Int64 = 60_000
private let hour = 60 * minute

/// What a clock has told.
///
/// `@unchecked Sendable`: touched with the lock held and never otherwise.
final class Events: @unchecked Sendable {
    private let lock = NSLock()
    private var told: [String] = []

    var names: [String] { lock.withLock { told } }

    func add(_ event: ClockEvent) {
        lock.withLock {
            switch event {
            case .astray: told.append("astray")
            case .right: told.append("right")
            case .moved: told.append("moved")
            }
        }
    }
}

@Suite struct `Stock that is held unpaid` {
    private let desk = MemoryDesk()
    private let clocks = OrderClocks()

    private func list(_ id: Listing.ID, quantity: Int) {
        let content = ListingContent(
            title: "围巾", categoryID: 1, price: Money(amountMinor: 1_000, currency: .cny), quantity: quantity,
            region: "CN-ZJ", shipsTo: ["CN"], shippingFeeMinor: 0)
        desk.listings[id] = Listing(
            id: id, sellerID: 1, content: content, status: .active, version: 1, createdAtMilliseconds: 0,
            updatedAtMilliseconds: 0)
    }

    @discardableResult
    private func open(_ listing: Listing.ID, _ quantity: Int = 1, buyer: Int64 = 2, at now: Int64) throws -> Order {
        try desk.open(.one(listing, quantity: quantity), buyerID: buyer, atMilliseconds: now, clocks: clocks)
    }

    private func expire(_ order: Order) throws {
        let now = order.deadlineMilliseconds ?? 0
        try desk.apply(.expire, to: order, by: .clock, atMilliseconds: now, clocks: clocks)
    }

    @Test func `is free again after thirty minutes`() throws {
        list(1, quantity: 1)
        let order = try open(1, at: hour)
        #expect(order.deadlineMilliseconds == hour + 30 * minute)
        #expect(throws: OrderError.soldOut(availableCount: 0)) { try open(1, buyer: 3, at: hour) }
        #expect(throws: OrderError.tooEarly(event: .expire, fromMilliseconds: hour + 30 * minute)) {
            try desk.apply(.expire, to: order, by: .clock, atMilliseconds: hour + 30 * minute - 1, clocks: clocks)
        }
        try expire(order)
        try open(1, buyer: 3, at: hour + 30 * minute)
    }

    @Test func `is ten units of a listing at most, or half of what there is`() throws {
        list(1, quantity: 14)
        list(2, quantity: 100)
        try open(1, 8, at: 0)
        #expect(throws: OrderError.tooManyHeld(limit: 10, heldCount: 8)) { try open(1, 3, at: 0) }
        try open(1, 2, at: 0)
        #expect(throws: OrderError.tooManyHeld(limit: 10, heldCount: 10)) { try open(1, 1, at: 0) }
        #expect(throws: OrderError.tooManyHeld(limit: 50, heldCount: 0)) { try open(2, 51, at: 0) }
        let half = try open(2, 50, at: 0)
        #expect(throws: OrderError.tooManyHeld(limit: 50, heldCount: 50)) { try open(2, 1, at: 0) }
        // Others may, and so may the buyer who has paid.
        try open(2, 20, buyer: 3, at: 0)
        let payment = try desk.beginPayment(of: half, atMilliseconds: 0, clocks: clocks)
        try desk.settle(payment.id, as: .captured, atMilliseconds: 0, clocks: clocks)
        try open(2, 15, at: 0)
    }

    @Test func `is that of ten orders of a buyer at most`() throws {
        for id in Int64(1)...11 { list(id, quantity: 9) }
        for id in Int64(1)...10 { try open(id, at: 0) }
        #expect(throws: OrderError.tooManyUnpaid(limit: 10)) { try open(11, at: 0) }
        try open(11, buyer: 3, at: 0)
    }

    @Test(arguments: [true, false])
    func `is refused to a buyer who has left it unpaid twice within a day`(cancels: Bool) throws {
        list(1, quantity: 9)
        list(2, quantity: 9)
        for begin in [Int64(0), 2 * hour] {
            let order = try open(1, at: begin)
            if cancels {
                try desk.apply(
                    .cancel(reason: "不要了"), to: order, by: .buyer, atMilliseconds: begin + 30 * minute, clocks: clocks)
            } else {
                try expire(order)
            }
        }
        let until = 24 * hour + 30 * minute
        let refused = OrderError.leftUnpaid(count: 2, isOneListing: true, untilMilliseconds: until)
        for now in [3 * hour, until - 1] { #expect(throws: refused) { try open(1, at: now) } }
        try open(2, at: 3 * hour)
        try open(1, buyer: 3, at: 3 * hour)
        try open(1, at: until)
    }

    @Test func `is refused to a buyer who has left ten orders of many listings unpaid within a day`() throws {
        for id in Int64(1)...12 { list(id, quantity: 9) }
        for id in Int64(1)...10 { try expire(try open(id, at: id * hour)) }
        let until = 25 * hour + 30 * minute
        #expect(throws: OrderError.leftUnpaid(count: 10, isOneListing: false, untilMilliseconds: until)) {
            try open(11, at: 12 * hour)
        }
        try open(11, at: until)
    }

    @Test func `is not held against a buyer whose seller has ended the order, or whose provider is silent`() throws {
        list(1, quantity: 9)
        for number in 0..<3 {
            let order = try open(1, at: Int64(number))
            try desk.apply(
                .cancel(reason: "没货"), to: order, by: .seller, atMilliseconds: Int64(number), clocks: clocks)
        }
        for _ in 0..<3 {
            let order = try open(1, at: hour)
            _ = try desk.beginPayment(of: order, atMilliseconds: hour, clocks: clocks)
            try expire(order)
        }
        try open(1, at: 2 * hour)
    }

    @Test func `stays held for a payment that was begun in time, and not for payments without end`() throws {
        list(1, quantity: 9)
        let order = try open(1, at: 0)
        func pay(at now: Int64) throws -> Int64? {
            let payment = try desk.beginPayment(of: desk.orders[order.id] ?? order, atMilliseconds: now, clocks: clocks)
            try desk.settle(payment.id, as: .declined, atMilliseconds: now, clocks: clocks)
            return desk.orders[order.id]?.deadlineMilliseconds
        }
        #expect(try pay(at: minute) == 30 * minute)
        #expect(try pay(at: 29 * minute) == 44 * minute)
        #expect(try pay(at: 43 * minute) == 45 * minute)
        #expect(try pay(at: 44 * minute) == 45 * minute)
    }
}
