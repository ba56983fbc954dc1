public import Orders

/// What Ratings asks of whatever keeps its rows.
public protocol RatingStore: Sendable {
    /// Runs the work in one transaction. What has returned is durable; where it throws, nothing is written.
    func rate<Value: Sendable>(_ work: @escaping @Sendable (any RatingDesk) throws -> Value) async throws -> Value

    /// As above, once for a key: where the key's work was done before, its answer comes back and nothing is done.
    func rate(
        once key: IdempotencyKey, atMilliseconds: Int64,
        _ work: @escaping @Sendable (any RatingDesk) throws -> [UInt8]
    ) async throws -> [UInt8]

    /// The opened ratings of an account, by falling order number.
    func ratings(
        ofSubject subjectID: Int64, beforeOrderID: Int64?, limit: Int
    ) async throws -> [Rating]

    /// Of one order, sealed ones too.
    func ratings(ofOrder orderID: Int64) async throws -> [Rating]

    /// An account's log from behind a line on.
    func ratingLog(of subjectID: Int64, after sequence: Int64, limit: Int) async throws -> [RatingLogLine]

    /// Orders whose windows are over, the oldest first.
    func dueWindows(atMilliseconds: Int64, limit: Int) async throws -> [Int64]

    /// Accounts whose logs have grown since a number, with the number to go on from; 0 begins.
    func ratedSubjects(after number: Int64, limit: Int) async throws -> (subjects: [Int64], last: Int64)
}
