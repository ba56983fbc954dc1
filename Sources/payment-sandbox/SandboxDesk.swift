import Locking
import Orders
import PaymentGateway

/// What the provider knows of payments and refunds, and how it decides. Asked again under a reference, it says what it
/// said before.
final class SandboxDesk: Sendable {
    /// The call has failed, on purpose or because it makes no sense.
    enum Failure: Error {
        case onRequest
        case unknownReference
        case differs
    }

    private struct Item: Sendable {
        var state: String
        var amountMinor: Int64
        var currency: String
        /// What was promised back of a payment since the process began.
        var refundedMinor: Int64 = 0
        /// The payment that a refund is of.
        var payment: String?
    }

    private static let pending = "pending"
    private let items: Locked<[String: Item]>
    private let journal: Journal
    private let messenger: Messenger
    let faults: Faults

    init(journal: Journal, messenger: Messenger, faults: Faults) {
        self.journal = journal
        self.messenger = messenger
        self.faults = faults
        var items: [String: Item] = [:]
        for line in journal.past {
            items[line.reference] = Item(state: line.state, amountMinor: line.amountMinor, currency: line.currency)
        }
        self.items = Locked(items)
    }

    func authorise(_ message: AuthoriseMessage) async throws -> StateMessage {
        try await decide(
            message.reference, message.amountMinor, message.currency, yes: ProviderPaymentState.authorised.rawValue,
            no: ProviderPaymentState.declined.rawValue, .payment)
    }

    func refund(_ message: RefundMessage) async throws -> StateMessage {
        try items.withLock { items in
            guard var payment = items[message.payment], payment.state == ProviderPaymentState.captured.rawValue else {
                throw Failure.unknownReference
            }
            guard items[message.reference] == nil else { return }
            payment.refundedMinor += message.amountMinor
            guard payment.refundedMinor <= payment.amountMinor, payment.currency == message.currency else {
                throw Failure.differs
            }
            items[message.payment] = payment
        }
        return try await decide(
            message.reference, message.amountMinor, message.currency, yes: ProviderRefundState.done.rawValue,
            no: ProviderRefundState.refused.rawValue, .refund, of: message.payment)
    }

    func capture(_ message: CaptureMessage) async throws -> StateMessage {
        let authorised = ProviderPaymentState.authorised.rawValue
        if state(of: message.reference) == authorised {
            try set(message.reference, to: ProviderPaymentState.captured.rawValue, from: authorised, .payment)
        }
        guard let state = state(of: message.reference) else { throw Failure.unknownReference }
        return StateMessage(reference: message.reference, state: state)
    }

    /// Before the money is taken a payment is given up for good, also one that was never heard of: what asks for it may be
    /// on its way still.
    func cancel(_ message: CancelMessage) async throws -> StateMessage {
        let cancelled = ProviderPaymentState.cancelled.rawValue
        items.withLock { items in
            guard items[message.reference] == nil else { return }
            items[message.reference] = Item(state: Self.pending, amountMinor: 0, currency: "-")
        }
        for state in [Self.pending, ProviderPaymentState.authorised.rawValue] {
            try set(message.reference, to: cancelled, from: state, .payment)
        }
        return StateMessage(reference: message.reference, state: state(of: message.reference) ?? cancelled)
    }

    private func decide(
        _ reference: String, _ amount: Int64, _ currency: String, yes: String, no: String, _ kind: EventMessage.Kind,
        of payment: String? = nil
    ) async throws -> StateMessage {
        let pending = Self.pending
        let isNew = try items.withLock { items in
            guard let item = items[reference] else {
                items[reference] = Item(state: pending, amountMinor: amount, currency: currency, payment: payment)
                return true
            }
            let isCancelled = item.state == ProviderPaymentState.cancelled.rawValue
            guard isCancelled || (item.amountMinor, item.currency) == (amount, currency) else { throw Failure.differs }
            return false
        }
        guard isNew else { return StateMessage(reference: reference, state: state(of: reference) ?? pending) }
        let decision = faults.happens(faults.options.refusing) ? no : yes
        if faults.happens(faults.options.pending) {
            let pause = faults.lateMilliseconds
            Task {
                try? await Task.sleep(for: .milliseconds(pause))
                try? self.set(reference, to: decision, from: pending, kind)
                // A payment that is decided late takes the money by itself, as transfers between banks do.
                if kind == .payment, decision == yes {
                    try? self.set(reference, to: ProviderPaymentState.captured.rawValue, from: yes, kind)
                }
            }
        } else {
            try set(reference, to: decision, from: pending, kind)
        }
        return StateMessage(reference: reference, state: state(of: reference) ?? pending)
    }

    private func state(of reference: String) -> String? { items.withLock { $0[reference]?.state } }

    /// Goes from one state to another, once: into the journal first, then to whoever asks, then to the market.
    private func set(_ reference: String, to state: String, from old: String, _ kind: EventMessage.Kind) throws {
        let hasChanged = try items.withLock { items in
            guard var item = items[reference], item.state == old else { return false }
            item.state = state
            try journal.append(
                Journal.Line(
                    reference: reference, state: state, amountMinor: item.amountMinor, currency: item.currency))
            items[reference] = item
            if state == ProviderRefundState.refused.rawValue, let payment = item.payment {
                items[payment]?.refundedMinor -= item.amountMinor
            }
            return true
        }
        // That money is set aside is no news to the market: it asks for the rest itself.
        guard hasChanged, state != ProviderPaymentState.authorised.rawValue else { return }
        let message = EventMessage(kind: kind, reference: reference, state: state)
        for _ in 0..<(faults.happens(faults.options.twice) ? 2 : 1) {
            messenger.send(
                message, afterMilliseconds: faults.happens(faults.options.overtaken) ? faults.lateMilliseconds : 0)
        }
    }
}
