import Catalog

/// What an event does beside the order's own change.
public enum OrderMovement: Hashable, Sendable {
    /// From the buyer's account into escrow: the whole total.
    case hold
    /// From escrow to the seller.
    case release(amountMinor: Int64)
    /// From escrow back to the buyer.
    case refund(amountMinor: Int64)
    /// The goods are for sale again.
    case restock
}

extension Order {
    /// The order after an event, and what has to move with it. Nothing is done here: whoever calls writes all of it in one
    /// transaction.
    /// - Throws: `OrderError.illegalTransition`, `.notAllowed`, `.tooEarly` or `.invalid`.
    public func applying(
        _ event: OrderEvent, by actor: OrderActor, atMilliseconds now: Int64, clocks: OrderClocks
    ) throws(OrderError) -> (order: Order, movements: [OrderMovement]) {
        let rule = try OrderTransitions.rule(state, event.kind, by: actor)
        try checkTime(event, actor, now, clocks)
        var next = self
        next.version += 1
        next.updatedAtMilliseconds = now
        let movements = try next.take(event, from: self, now, clocks)
        if state == .created, next.state == .cancelled, actor != .seller { next.lapsedAtMilliseconds = now }
        precondition(rule.targets.contains(next.state), "\(state) and \(event.kind) lead to \(next.state)")
        if next.state.isFinal {
            next.endedAtMilliseconds = now
            next.deadlineMilliseconds = nil
        }
        return (next, movements)
    }

    /// - Throws: `OrderError.tooEarly`.
    private func checkTime(
        _ event: OrderEvent, _ actor: OrderActor, _ now: Int64, _ clocks: OrderClocks
    ) throws(OrderError) {
        if event.kind == .expire, let deadline = deadlineMilliseconds, now < deadline {
            throw .tooEarly(event: .expire, fromMilliseconds: deadline)
        }
        if event.kind == .cancel, actor == .buyer, let paidAt = paidAtMilliseconds {
            // Reckoned back from the deadline, which moves where the market's time is set anew.
            let begin = deadlineMilliseconds.map { $0 - clocks.unshippedMilliseconds } ?? paidAt
            let from = begin + clocks.shippingGraceMilliseconds
            guard now >= from else { throw .tooEarly(event: .cancel, fromMilliseconds: from) }
        }
    }

    private mutating func take(
        _ event: OrderEvent, from old: Order, _ now: Int64, _ clocks: OrderClocks
    ) throws(OrderError) -> [OrderMovement] {
        switch event {
        case .pay:
            state = .paid
            paidAtMilliseconds = now
            deadlineMilliseconds = now + clocks.unshippedMilliseconds
            return [.hold]
        case .cancel: return cancel()
        case .ship(let shipment):
            state = .shipped
            self.shipment = shipment
            shippedAtMilliseconds = now
            deadlineMilliseconds = now + clocks.confirmation(shipment.kind)
            return []
        case .confirm: return complete()
        case .extend:
            guard extensionCount < clocks.maxExtensions else {
                throw .invalid([.init(field: "extension", message: "was given \(clocks.maxExtensions) times already")])
            }
            extensionCount += 1
            deadlineMilliseconds = (deadlineMilliseconds ?? now) + clocks.extensionMilliseconds
            return []
        case .requestRefund(let amount, let reason):
            try requestRefund(amount, reason, now, clocks)
            return []
        case .withdrawRefund: return resume(now)
        case .acceptRefund(let seen):
            let asked = refundRequest?.amountMinor ?? 0
            guard seen == asked else {
                throw .invalid([.init(field: "amount_minor", message: "is \(seen), and the buyer wants \(asked)")])
            }
            return divide(refundMinor: asked, as: .refunded)
        case .refuseRefund(let reason):
            guard refundRequest?.refusal == nil else {
                throw .invalid([.init(field: "refund", message: "was refused already")])
            }
            refundRequest?.refusal = reason
            deadlineMilliseconds = now + clocks.refundRefusalMilliseconds
            return []
        case .dispute:
            state = .disputed
            deadlineMilliseconds = nil
            return []
        case .resolve(let refund, _):
            guard (0...total.amountMinor).contains(refund) else {
                throw Self.outOfTotal("refund_minor", 0, total.amountMinor)
            }
            return divide(refundMinor: refund, as: .resolved)
        case .expire: return expire(now)
        }
    }
}

// MARK: - Ends and pauses

extension Order {
    private mutating func cancel() -> [OrderMovement] {
        let held = state.holdsMoney
        state = .cancelled
        guard held else { return [.restock] }
        refundedMinor = total.amountMinor
        return [.refund(amountMinor: total.amountMinor), .restock]
    }

    private mutating func complete() -> [OrderMovement] {
        state = .completed
        return [.release(amountMinor: total.amountMinor - feeMinor)]
    }

    /// Gives the buyer a part of the money and the seller the rest. Goods that were never sent are for sale again.
    private mutating func divide(refundMinor: Int64, as end: OrderState) -> [OrderMovement] {
        state = end
        refundedMinor = refundMinor
        var movements: [OrderMovement] = []
        if refundMinor > 0 { movements.append(.refund(amountMinor: refundMinor)) }
        if refundMinor < total.amountMinor { movements.append(.release(amountMinor: total.amountMinor - refundMinor)) }
        if shipment == nil { movements.append(.restock) }
        return movements
    }

    private mutating func requestRefund(
        _ amount: Int64, _ reason: String, _ now: Int64, _ clocks: OrderClocks
    ) throws(OrderError) {
        // What was not sent is not kept in part.
        let least = shipment == nil ? total.amountMinor : 1
        guard (least...total.amountMinor).contains(amount) else {
            throw Self.outOfTotal("amount_minor", least, total.amountMinor)
        }
        guard refundRequestCount < clocks.maxRefundRequests else {
            throw .invalid([.init(field: "refund", message: "was asked for \(clocks.maxRefundRequests) times already")])
        }
        refundRequestCount += 1
        refundRequest = RefundRequest(
            amountMinor: amount, reason: reason, interrupted: state,
            remainingMilliseconds: max(0, (deadlineMilliseconds ?? now) - now))
        state = .refundRequested
        deadlineMilliseconds = now + clocks.refundAnswerMilliseconds
    }

    /// Goes on where the refund request had interrupted.
    private mutating func resume(_ now: Int64) -> [OrderMovement] {
        guard let request = refundRequest else { return [] }
        state = request.interrupted
        deadlineMilliseconds = now + request.remainingMilliseconds
        refundRequest = nil
        return []
    }

    private mutating func expire(_ now: Int64) -> [OrderMovement] {
        switch state {
        case .created, .paid: cancel()
        case .shipped: complete()
        case .refundRequested where refundRequest?.refusal != nil: resume(now)
        case .refundRequested: divide(refundMinor: refundRequest?.amountMinor ?? 0, as: .refunded)
        case .completed, .cancelled, .refunded, .disputed, .resolved: []
        }
    }

    private static func outOfTotal(_ field: String, _ least: Int64, _ most: Int64) -> OrderError {
        .invalid([.init(field: field, message: "has to be from \(least) to \(most)")])
    }
}
