import Catalog

extension OrderDraft {
    /// - Throws: `OrderError.invalid`, with everything that is wrong.
    func checked() throws(OrderError) -> OrderDraft {
        var problems: [FieldProblem] = []
        if !OrderLimits.quantity.contains(quantity) {
            problems.append(
                FieldProblem(
                    field: "quantity",
                    message: "has to be from \(OrderLimits.quantity.lowerBound) to \(OrderLimits.quantity.upperBound)"))
        }
        problems += TextCheck.problems("delivery.name", delivery.name, OrderLimits.deliveryNameCharacters)
        problems += TextCheck.problems("delivery.address", delivery.address, OrderLimits.addressCharacters)
        if !RegionCode.isValid(delivery.region) {
            problems.append(FieldProblem(field: "delivery.region", message: "has to be a place by ISO 3166"))
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return self
    }
}

extension OrderEvent {
    /// - Throws: `OrderError.invalid`.
    func checked() throws(OrderError) -> OrderEvent {
        let problems: [FieldProblem] =
            switch self {
            case .cancel(let reason), .refuseRefund(let reason), .dispute(let reason), .resolve(_, let reason),
                .requestRefund(_, let reason):
                TextCheck.problems("reason", reason, OrderLimits.reasonCharacters)
            case .ship(let shipment):
                TextCheck.problems("carrier", shipment.carrier, OrderLimits.carrierCharacters)
                    + TextCheck.problems("tracking", shipment.tracking, OrderLimits.trackingCharacters)
            case .pay, .confirm, .extend, .withdrawRefund, .acceptRefund, .expire: []
            }
        guard problems.isEmpty else { throw .invalid(problems) }
        return self
    }
}

enum TextCheck {
    static func problems(_ field: String, _ text: String, _ characters: ClosedRange<Int>) -> [FieldProblem] {
        // A character may be made of many bytes; a hundred to one is none that people write.
        if characters.contains(text.count), text.utf8.count <= characters.upperBound * 8 { return [] }
        let limits = "\(characters.lowerBound) to \(characters.upperBound)"
        return [FieldProblem(field: field, message: "has to have \(limits) characters")]
    }
}
