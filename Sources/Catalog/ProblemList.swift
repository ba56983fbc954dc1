/// Gathers problems, so that people hear of all at once.
public struct ProblemList {
    public private(set) var problems: [FieldProblem] = []

    public init() {}

    public mutating func add(_ field: String, _ message: String) {
        problems.append(FieldProblem(field: field, message: message))
    }

    public mutating func require(_ isGood: Bool, _ field: String, _ message: String) {
        if !isGood { add(field, message) }
    }

    public mutating func check(_ field: String, _ text: String, _ rule: TextRule) {
        if let message = rule.problem(with: text) { add(field, message) }
    }

    public mutating func check<Number: BinaryInteger>(
        _ field: String, _ number: Number, _ limit: ClosedRange<Number>, unit: String = ""
    ) {
        let range = "\(limit.lowerBound) to \(limit.upperBound)\(unit)"
        require(limit.contains(number), field, "must be \(range), is \(number)")
    }
}
