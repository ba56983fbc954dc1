import MarketplaceWire

/// Gathers what is wrong with a body's members, so that a client hears of everything at once. A member that is absent
/// is not wrong.
struct MemberProblems {
    /// So many are named at most, and the rest counted: an answer must not grow with what was sent.
    static let mostNamed = 20

    private var fields: [ProblemField] = []
    private var unnamedCount = 0

    mutating func add(_ field: String, _ message: String) {
        if fields.count < Self.mostNamed {
            fields.append(ProblemField(field: field, message: message))
        } else {
            unnamedCount += 1
        }
    }

    /// - Throws: `APIProblem` with everything that was wrong, if anything was.
    func refuse() throws {
        guard fields.isEmpty else { throw APIProblem.badFields(fields, unnamedCount: unnamedCount) }
    }

    mutating func check(_ field: String, _ text: String?, _ member: TextMember) {
        if let message = text.flatMap(member.problem) { add(field, message) }
    }

    mutating func check<Number: BinaryInteger>(_ field: String, _ number: Number?, _ range: ClosedRange<Number>) {
        guard let number, !range.contains(number) else { return }
        add(field, "has to be \(range.lowerBound) to \(range.upperBound)")
    }

    /// Whether the count is right. Where it is not, the entries are not worth a look.
    mutating func check(_ field: String, count: Int, _ range: ClosedRange<Int>) -> Bool {
        if range.contains(count) { return true }
        add(field, "has to have \(range.lowerBound) to \(range.upperBound) entries")
        return false
    }

    mutating func check<Value: Hashable>(
        _ field: String, _ value: Value?, oneOf values: [Value], _ words: String? = nil
    ) {
        guard let value, !values.contains(value) else { return }
        add(field, "has to be \(words ?? "one of " + values.map { "\($0)" }.joined(separator: ", "))")
    }
}
