public import Orders

/// The verbs of rating, on any store.
public struct RatingService: Sendable {
    public let store: any RatingStore
    public let rules: RatingRules
    let now: @Sendable () -> Int64
    /// Called after a log has grown.
    let wake: @Sendable () -> Void

    /// - Parameter now: Milliseconds since 1970-01-01T00:00:00Z.
    public init(
        store: any RatingStore, rules: RatingRules = RatingRules(), now: @escaping @Sendable () -> Int64,
        wake: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.rules = rules
        self.now = now
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
        let (now, rules) = (now(), rules)
        let bytes = try await store.rate(once: key, atMilliseconds: now) { desk in
            try answer(
                try desk.give(
                    verdict, scores: scores, words: words, orderID: orderID, authorID: authorID,
                    atMilliseconds: now, rules: rules))
        }
        wake()
        return bytes
    }

    public func reply(_ words: String, orderID: Int64, by accountID: Int64) async throws -> Rating {
        try RatingLimits.laterWords.check(words, "words")
        let now = now()
        return try await change { try $0.reply(words, orderID: orderID, by: accountID, atMilliseconds: now) }
    }

    public func add(_ words: String, orderID: Int64, by accountID: Int64) async throws -> Rating {
        try RatingLimits.laterWords.check(words, "words")
        let (now, rules) = (now(), rules)
        return try await change {
            try $0.add(words, orderID: orderID, by: accountID, atMilliseconds: now, rules: rules)
        }
    }

    /// Opens the ratings of orders whose windows are over.
    /// - Returns: How many windows were closed.
    @discardableResult
    public func closeDueWindows() async throws -> Int {
        let now = now()
        var closed = 0
        while true {
            let due = try await store.dueWindows(atMilliseconds: now, limit: 200)
            for order in due {
                try await store.rate { try $0.reveal(order, atMilliseconds: now) }
                closed += 1
            }
            guard !due.isEmpty else { break }
        }
        if closed > 0 { wake() }
        return closed
    }

    private func change(_ work: @escaping @Sendable (any RatingDesk) throws -> Rating) async throws -> Rating {
        let rating = try await store.rate(work)
        wake()
        return rating
    }
}
