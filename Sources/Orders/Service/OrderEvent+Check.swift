import Catalog

extension OrderDraft {
    /// - Throws: `OrderError.invalid`, with everything that is wrong.
    func checked() throws(OrderError) -> OrderDraft {
        var problems = ProblemList()
        problems.check("quantity", quantity, OrderLimits.quantity)
        problems.check("delivery.name", delivery.name, OrderLimits.deliveryName)
        problems.check("delivery.address", delivery.address, OrderLimits.address)
        problems.require(
            RegionCode.isValid(delivery.region), "delivery.region", "must be an ISO 3166 code such as CN or CN-ZJ")
        guard problems.problems.isEmpty else { throw .invalid(problems.problems) }
        return self
    }
}

extension OrderEvent {
    /// - Throws: `OrderError.invalid`.
    func checked() throws(OrderError) -> OrderEvent {
        var problems = ProblemList()
        switch self {
        case .cancel(let reason), .refuseRefund(let reason), .dispute(let reason), .resolve(_, let reason),
            .requestRefund(_, let reason):
            problems.check("reason", reason, OrderLimits.reason)
        case .ship(let shipment):
            problems.check("carrier", shipment.carrier, OrderLimits.carrier)
            problems.check("tracking", shipment.tracking, OrderLimits.tracking)
        case .pay, .confirm, .extend, .withdrawRefund, .acceptRefund, .expire: break
        }
        guard problems.problems.isEmpty else { throw .invalid(problems.problems) }
        return self
    }
}
