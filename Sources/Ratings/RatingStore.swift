public import Orders

/// What Ratings asks of whatever keeps its rows.
public protocol RatingStore: Sendable {
    /// Runs the work in one transaction. What has returned is durable; where it throws, nothing is written.
    func rate<Value: Sendable>(_ work: @escaping @Sendable (any RatingDesk) throws -> Value) async throws -> Value

    /// As above, once for a key: where the key's work was done before, its answer comes back and nothing is done.
    /// - Parameter now: When the key was used; asked inside the transaction, after the work. Just before it the clock may
    ///   have moved all times that are kept.
    func rate(
        once key: IdempotencyKey, now: @escaping @Sendable () -> Int64,
        _ work: @escaping @Sendable (any RatingDesk) throws -> [UInt8]
    ) async throws -> [UInt8]

    /// The opened ratings of an account behind a place.
    func ratings(ofSubject subjectID: Int64, after place: RatingPlace?, limit: Int) async throws -> [Rating]

    /// Of one order, sealed ones too.
    func ratings(ofOrder orderID: Int64) async throws -> [Rating]

    /// Nil where there is no such order.
    func orderSides(_ orderID: Int64) async throws -> (buyerID: Int64, sellerID: Int64)?

    /// The newest line of an account's log; nil while there is none.
    func ratingLogHead(of subjectID: Int64) async throws -> RatingLogLine?

    /// An account's log from behind a line on.
    func ratingLog(of subjectID: Int64, after sequence: Int64, limit: Int) async throws -> [RatingLogLine]

    /// Orders whose windows are over, the oldest first.
    func dueWindows(atMilliseconds: Int64, limit: Int) async throws -> [Int64]

    /// Accounts whose logs have grown since a number, with the number to go on from; 0 begins.
    func ratedSubjects(after number: Int64, limit: Int) async throws -> (subjects: [Int64], last: Int64)
}

/// Where an opened rating stands in the list of its subject's: the newest day of opening first, within the day by falling
/// number of the log. It is made of nothing that the list does not show: order numbers would lead from a buyer to the
/// sellers' logs.
public struct RatingPlace: Hashable, Sendable {
    /// Days since 1970-01-01 in UTC.
    public var day: Int64
    public var logNumber: Int64

    public init(day: Int64, logNumber: Int64) {
        self.day = day
        self.logNumber = logNumber
    }

    /// Nil of a sealed rating.
    public init?(_ rating: Rating) {
        guard let revealed = rating.revealedAtMilliseconds, let number = rating.logNumber else { return nil }
        self.init(day: Calendar.startOfDay(revealed) / 86_400_000, logNumber: number)
    }
}
