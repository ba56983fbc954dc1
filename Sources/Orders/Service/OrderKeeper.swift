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

    /// Does all that is due now; what cannot be done keeps nothing else waiting. While the clock is not believed, only the
    /// provider is asked again.
    /// - Returns: The next moment at which something will be due; nil while nothing is awaited.
    public func runOnce() async throws -> Int64? {
        if let clock = service.clock, try await !clock.keep(service.store) {
            await askAgain()
            return service.now() + Self.pauseAstray
        }
        let areExpired = await expireOrders()
        let areAsked = await askAgain()
        let areForgotten = await attempt {
            try await service.store.forgetIdempotencyKeys(
                beforeMilliseconds: service.now() - OrderLimits.idempotencyMilliseconds)
        }
        let due = try await service.store.nextDueMilliseconds(withPayments: service.provider != nil)
        guard areExpired, areAsked, areForgotten else {
            return max(due ?? 0, service.now() + Self.pauseAfterFailure)
        }
        return due
    }

    /// - Returns: Whether all that was due is done.
    private func expireOrders() async -> Bool {
        await doEach(of: { try await service.store.dueOrders(atMilliseconds: service.now(), limit: $0) }) { id in
            try await expire(id)
        }
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

    /// Asks for some payments and some refunds, neither of which waits for the other. The rest has its turn in the next
    /// round: a provider that answers slowly must not keep orders from being expired.
    /// - Returns: Whether none of them failed.
    @discardableResult
    private func askAgain() async -> Bool {
        guard service.provider != nil else { return true }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await askForPayments() }
            group.addTask { await askForRefunds() }
            return await group.reduce(true) { $0 && $1 }
        }
    }

    private func askForPayments() async -> Bool {
        await doEach(
            most: Self.batch, of: { try await service.store.duePayments(atMilliseconds: service.now(), limit: $0) }
        ) { id in
            try await service.askAgain(forPayment: id)
        }
    }

    private func askForRefunds() async -> Bool {
        await doEach(
            most: Self.batch, of: { try await service.store.dueRefunds(atMilliseconds: service.now(), limit: $0) }
        ) { id in
            try await service.ask(forRefund: id)
        }
    }

    // MARK: - One by one

    /// Does something with each of what is due, a batch at a time. Those with which it cannot be done are passed over, and
    /// keep none of the others waiting.
    /// - Parameters:
    ///   - most: It is enough when so many are done.
    ///   - due: Names what is due, the oldest first, so many at most.
    /// - Returns: Whether nothing failed.
    private func doEach(
        most: Int = .max, of due: (_ limit: Int) async throws -> [Int64],
        _ work: @escaping @Sendable (Int64) async throws -> Void
    ) async -> Bool {
        var failed: Set<Int64> = []
        var doneCount = 0
        do {
            while !Task.isCancelled, doneCount < most {
                let limit = Self.batch + failed.count
                let all = try await due(limit)
                let next = all.filter { !failed.contains($0) }
                let failedNow = await failures(among: next, work)
                failed.formUnion(failedNow)
                doneCount += next.count - failedNow.count
                guard all.count == limit, !next.isEmpty else { break }
            }
        } catch {
            onFailure(error)
            return false
        }
        return failed.isEmpty
    }

    /// Does something with each, side by side, so that they share commits.
    /// - Returns: Those with which it failed.
    private func failures(
        among ids: [Int64], _ work: @escaping @Sendable (Int64) async throws -> Void
    ) async -> [Int64] {
        await withTaskGroup(of: Int64?.self) { group in
            for id in ids {
                group.addTask { await attempt { try await work(id) } ? nil : id }
            }
            return await group.reduce(into: [Int64]()) { failed, id in if let id { failed.append(id) } }
        }
    }

    /// - Returns: Whether it was done.
    @discardableResult
    private func attempt(_ work: () async throws -> Void) async -> Bool {
        do {
            try await work()
            return true
        } catch {
            onFailure(error)
            return false
        }
    }
}
