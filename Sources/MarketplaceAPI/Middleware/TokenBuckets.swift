import Locking

/// A token bucket a key, in bounded memory.
///
/// Buckets live in two generations: when the young one is full it becomes the old one, and the old one is forgotten. A
/// key that is used stays; one that is forgotten starts with a full bucket, so a client gains at most a burst by it.
final class TokenBuckets: Sendable {
    private struct Bucket {
        var tokens: Double
        var atNanoseconds: Int64
    }

    private struct Generations {
        var young: [String: Bucket] = [:]
        var old: [String: Bucket] = [:]
    }

    private let limit: RateLimit
    private let maxKeys: Int
    private let clock: MarketClock
    private let generations = Locked(Generations())

    init(_ limit: RateLimit, maxKeys: Int = 100_000, clock: MarketClock) {
        self.limit = limit
        self.maxKeys = maxKeys
        self.clock = clock
    }

    /// Takes one token, or says in how many seconds there will be one.
    func take(_ key: String) -> Int? {
        let now = clock.monotonicNanoseconds()
        return generations.withLock { generations in
            var bucket =
                generations.young[key] ?? generations.old[key]
                ?? Bucket(tokens: Double(limit.burst), atNanoseconds: now)
            let seconds = Double(now - bucket.atNanoseconds) / 1e9
            bucket.tokens = min(Double(limit.burst), bucket.tokens + seconds * limit.perSecond)
            bucket.atNanoseconds = now
            let wait = bucket.tokens >= 1 ? nil : max(1, Int(((1 - bucket.tokens) / limit.perSecond).rounded(.up)))
            if wait == nil { bucket.tokens -= 1 }
            put(bucket, key, &generations)
            return wait
        }
    }

    /// Gives a token back: an attempt that does not count.
    func giveBack(_ key: String) {
        generations.withLock { generations in
            guard var bucket = generations.young[key] ?? generations.old[key] else { return }
            bucket.tokens = min(Double(limit.burst), bucket.tokens + 1)
            put(bucket, key, &generations)
        }
    }

    /// How many keys are held, for tests.
    var keyCount: Int { generations.withLock { $0.young.count + $0.old.count } }

    private func put(_ bucket: Bucket, _ key: String, _ generations: inout Generations) {
        if generations.young.count >= maxKeys / 2, generations.young[key] == nil {
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[key] = bucket
    }
}
