import Catalog

extension OrderService {
    /// Asks the provider for a payment, and takes its word. Where the provider says nothing, it is asked again later.
    /// - Parameter wants: Whether the money is still wanted; asked before and after it is set aside. What is not wanted is
    ///   given up with the provider.
    /// - Returns: The payment and its order then.
    func ask(
        for payment: Payment, wants: () async throws -> Bool
    ) async throws -> (payment: Payment, order: Order)? {
        guard let provider else { return nil }
        // What was not heard may have been done all the same.
        let word = (try? await self.word(of: provider, on: payment, wants: wants)) ?? .pending
        let (now, clocks) = (now, clocks)
        do {
            return try await store.trade { desk in
                switch word {
                case .captured, .declined, .cancelled:
                    try desk.settle(payment.id, as: word, atMilliseconds: now(), clocks: clocks)
                case .pending, .authorised: try desk.postpone(payment.id, atMilliseconds: now())
                }
                guard let payment = try desk.payment(payment.id), let order = try desk.order(payment.orderID) else {
                    throw OrderError.notFound
                }
                return (payment, order)
            }
        } catch {
            // What cannot be booked is not asked for at every moment.
            try? await store.trade { try $0.postpone(payment.id, atMilliseconds: now()) }
            throw error
        }
    }

    private func word(
        of provider: any PaymentProvider, on payment: Payment, wants: () async throws -> Bool
    ) async throws -> ProviderPaymentState {
        guard try await wants() else { return try await provider.cancel(payment.reference) }
        let state = try await provider.authorise(payment.reference, amount: payment.amount)
        guard state == .authorised else { return state }
        guard try await wants() else { return try await provider.cancel(payment.reference) }
        return try await provider.capture(payment.reference)
    }

    /// As above, for a payment that was begun some time ago: its order may have ended since.
    func askAgain(forPayment id: Payment.ID) async throws {
        guard let payment = try await store.payment(id) else { throw OrderError.notFound }
        guard payment.state == .requested else { return }
        _ = try await ask(for: payment) {
            guard payment.isTimely(atMilliseconds: now(), clocks) else { return false }
            return try await store.order(payment.orderID)?.state == .created
        }
    }

    /// Gives up the payment of an unpaid order whose time is over, if one is under way: where the provider has taken the
    /// money by now, the order is paid after all.
    func giveUpPayment(ofOrder id: Order.ID) async throws {
        guard provider != nil, try await store.order(id)?.state == .created,
            let payment = try await store.payment(ofOrder: id), payment.state == .requested
        else { return }
        _ = try await ask(for: payment) { false }
    }

    /// Asks the provider for a refund, and takes its word. Where the provider says nothing, it is asked again later.
    func ask(forRefund id: Refund.ID) async throws {
        guard let provider else { return }
        guard let refund = try await store.refund(id), let payment = try await store.payment(refund.paymentID) else {
            throw OrderError.notFound
        }
        guard refund.state == .requested else { return }
        let word =
            (try? await provider.refund(refund.reference, of: payment.reference, amount: refund.amount)) ?? .pending
        let now = now
        try await store.trade { desk in
            switch word {
            case .done, .refused: try desk.settleRefund(refund.id, as: word, atMilliseconds: now())
            case .pending: try desk.postponeRefund(refund.id, atMilliseconds: now())
            }
        }
    }

    /// Takes what the provider says of its own accord; what names nothing of ours, or is known already, is passed over.
    public func take(_ event: ProviderEvent) async throws {
        let (now, clocks) = (now, clocks)
        switch event {
        case .payment(let reference, let word):
            // Most of what comes was said in answer to a question before: a look is cheaper than a transaction.
            guard let payment = try await store.payment(reference: reference), payment.state != .captured else {
                return
            }
            try await store.trade { try $0.settle(payment.id, as: word, atMilliseconds: now(), clocks: clocks) }
        case .refund(let reference, let word):
            guard let refund = try await store.refund(reference: reference), refund.state == .requested else { return }
            try await store.trade { try $0.settleRefund(refund.id, as: word, atMilliseconds: now()) }
        }
        wake()
    }
}
