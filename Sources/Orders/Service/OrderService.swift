import Catalog

/// The verbs of trading, on any store and any payment provider.
///
/// What happens to an order is written in one transaction with the money that moves. The provider is asked outside of
/// transactions: what is to be asked is written first, and what was not answered is asked again by `OrderKeeper`.
///
/// Deadlines and the times of keys are written by the time inside the transaction: `TradeClock` may have moved all others
/// just before it.
public struct OrderService: Sendable {
    public let store: any TradeStore
    public let clocks: OrderClocks
    let provider: (any PaymentProvider)?
    let now: @Sendable () -> Int64
    /// Nil where time is what `now` says.
    let clock: TradeClock?
    /// Called after something was written that `OrderKeeper` has to do.
    let wake: @Sendable () -> Void

    /// - Parameters:
    ///   - provider: Nil takes no payments.
    ///   - now: Milliseconds since 1970-01-01T00:00:00Z.
    public init(
        store: any TradeStore, provider: (any PaymentProvider)?, clocks: OrderClocks = OrderClocks(),
        now: @escaping @Sendable () -> Int64, wake: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.provider = provider
        self.clocks = clocks
        self.now = now
        clock = nil
        self.wake = wake
    }

    /// As above, by a clock that knows when it is wrong.
    public init(
        store: any TradeStore, provider: (any PaymentProvider)?, clocks: OrderClocks = OrderClocks(),
        clock: TradeClock, wake: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.provider = provider
        self.clocks = clocks
        now = { clock.now() }
        self.clock = clock
        self.wake = wake
    }

    /// What is known of the clock; nil where time is taken as it comes.
    public func clockStatus() -> ClockStatus? { clock?.status() }

    /// An order as one of its sides sees it.
    /// - Throws: `OrderError.notFound` for everybody else.
    public func show(_ id: Order.ID, to accountID: Int64) async throws -> Order {
        guard let order = try await store.order(id), order.actor(accountID) != nil else { throw OrderError.notFound }
        return order
    }
}

// MARK: - Verbs

extension OrderService {
    /// Opens an order, once for a key.
    /// - Parameter answer: What is kept for the key and comes back to whoever sends it again.
    public func buy(
        _ draft: OrderDraft, buyerID: Int64, once key: IdempotencyKey,
        answer: @escaping @Sendable (Order) throws -> [UInt8]
    ) async throws -> [UInt8] {
        let draft = try draft.checked()
        let (now, clocks) = (now, clocks)
        let bytes = try await store.trade(once: key, now: now) { desk in
            try answer(try desk.open(draft, buyerID: buyerID, atMilliseconds: now(), clocks: clocks))
        }
        wake()
        return bytes
    }

    /// Lets one side do something with an order, once for a key if there is one.
    public func act(
        _ event: OrderEvent, on id: Order.ID, by accountID: Int64, once key: IdempotencyKey? = nil,
        answer: @escaping @Sendable (Order) throws -> [UInt8]
    ) async throws -> [UInt8] {
        let event = try event.checked()
        let (now, clocks) = (now, clocks)
        let work: @Sendable (any TradeDesk) throws -> [UInt8] = { desk in
            let (order, actor) = try desk.order(id, of: accountID)
            return try answer(try desk.apply(event, to: order, by: actor, atMilliseconds: now(), clocks: clocks))
        }
        let bytes: [UInt8]
        if let key {
            bytes = try await store.trade(once: key, now: now, work)
        } else {
            bytes = try await store.trade(work)
        }
        wake()
        return bytes
    }

    /// Pays an order through the provider, once for a key: asked again under it, the same payment is asked for.
    /// - Returns: The order: paid, or still unpaid where the provider has not said its word; then it comes later.
    /// - Throws: `OrderError.paymentDeclined` or `.paymentGivenUp` where this payment has ended without money.
    public func pay(_ id: Order.ID, buyerID: Int64, once key: IdempotencyKey) async throws -> Order {
        guard provider != nil else { throw OrderError.noPaymentProvider }
        let (now, clocks) = (now, clocks)
        let bytes = try await store.trade(once: key, now: now) { desk in
            let (order, actor) = try desk.order(id, of: buyerID)
            guard actor == .buyer else { throw OrderError.notAllowed(event: .pay, actor: actor) }
            // Paid already: asking again is no mistake.
            let payment =
                try order.paymentID ?? desk.beginPayment(of: order, atMilliseconds: now(), clocks: clocks).id
            return Array("\(payment)".utf8)
        }
        guard let number = Payment.ID(String(decoding: bytes, as: UTF8.self)),
            var payment = try await store.payment(number)
        else { throw OrderError.notFound }
        defer { wake() }
        var order: Order?
        if payment.state == .requested {
            let sought = payment
            (payment, order) =
                try await ask(for: payment) { sought.isTimely(atMilliseconds: now(), clocks) }
                ?? (payment, nil)
        }
        switch payment.state {
        case .requested, .captured:
            if let order { return order }
            return try await show(id, to: buyerID)
        case .declined: throw OrderError.paymentDeclined
        case .cancelled: throw OrderError.paymentGivenUp
        }
    }

    /// Asks anew for a refund that the provider has refused, and writes down who did.
    public func replaceRefund(_ id: Refund.ID, reason: String, operatorName: String) async throws -> Refund {
        if let problem = OrderLimits.reason.problem(with: reason) {
            throw OrderError.invalid([FieldProblem(field: "reason", message: problem)])
        }
        let now = now()
        let refund = try await store.trade { desk in
            try desk.record(
                OperatorAct(
                    operatorName: operatorName, act: "replace_refund", subject: "refund:\(id)", reason: reason,
                    atMilliseconds: now))
            return try desk.replaceRefund(id, atMilliseconds: now)
        }
        wake()
        return refund
    }

    /// Divides the money of a disputed order, and writes down who did.
    public func resolve(
        _ id: Order.ID, refundMinor: Int64, reason: String, operatorName: String
    ) async throws -> Order {
        let event = try OrderEvent.resolve(refundMinor: refundMinor, reason: reason).checked()
        let (now, clocks) = (now(), clocks)
        let order = try await store.trade { desk in
            guard let order = try desk.order(id) else { throw OrderError.notFound }
            let act = OperatorAct(
                operatorName: operatorName, act: "resolve_order", subject: "order:\(id)",
                reason: "\(refundMinor) of \(order.total.amountMinor) to the buyer: \(reason)", atMilliseconds: now)
            try desk.record(act)
            return try desk.apply(event, to: order, by: .operator, atMilliseconds: now, clocks: clocks)
        }
        wake()
        return order
    }
}
