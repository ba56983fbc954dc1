import Catalog
import Ledger
import Orders
import TestSupport
import Testing

private let minute: Int64 = 60_000
private let hour = 60 * minute
private let day = 24 * hour

/// A market on a machine whose clock is set at random: while it runs, while it is down, and over starts of the machine.
///
/// The model beside it is slow and obvious: for each order it keeps how much time the machine has to count before its
/// deadline acts, and it counts as the machine's uptime does, whatever the wall clock says.
private struct JumpyMarket {
    let machine = Machine()
    let store = MemoryTradeStore()
    var random: SeededGenerator
    private var clock: TradeClock
    private var service: OrderService
    /// Counted time at which each order's deadline acts.
    private var due: [Order.ID: Int64] = [:]
    private var seen: [Order.ID: Order] = [:]
    /// What was left before a refund request stopped the clock of an order.
    private var left: [Order.ID: Int64] = [:]
    private var historyCount = 0
    private var opened = 0
    /// Counted time at the start of each start of the machine.
    private var countedAtStart: [String: Int64] = [:]
    private(set) var jumpCount = 0
    private(set) var events: Set<String> = []

    private static let seller: Int64 = 1
    /// The wall clock is believed within a minute, and a look is written down each minute.
    private static let slack = 5 * minute

    init(seed: UInt64) async throws {
        random = SeededGenerator(seed: seed)
        store.list(1...40, sellerID: Self.seller, quantity: 1_000_000)
        clock = try await TradeClock.open(store, read: machine.read)
        service = OrderService(store: store, provider: WillingProvider(), clock: clock)
        countedAtStart[machine.read().bootID ?? ""] = 0
    }

    mutating func step() async throws {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: try await jump()
        case 1: try await restart()
        case 2: try await reboot()
        case 3, 4: try await accept()
        case 5..<9:
            machine.pass(.random(in: 0...[minute, hour, 3 * day].randomElement(using: &random)!, using: &random))
        case 9..<13: try await buy()
        default: try await act()
        }
        try await keep()
    }

    // MARK: - The machine

    private mutating func randomJump() -> Int64 {
        let size = [hour, day, 30 * day, 365 * day, 40 * 365 * day].randomElement(using: &random)!
        let length = Int64.random(in: 2 * minute...size, using: &random)
        jumpCount += 1
        switch Int.random(in: 0..<4, using: &random) {
        // Set right.
        case 0 where machine.wallErrorMilliseconds != 0: return -machine.wallErrorMilliseconds
        case 1: return -length
        default: return length
        }
    }

    private mutating func jump() async throws { machine.jump(randomJump()) }

    /// The process ends at any moment and is started anew; the clock may be set meanwhile.
    private mutating func restart() async throws {
        machine.pass(.random(in: 0...2 * hour, using: &random))
        if Bool.random(using: &random) { machine.jump(randomJump()) }
        try await open()
    }

    private mutating func reboot() async throws {
        let off = [10 * minute, day, 20 * day].randomElement(using: &random)!
        machine.reboot(offMilliseconds: .random(in: 2 * minute...off, using: &random))
        countFromLastLook()
        if Bool.random(using: &random) { machine.jump(randomJump()) }
        try await open()
    }

    private mutating func open() async throws {
        clock = try await TradeClock.open(store, read: machine.read)
        service = OrderService(store: store, provider: WillingProvider(), clock: clock)
    }

    private mutating func accept() async throws {
        do {
            _ = try await store.acceptClock(machine.read(), reason: "对过表", operatorName: "o")
            events.insert("accepted")
        } catch is OrderError {}
        if Int.random(in: 0..<4, using: &random) == 0 { machine.jump(randomJump()) }
        machine.pass(.random(in: 0...minute, using: &random))
    }

    /// The time that the machine has counted over all its starts, as far as it was written down before each.
    private mutating func counted() -> Int64 {
        countFromLastLook()
        let reading = machine.read()
        return (countedAtStart[reading.bootID ?? ""] ?? 0) + reading.uptimeMilliseconds
    }

    private mutating func countFromLastLook() {
        guard let boot = machine.read().bootID, let look = store.look({ $0.clock?.look }), let written = look.bootID,
            written != boot
        else { return }
        countedAtStart[boot] = (countedAtStart[written] ?? 0) + look.uptimeMilliseconds
    }

    // MARK: - People

    private mutating func buy() async throws {
        let draft = OrderDraft(
            listingID: .random(in: 1...40, using: &random), quantity: 1,
            delivery: Delivery(name: "买家", address: "杭州", region: "CN-ZJ"))
        let buyer = Int64.random(in: 100...160, using: &random)
        do { _ = try await service.buy(draft, buyerID: buyer, once: key(buyer)) { _ in [] } } catch is OrderError {
            return
        }
        opened += 1
    }

    private mutating func act() async throws {
        let open = store.look { $0.orders.values.filter { !$0.state.isFinal }.sorted { $0.id < $1.id } }
        guard let order = open.randomElement(using: &random) else { return }
        do {
            switch order.state {
            case .created: _ = try await service.pay(order.id, buyerID: order.buyerID, once: key(order.buyerID))
            case .paid:
                try await done(
                    .ship(Shipment(kind: .express, carrier: "顺丰", tracking: "SF1")), order, by: Self.seller)
            case .shipped:
                let event: OrderEvent =
                    Bool.random(using: &random) ? .requestRefund(amountMinor: 5, reason: "破了") : .extend
                try await done(event, order, by: event == .extend ? Self.seller : order.buyerID)
            case .refundRequested:
                let refuses = Bool.random(using: &random)
                try await done(
                    refuses ? .refuseRefund(reason: "没破") : .withdrawRefund, order,
                    by: refuses ? Self.seller : order.buyerID)
            default: break
            }
        } catch is OrderError {}
    }

    private func done(_ event: OrderEvent, _ order: Order, by account: Int64) async throws {
        _ = try await service.act(event, on: order.id, by: account) { _ in [] }
    }

    private mutating func key(_ account: Int64) -> IdempotencyKey {
        IdempotencyKey(accountID: account, key: "\(random.next())", request: [])
    }

    // MARK: - What always holds

    /// The keeper does what time does; then the market is compared with the model.
    private mutating func keep() async throws {
        try take(before: true)
        _ = try await OrderKeeper(service: service).runOnce()
        try take(before: false)
        guard !clock.status().isAstray else { return }
        let counted = counted()
        for (id, due) in due where counted > due + Self.slack {
            throw Broken(what: "order \(id) is lost: due \(counted - due) ms ago")
        }
    }

    /// Takes what has happened into the model, and checks what the clock did.
    private mutating func take(before: Bool) throws {
        let counted = counted()
        let (orders, history, isAstray) = store.look { ($0.orders, $0.history, clock.status().isAstray) }
        guard orders.count == opened else { throw Broken(what: "\(orders.count) orders of \(opened)") }
        for line in history[historyCount...] {
            events.insert("\(line.actor) \(line.event)")
            guard line.actor == .clock else { continue }
            guard !before, !isAstray else { throw Broken(what: "the clock acted while it was astray: \(line)") }
            guard let due = due[line.orderID], counted >= due - Self.slack else {
                throw Broken(what: "order \(line.orderID) was ended early: \(line)")
            }
        }
        historyCount = history.count
        for (id, order) in orders where order.version != seen[id]?.version {
            due[id] = try order.state.isFinal ? nil : nextDue(order, counted)
            seen[id] = order
        }
    }

    /// When an order is due after its last event.
    private mutating func nextDue(_ order: Order, _ counted: Int64) throws -> Int64 {
        let (old, oldDue) = (seen[order.id], due[order.id] ?? 0)
        switch (order.state, old?.state) {
        case (.created, nil): return counted + 30 * minute
        case (.paid, .created): return counted + 30 * day
        case (.shipped, .paid): return counted + 10 * day
        case (.shipped, .shipped): return oldDue + 3 * day
        case (.refundRequested, .refundRequested): return counted + 7 * day
        case (.refundRequested, _):
            left[order.id] = max(0, oldDue - counted)
            return counted + 5 * day
        case (.shipped, .refundRequested): return counted + (left[order.id] ?? 0)
        default: throw Broken(what: "not a way of this market: \(order)")
        }
    }

    /// The clock is set right at last, and time goes by: every order ends, and the books are right.
    mutating func end() async throws {
        machine.jump(-machine.wallErrorMilliseconds)
        _ = try? await store.acceptClock(machine.read(), reason: "对过表", operatorName: "o")
        try await keep()
        guard !clock.status().isAstray else { throw Broken(what: "the clock is not believed") }
        for _ in 0..<150 {
            machine.pass(day)
            try await keep()
        }
        var audit = LedgerAudit()
        let (orders, entries, balances) = store.look { ($0.orders, $0.entries, $0.balances) }
        for entry in entries { audit.add(entry) }
        guard audit.faults(kept: balances).isEmpty else { throw Broken(what: "the books") }
        guard orders.values.allSatisfy(\.state.isFinal) else { throw Broken(what: "orders have not ended") }
    }
}

private struct Broken: Error {
    var what: String
}

@Suite struct `A clock that jumps` {
    @Test(arguments: UInt64(1)...20)
    func `a hundred times releases no escrow and loses no order`(seed: UInt64) async throws {
        do {
            var market = try await JumpyMarket(seed: seed)
            while market.jumpCount < 100 { try await market.step() }
            try await market.end()
            // The run has tried what it is about.
            let wanted: Set = ["clock expire", "provider pay", "seller ship", "buyer request_refund", "accepted"]
            #expect(wanted.isSubset(of: market.events), "seed \(seed): \(market.events)")
        } catch let error as Broken {
            Issue.record("seed \(seed): \(error.what)")
        }
    }
}
