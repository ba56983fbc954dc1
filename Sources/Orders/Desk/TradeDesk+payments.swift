import Catalog
import Ledger

extension TradeDesk {
    /// Begins to pay an unpaid order, or joins a payment that has begun.
    /// - Throws: `OrderError`.
    public func beginPayment(of order: Order, atMilliseconds now: Int64) throws -> Payment {
        _ = try OrderTransitions.rule(order.state, .pay, by: .provider)
        if let payment = try payment(ofOrder: order.id), payment.state == .requested || payment.state == .captured {
            return payment
        }
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
        case (.declined, .captured), (.expired, .captured):
            // Given up already, and yet the money has come: it is the buyer's all the same.
            try transfer(
                payment.amount, from: .outside, to: .user(order.buyerID), orderID: order.id, atMilliseconds: now)
            try take(&payment, for: order, now, clocks)
        case (.requested, .declined):
            try settle(payment.reservation, as: .void, atMilliseconds: now)
            payment.state = .declined
            try update(payment)
        default: return
        }
    }

    /// Gives up a payment whose time is over, or sets when to ask for it again.
    public func postpone(_ id: Payment.ID, atMilliseconds now: Int64, clocks: OrderClocks) throws {
        guard var payment = try payment(id), payment.state == .requested else { return }
        if now >= payment.createdAtMilliseconds + clocks.paymentMilliseconds {
            try settle(payment.reservation, as: .expire, atMilliseconds: now)
            payment.state = .expired
        }
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
    func sendBack(
        _ amount: Money, of order: Order, by paymentID: Payment.ID, atMilliseconds now: Int64
    ) throws {
        let line = try reserve(
            amount, from: .user(order.buyerID), to: .outside, orderID: order.id, atMilliseconds: now)
        _ = try insert(
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

    /// Sets when to ask for a refund again. Refunds are never given up.
    public func postponeRefund(_ id: Refund.ID, atMilliseconds now: Int64) throws {
        guard var refund = try refund(id), refund.state == .requested else { return }
        refund.attemptCount += 1
        refund.nextAttemptAtMilliseconds = now + Backoff.milliseconds(attempts: refund.attemptCount)
        try update(refund)
    }
}
