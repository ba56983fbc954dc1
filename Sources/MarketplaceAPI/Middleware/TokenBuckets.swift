import Accounts
import Locking

/// A token bucket for each key, shared by all requests and refilled by the market's clock.
final class TokenBuckets: Sendable {
    private let clock: MarketClock
    private let table: Locked<TokenBucketTable>

    init(_ limit: RateLimit, maxKeys: Int = 100_000, clock: MarketClock) {
        self.clock = clock
        table = Locked(TokenBucketTable(limit, maxKeys: maxKeys))
    }

    /// Takes one token, or says in how many seconds there will be one.
    func take(_ key: String) -> Int? {
        let now = clock.monotonicNanoseconds()
        return table.withLock { $0.take(key, atNanoseconds: now) }
    }

    /// How many keys are held, for tests.
    var keyCount: Int { table.withLock(\.keyCount) }
}
