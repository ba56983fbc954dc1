/// Does what time does: ends what has waited too long, and asks the provider again. All that it knows is in the store,
/// so that nothing is forgotten when the process ends; each thing is done once, since the transaction that does it asks
/// again whether it is due.
public struct OrderKeeper: Sendable {
    let service: OrderService
    private let onFailure: @Sendable (any Error) -> Void

    private static let batch = 200
    /// Clocks are set and processes write beside this one: it looks by itself every half minute.
    private static let longestPause: Int64 = 30_000
    private static let shortestPause: Int64 = 100
    /// So often it looks whether a clock that has jumped is right again.
    private static let pauseAstray: Int64 = 5_000
    /// What could not be done is still due; it is tried again after so long.
    private static let pauseAfterFailure: Int64 = 5_000

    /// - Parameter onFailure: Told of what could not be done; it is tried again in the next round.
    public init(service: OrderService, onFailure: @escaping @Sendable (any Error) -> Void = { _ in }) {
        self.service = service
        self.onFailure = onFailure
    }

    /// Does what is due, whenever it is due, until the task is cancelled.
    /// - Parameter alarm: Rung when something new may be due.
    public func run(alarm: Alarm) async {
        while !Task.isCancelled {
            var pause = Self.longestPause
            do {
                if let due = try await runOnce() { pause = min(pause, due - service.now()) }
            } catch { onFailure(error) }
            await alarm.wait(milliseconds: pause)
            // What rings often is answered together.
            try? await Task.sleep(for: .milliseconds(Self.shortestPause))
        }
    }

    /// Does all that is due now. While the clock is not believed, only the provider is asked again.
    /// - Returns: The next moment at which something will be due; nil while nothing is awaited.
    public func runOnce() async throws -> Int64? {
        if let clock = service.clock, try await !clock.keep(service.store) {
            try await askAgain()
            return service.now() + Self.pauseAstray
        }
        let hasFailed = try await !expireOrders()
        try await askAgain()
        try await service.store.forgetIdempotencyKeys(
            beforeMilliseconds: service.now() - OrderLimits.idempotencyMilliseconds)
        let due = try await service.store.nextDueMilliseconds(withPayments: service.provider != nil)
        return hasFailed ? max(due ?? 0, service.now() + Self.pauseAfterFailure) : due
    }

    /// Orders that cannot be expired keep none of the others waiting.
    /// - Returns: Whether all that was due is done.
    private func expireOrders() async throws -> Bool {
        var failed: Set<Order.ID> = []
        while !Task.isCancelled {
            let limit = Self.batch + failed.count
            let all = try await service.store.dueOrders(atMilliseconds: service.now(), limit: limit)
            let due = all.filter { !failed.contains($0) }
            // Side by side, so that they share commits.
            failed.formUnion(
                await withTaskGroup(of: Order.ID?.self) { group in
                    for id in due {
                        group.addTask {
                            do { try await expire(id) } catch {
                                onFailure(error)
                                return id
                            }
                            return nil
                        }
                    }
                    return await group.reduce(into: [Order.ID]()) { failed, id in if let id { failed.append(id) } }
                })
            guard all.count == limit, !due.isEmpty else { break }
        }
        return failed.isEmpty
    }

    private func expire(_ id: Order.ID) async throws {
        await attempt { try await service.giveUpPayment(ofOrder: id) }
        let (time, clocks) = (service.now, service.clocks)
        try await service.store.trade { desk in
            let now = time()
            guard let order = try desk.order(id), let deadline = order.deadlineMilliseconds, deadline <= now else {
                return
            }
            try desk.apply(.expire, to: order, by: .clock, atMilliseconds: now, clocks: clocks)
        }
    }

    private func askAgain() async throws {
        guard service.provider != nil else { return }
        let now = service.now()
        let payments = try await service.store.duePayments(atMilliseconds: now, limit: Self.batch)
        let refunds = try await service.store.dueRefunds(atMilliseconds: now, limit: Self.batch)
        await withTaskGroup(of: Void.self) { group in
            for payment in payments {
                group.addTask { await attempt { try await service.askAgain(for: payment) } }
            }
            for refund in refunds { group.addTask { await attempt { try await service.ask(for: refund) } } }
        }
    }

    private func attempt(_ work: () async throws -> Void) async {
        do { try await work() } catch { onFailure(error) }
    }
}
