import Catalog
import Ledger

extension TradeDesk {
    /// Begins to pay an unpaid order, or joins a payment that has begun.
    ///
    /// The order stays open for as long as the provider may take. Payments that are begun one after the other do not hold
    /// the goods longer than one that is begun at the last moment.
    /// - Throws: `OrderError`.
    public func beginPayment(of order: Order, atMilliseconds now: Int64, clocks: OrderClocks) throws -> Payment {
        _ = try OrderTransitions.rule(order.state, .pay, by: .provider)
        let earlier = try payment(ofOrder: order.id)
        if let earlier, earlier.state == .requested || earlier.state == .captured { return earlier }
        // Before the first payment the deadline is the end of the unpaid time, with all by which the market's clock has
        // moved it since the order was made.
        let unpaidEnd = order.createdAtMilliseconds + clocks.unpaidMilliseconds
        let latest = (earlier == nil ? order.deadlineMilliseconds ?? unpaidEnd : unpaidEnd) + clocks.paymentMilliseconds
        let deadline = min(now + clocks.paymentMilliseconds, latest)
        if let end = order.deadlineMilliseconds, end < deadline { try setDeadline(deadline, of: order) }
        let line = try reserve(
            order.total, from: .outside, to: .user(order.buyerID), orderID: order.id, atMilliseconds: now)
        return try insert(
            Payment(
                id: 0, orderID: order.id, amount: order.total, reservation: line.sequence,
                createdAtMilliseconds: now, nextAttemptAtMilliseconds: now + Backoff.milliseconds(attempts: 0)))
    }

    /// Takes the provider's word about a payment. The same word twice, or an older one late, changes nothing.
    public func settle(
        _ id: Payment.ID, as word: ProviderPaymentState, atMilliseconds now: Int64, clocks: OrderClocks
    ) throws {
        guard var payment = try payment(id), let order = try order(payment.orderID) else { throw OrderError.notFound }
        switch (payment.state, word) {
        case (.requested, .captured):
            try settle(payment.reservation, as: .post, atMilliseconds: now)
            try take(&payment, for: order, now, clocks)
        case (.declined, .captured), (.cancelled, .captured):
            // Given up already, and yet the money has come: it is the buyer's all the same.
            try transfer(
                payment.amount, from: .outside, to: .user(order.buyerID), orderID: order.id, atMilliseconds: now)
            try take(&payment, for: order, now, clocks)
        case (.requested, .declined):
            try settle(payment.reservation, as: .void, atMilliseconds: now)
            payment.state = .declined
            try update(payment)
        case (.requested, .cancelled):
            let isLate = !payment.isTimely(atMilliseconds: now, clocks)
            try settle(payment.reservation, as: isLate ? .expire : .void, atMilliseconds: now)
            payment.state = .cancelled
            try update(payment)
        default: return
        }
    }

    /// Sets when to ask for a payment again. Only the provider's word ends one: money may be on its way.
    public func postpone(_ id: Payment.ID, atMilliseconds now: Int64) throws {
        guard var payment = try payment(id), payment.state == .requested else { return }
        payment.attemptCount += 1
        payment.nextAttemptAtMilliseconds = now + Backoff.milliseconds(attempts: payment.attemptCount)
        try update(payment)
    }

    private func take(_ payment: inout Payment, for order: Order, _ now: Int64, _ clocks: OrderClocks) throws {
        payment.state = .captured
        try update(payment)
        if order.state == .created {
            var order = order
            order.paymentID = payment.id
            try apply(.pay, to: order, by: .provider, atMilliseconds: now, clocks: clocks)
        } else {
            // The order has ended meanwhile, or another payment of it came first.
            try sendBack(payment.amount, of: order, by: payment.id, atMilliseconds: now)
        }
    }

    // MARK: - Refunds

    /// Reserves money of the buyer for the way back out; the provider is asked after the commit.
    @discardableResult
    func sendBack(
        _ amount: Money, of order: Order, by paymentID: Payment.ID, atMilliseconds now: Int64
    ) throws -> Refund {
        let line = try reserve(
            amount, from: .user(order.buyerID), to: .outside, orderID: order.id, atMilliseconds: now)
        return try insert(
            Refund(
                id: 0, paymentID: paymentID, orderID: order.id, amount: amount, reservation: line.sequence,
                createdAtMilliseconds: now, nextAttemptAtMilliseconds: now))
    }

    /// Takes the provider's word about a refund; the same word twice changes nothing.
    public func settleRefund(_ id: Refund.ID, as word: ProviderRefundState, atMilliseconds now: Int64) throws {
        guard var refund = try refund(id) else { throw OrderError.notFound }
        guard refund.state == .requested, word != .pending else { return }
        try settle(refund.reservation, as: word == .done ? .post : .void, atMilliseconds: now)
        refund.state = word == .done ? .done : .refused
        try update(refund)
    }

    /// Asks anew for a refund that the provider has refused, for an operator who knows that it will go through now.
    /// - Returns: The refund that takes its place.
    public func replaceRefund(_ id: Refund.ID, atMilliseconds now: Int64) throws -> Refund {
        guard var refund = try refund(id), let order = try order(refund.orderID) else { throw OrderError.notFound }
        guard refund.state == .refused else {
            throw OrderError.invalid([
                FieldProblem(
                    field: "refund", message: "is \(refund.state.rawValue); only a refused one is asked for anew")
            ])
        }
        refund.state = .replaced
        try update(refund)
        return try sendBack(refund.amount, of: order, by: refund.paymentID, atMilliseconds: now)
    }

    /// Sets when to ask for a refund again. Refunds are never given up.
    public func postponeRefund(_ id: Refund.ID, atMilliseconds now: Int64) throws {
        guard var refund = try refund(id), refund.state == .requested else { return }
        refund.attemptCount += 1
        refund.nextAttemptAtMilliseconds = now + Backoff.milliseconds(attempts: refund.attemptCount)
        try update(refund)
    }
}
