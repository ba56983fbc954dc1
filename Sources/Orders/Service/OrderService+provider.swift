import Catalog

extension OrderService {
    /// Asks the provider for a payment, and takes its word. Where the provider says nothing, it is asked again later.
    /// - Parameter wants: Whether the money is still wanted once it is set aside.
    /// - Returns: The order then.
    @discardableResult
    func ask(for payment: Payment, wants: () async throws -> Bool) async throws -> Order? {
        guard let provider else { return nil }
        let word: ProviderPaymentState
        do {
            var state = try await provider.authorise(payment.reference, amount: payment.amount)
            if state == .authorised, try await wants() { state = try await provider.capture(payment.reference) }
            word = state
        } catch {
            word = .pending
        }
        let (now, clocks) = (now(), clocks)
        return try await store.trade { desk in
            switch word {
            case .captured, .declined: try desk.settle(payment.id, as: word, atMilliseconds: now, clocks: clocks)
            case .pending, .authorised: try desk.postpone(payment.id, atMilliseconds: now, clocks: clocks)
            }
            return try desk.order(payment.orderID)
        }
    }

    /// As above, for a payment that was begun some time ago: its order may have ended since.
    func askAgain(for payment: Payment) async throws {
        try await ask(for: payment) { try await store.order(payment.orderID)?.state == .created }
    }

    func ask(for refund: Refund) async throws {
        guard let provider else { return }
        let word =
            (try? await provider.refund(
                refund.reference, of: Payment.reference(refund.paymentID), amount: refund.amount))
            ?? .pending
        let now = now()
        try await store.trade { desk in
            switch word {
            case .done, .refused: try desk.settleRefund(refund.id, as: word, atMilliseconds: now)
            case .pending: try desk.postponeRefund(refund.id, atMilliseconds: now)
            }
        }
    }

    /// Takes what the provider says of its own accord; what names nothing of ours, or is known already, is passed over.
    public func take(_ event: ProviderEvent) async throws {
        let (now, clocks) = (now(), clocks)
        switch event {
        case .payment(let reference, let word):
            // Most of what comes was said in answer to a question before: a look is cheaper than a transaction.
            guard let id = Payment.id(ofReference: reference), let payment = try await store.payment(id),
                payment.state != .captured
            else { return }
            try await store.trade { try $0.settle(id, as: word, atMilliseconds: now, clocks: clocks) }
        case .refund(let reference, let word):
            guard let id = Refund.id(ofReference: reference), let refund = try await store.refund(id),
                refund.state == .requested
            else { return }
            try await store.trade { try $0.settleRefund(id, as: word, atMilliseconds: now) }
        }
        wake()
    }
}
