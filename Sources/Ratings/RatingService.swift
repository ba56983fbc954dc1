public import Orders

/// The verbs of rating, on any store.
///
/// All go by the time inside the transaction: just before it the market's clock may have moved every window.
public struct RatingService: Sendable {
    public let store: any RatingStore
    public let rules: RatingRules
    let now: @Sendable () -> Int64
    /// Whether time may close windows: not while the clock has jumped.
    let isTimeRight: @Sendable () -> Bool
    /// Called after a log has grown.
    let wake: @Sendable () -> Void

    /// - Parameter now: Milliseconds since 1970-01-01T00:00:00Z.
    public init(
        store: any RatingStore, rules: RatingRules = RatingRules(), now: @escaping @Sendable () -> Int64,
        isTimeRight: @escaping @Sendable () -> Bool = { true }, wake: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.rules = rules
        self.now = now
        self.isTimeRight = isTimeRight
        self.wake = wake
    }

    /// One side of a completed order speaks, once for a key.
    /// - Parameter answer: What is kept for the key.
    public func give(
        _ verdict: Verdict, scores: SubScores?, words: String, orderID: Int64, authorID: Int64,
        once key: IdempotencyKey, answer: @escaping @Sendable (Rating) throws -> [UInt8]
    ) async throws -> [UInt8] {
        try RatingLimits.words.check(words, "words")
        for (name, score) in zip(["as_described", "service", "logistics"], scores?.all ?? [])
        where !SubScores.range.contains(score) {
            throw RatingError.invalid(field: "scores.\(name)", message: "has to be 1 to 5")
        }
        let (now, rules) = (now, rules)
        return try await change(once: key, answer) {
            try $0.give(
                verdict, scores: scores, words: words, orderID: orderID, authorID: authorID, atMilliseconds: now(),
                rules: rules)
        }
    }

    /// The subject answers an opened rating, once for a key.
    public func reply(
        _ words: String, orderID: Int64, by accountID: Int64, once key: IdempotencyKey,
        answer: @escaping @Sendable (Rating) throws -> [UInt8]
    ) async throws -> [UInt8] {
        try RatingLimits.laterWords.check(words, "words")
        let now = now
        return try await change(once: key, answer) {
            try $0.reply(words, orderID: orderID, by: accountID, atMilliseconds: now())
        }
    }

    /// The author adds to an opened rating, once for a key.
    public func add(
        _ words: String, orderID: Int64, by accountID: Int64, once key: IdempotencyKey,
        answer: @escaping @Sendable (Rating) throws -> [UInt8]
    ) async throws -> [UInt8] {
        try RatingLimits.laterWords.check(words, "words")
        let (now, rules) = (now, rules)
        return try await change(once: key, answer) {
            try $0.add(words, orderID: orderID, by: accountID, atMilliseconds: now(), rules: rules)
        }
    }

    private func change(
        once key: IdempotencyKey, _ answer: @escaping @Sendable (Rating) throws -> [UInt8],
        _ work: @escaping @Sendable (any RatingDesk) throws -> Rating
    ) async throws -> [UInt8] {
        let bytes = try await store.rate(once: key, now: now) { try answer(try work($0)) }
        wake()
        return bytes
    }

    /// What one side of an order may read of its ratings: one's own, and the other's once it is opened.
    /// - Throws: `RatingError.orderNotFound` for everybody else.
    public func ratings(ofOrder orderID: Int64, for accountID: Int64) async throws -> [Rating] {
        guard let sides = try await store.orderSides(orderID),
            sides.buyerID == accountID || sides.sellerID == accountID
        else { throw RatingError.orderNotFound }
        return try await store.ratings(ofOrder: orderID)
            .filter { $0.authorID == accountID || $0.revealedAtMilliseconds != nil }
    }

    // MARK: - Windows

    /// So many windows are closed in one transaction, and so many transactions are begun in one call.
    public static let windowsAtOnce = 200
    public static let roundsAtOnce = 20

    /// Opens the ratings of orders whose windows are over, the oldest first; what is too much for one call waits for the
    /// next. An order that cannot be read keeps none of the others waiting.
    /// - Returns: How many windows were closed.
    /// - Throws: What went wrong with the first that could not be closed, after all others are.
    @discardableResult
    public func closeDueWindows() async throws -> Int {
        guard isTimeRight() else { return 0 }
        var closed = 0
        var failures: [Int64: any Error] = [:]
        for _ in 0..<Self.roundsAtOnce {
            let limit = Self.windowsAtOnce + failures.count
            let all = try await store.dueWindows(atMilliseconds: now(), limit: limit)
            let due = all.filter { failures[$0] == nil }
            guard !due.isEmpty else { break }
            let closing = await close(due)
            closed += closing.closedCount
            failures.merge(closing.failures) { first, _ in first }
            wake()
            guard all.count == limit else { break }
        }
        if let failure = failures.min(by: { $0.key < $1.key }) { throw failure.value }
        return closed
    }

    /// What became of some windows.
    private struct Closing: Sendable {
        var closedCount = 0
        /// By order.
        var failures: [Int64: any Error] = [:]
    }

    /// In one transaction, or, where that fails, each in one of its own.
    private func close(_ orders: [Int64]) async -> Closing {
        let time = now
        do {
            let count = try await store.rate { desk in
                let now = time()
                return try orders.count { try desk.reveal($0, atMilliseconds: now) }
            }
            return Closing(closedCount: count)
        } catch {
            if orders.count == 1 { return Closing(failures: [orders[0]: error]) }
            return await withTaskGroup(of: Closing.self) { group in
                for order in orders { group.addTask { await close([order]) } }
                return await group.reduce(into: Closing()) { all, one in
                    all.closedCount += one.closedCount
                    all.failures.merge(one.failures) { first, _ in first }
                }
            }
        }
    }
}
