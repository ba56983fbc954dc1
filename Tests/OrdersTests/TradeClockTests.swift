import Orders
import Testing

private let minute: Int64 = 60_000
private let hour = 60 * minute
private let day = 24 * hour

@Suite struct `The market's clock` {
    private let machine = Machine()
    private let store = MemoryTradeStore()

    private func open(_ rules: ClockRules = ClockRules()) async throws -> TradeClock {
        try await TradeClock.open(store, rules: rules, read: machine.read)
    }

    /// Whether it is believed after some time.
    private func keep(_ clock: TradeClock, after milliseconds: Int64) async throws -> Bool {
        machine.pass(milliseconds)
        return try await clock.keep(store)
    }

    @Test func `goes by the uptime from a jump on, and by the wall clock when that is set back`() async throws {
        let clock = try await open()
        for jump in [2 * minute, -2 * minute, hour, -hour, 40 * 365 * day, -40 * 365 * day] {
            let before = clock.now()
            machine.jump(jump)
            #expect(clock.now() == before)
            #expect(clock.status().isAstray)
            #expect(clock.status().aheadMilliseconds == jump)
            #expect(try await !keep(clock, after: hour))
            #expect(clock.now() == before + hour)
            machine.jump(-jump)
            #expect(try await keep(clock, after: 0))
            #expect(clock.now() == machine.trueMilliseconds)
        }
    }

    @Test func `is not led away by small steps`() async throws {
        let clock = try await open()
        for _ in 0..<20 {
            machine.jump(20_000)
            _ = try await keep(clock, after: minute)
        }
        #expect(clock.status().isAstray)
        #expect(clock.now() < machine.trueMilliseconds + 2 * minute)
    }

    @Test func `follows a second an hour`() async throws {
        let clock = try await open()
        for _ in 0..<1_000 {
            machine.jump(900)
            #expect(try await keep(clock, after: hour))
        }
        #expect(clock.now() == machine.trueMilliseconds + 900_000)
    }

    @Test func `sees over a new process what was set meanwhile, however long nothing ran`() async throws {
        _ = try await open()
        machine.pass(100 * day)
        #expect(try await !open().status().isAstray)
        machine.pass(5 * day)
        machine.jump(-3 * minute)
        let clock = try await open()
        #expect(clock.status().isAstray)
        #expect(clock.now() == machine.trueMilliseconds)
    }

    @Test func `moves the deadlines by the time for which the machine was off`() async throws {
        let deadline = try await deadlineAfter { machine.reboot(offMilliseconds: 7 * day) }
        // The machine was up for 20 seconds before the server ran.
        #expect(deadline.moved == 7 * day)
        #expect(!deadline.clock.status().isAstray)
    }

    @Test(arguments: [-15 * day, -minute * 2, 13 * day, 15 * day, 40 * 365 * day])
    func `ends nothing after a start of the machine with a wrong clock`(jump: Int64) async throws {
        let deadline = try await deadlineAfter {
            machine.reboot(offMilliseconds: 0)
            machine.jump(jump)
        }
        let isTaken = (0...14 * day).contains(jump)
        #expect(deadline.clock.status().isAstray == !isTaken)
        #expect(deadline.moved == (isTaken ? jump : 0))
        // Set right, everything is as it was.
        machine.jump(-jump)
        _ = try await deadline.clock.keep(store)
        if isTaken {
            _ = try await store.acceptClock(machine.read(), reason: "对过表", operatorName: "o")
            _ = try await deadline.clock.keep(store)
        }
        #expect(!deadline.clock.status().isAstray)
        #expect(store.look { $0.orders[1]?.deadlineMilliseconds } == deadline.before)
    }

    /// An unpaid order's deadline, by how much it has moved after something and a new process, and the new clock.
    private func deadlineAfter(
        _ rules: ClockRules = ClockRules(), _ work: () -> Void
    ) async throws -> (before: Int64?, moved: Int64, clock: TradeClock) {
        store.list(1...1, sellerID: 1, quantity: 9)
        let first = try await open()
        let orders = OrderService(store: store, provider: nil, clock: first)
        _ = try await orders.buy(.one(1), buyerID: 2, once: .init(accountID: 2, key: "k", request: [])) { _ in [] }
        let before = store.look { $0.orders[1]?.deadlineMilliseconds }
        work()
        let clock = try await open(rules)
        let after = store.look { $0.orders[1]?.deadlineMilliseconds }
        return (before, (after ?? 0) - (before ?? 0), clock)
    }

    @Test func `stays astray over a start of the machine until an operator has spoken`() async throws {
        let clock = try await open()
        machine.jump(3 * day)
        #expect(try await !keep(clock, after: minute))
        machine.reboot(offMilliseconds: 0)
        let next = try await open()
        #expect(next.status().isAstray)
        _ = try await store.acceptClock(machine.read(), reason: "对过表", operatorName: "o")
        #expect(try await keep(next, after: minute))
        #expect(next.now() == machine.trueMilliseconds + 3 * day)
    }

    @Test func `takes an operator's word of a machine that was off for longer than its server allows`() async throws {
        var rules = ClockRules()
        rules.offMilliseconds = hour
        let deadline = try await deadlineAfter(rules) { machine.reboot(offMilliseconds: 3 * hour) }
        #expect(deadline.clock.status().isAstray && deadline.moved == 0)
        // The operator's command does not know by which rules the server waits.
        _ = try await store.acceptClock(machine.read(), reason: "对过表", operatorName: "o")
        #expect(try await keep(deadline.clock, after: minute))
        #expect(store.look { $0.orders[1]?.deadlineMilliseconds } == deadline.before.map { $0 + 3 * hour })
    }

    @Test func `takes an operator's word once, whoever is there to hear it`() async throws {
        let deadline = try await deadlineAfter { machine.jump(-day) }
        let reading = machine.read()
        #expect(try await store.acceptClock(reading, reason: "对过表", operatorName: "o") == machine.trueMilliseconds)
        // Nobody has heard it when the process ends.
        machine.pass(hour)
        let clock = try await open()
        #expect(!clock.status().isAstray)
        for _ in 0..<3 { #expect(try await keep(clock, after: minute)) }
        #expect(store.look { $0.orders[1]?.deadlineMilliseconds } == deadline.before.map { $0 - day })
        #expect(store.look { $0.acts.map(\.act) } == ["accept_clock"])
        await #expect(throws: OrderError.self) {
            try await store.acceptClock(machine.read(), reason: "再来", operatorName: "o")
        }
        #expect(store.look { $0.acts.count } == 1)
    }

    @Test func `forgets an operator's word about a clock that was set back before anybody heard it`() async throws {
        let deadline = try await deadlineAfter { machine.jump(day) }
        _ = try await store.acceptClock(machine.read(), reason: "对过表", operatorName: "o")
        machine.jump(-day)
        #expect(try await keep(deadline.clock, after: 2 * minute))
        #expect(try await !open().status().isAstray)
        #expect(store.look { $0.orders[1]?.deadlineMilliseconds } == deadline.before)
    }

    @Test func `is written down once a minute at most`() async throws {
        let clock = try await open()
        let before = store.transactionCount
        for _ in 0..<600 { #expect(try await keep(clock, after: 1_000)) }
        #expect(store.transactionCount - before == 10)
    }

    @Test func `is written down after an operator's word was taken up by another start of the machine`() async throws {
        let clock = try await open()
        #expect(try await keep(clock, after: 10 * day))
        machine.jump(day)
        #expect(try await !keep(clock, after: 2 * minute))
        _ = try await store.acceptClock(machine.read(), reason: "对过表", operatorName: "o")
        machine.reboot(offMilliseconds: 1_000)
        let next = try await open()
        for _ in 0..<2 { #expect(try await keep(next, after: 2 * minute)) }
        let look = try #require(try await store.clockRecord()?.look)
        #expect(abs(look.wallMilliseconds - machine.read().wallMilliseconds) < minute)
    }

    @Test func `gives a payment all its time after it has moved the order's deadline`() async throws {
        let deadline = try await deadlineAfter {
            machine.pass(29 * minute)
            machine.reboot(offMilliseconds: 3 * hour)
        }
        #expect(deadline.moved >= 3 * hour)
        let (now, clocks) = (deadline.clock.now(), OrderClocks())
        try await store.trade { desk in
            let order = try #require(try desk.order(1))
            _ = try desk.beginPayment(of: order, atMilliseconds: now, clocks: clocks)
        }
        let end = try #require(store.look { $0.orders[1]?.deadlineMilliseconds })
        #expect(end >= now + clocks.paymentMilliseconds)
    }

    @Test func `needs a reason that can be read`() async throws {
        let clock = try await open()
        machine.jump(day)
        _ = try await keep(clock, after: minute)
        await #expect(throws: OrderError.self) {
            try await store.acceptClock(machine.read(), reason: "", operatorName: "o")
        }
        #expect(try await !keep(clock, after: minute))
    }

    @Test func `lets orders that are made while it is wrong last as long as others`() async throws {
        let deadline = try await deadlineAfter { machine.jump(40 * 365 * day) }
        let orders = OrderService(store: store, provider: nil, clock: deadline.clock)
        _ = try await orders.buy(.one(1), buyerID: 3, once: .init(accountID: 3, key: "k", request: [])) { _ in [] }
        #expect(store.look { $0.orders[2]?.deadlineMilliseconds } == machine.trueMilliseconds + 30 * minute)
        machine.pass(hour)
        _ = try await OrderKeeper(service: orders).runOnce()
        #expect(store.look { $0.orders.values.allSatisfy { $0.state == .created } })
        machine.jump(-40 * 365 * day)
        _ = try await OrderKeeper(service: orders).runOnce()
        #expect(store.look { $0.orders.values.allSatisfy { $0.state == .cancelled } })
    }

    @Test func `tells of a jump and of its end, once each`() async throws {
        let events = Events()
        let clock = try await TradeClock.open(store, read: machine.read) { events.add($0) }
        machine.jump(day)
        for _ in 0..<5 { _ = clock.now() }
        machine.jump(-day)
        for _ in 0..<5 { _ = clock.now() }
        machine.reboot(offMilliseconds: day)
        _ = try await TradeClock.open(store, read: machine.read) { events.add($0) }
        #expect(events.names == ["astray", "right", "moved"])
    }
}

extension OrderDraft {
    static func one(_ listing: Int64, quantity: Int = 1) -> OrderDraft {
        OrderDraft(
            listingID: listing, quantity: quantity, delivery: Delivery(name: "买家", address: "杭州", region: "CN-ZJ"))
    }
}
