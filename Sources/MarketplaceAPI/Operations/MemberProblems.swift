import MarketplaceWire

/// Gathers what is wrong with a body's members, so that a client hears of everything at once. A member that is absent
/// is not wrong.
struct MemberProblems {
    private(set) var fields: [ProblemField] = []

    mutating func add(_ field: String, _ message: String) {
        fields.append(ProblemField(field: field, message: message))
    }

    /// - Throws: `APIProblem` with everything that was wrong, if anything was.
    func refuse() throws {
        guard fields.isEmpty else { throw APIProblem.badFields(fields) }
    }

    mutating func check(_ field: String, _ text: String?, _ member: TextMember) {
        if let message = text.flatMap(member.problem) { add(field, message) }
    }

    mutating func check<Number: BinaryInteger>(_ field: String, _ number: Number?, _ range: ClosedRange<Number>) {
        guard let number, !range.contains(number) else { return }
        add(field, "has to be \(range.lowerBound) to \(range.upperBound)")
    }

    mutating func check(_ field: String, count: Int, _ range: ClosedRange<Int>) {
        guard !range.contains(count) else { return }
        add(field, "has to have \(range.lowerBound) to \(range.upperBound) entries")
    }

    mutating func check<Value: Hashable>(
        _ field: String, _ value: Value?, oneOf values: [Value], _ words: String? = nil
    ) {
        guard let value, !values.contains(value) else { return }
        add(field, "has to be \(words ?? "one of " + values.map { "\($0)" }.joined(separator: ", "))")
    }
}
