/// A token bucket for each key, in bounded memory.
///
/// A key that is forgotten starts with a full bucket, so that whoever it stands for gains at most a burst by it.
public struct TokenBucketTable: Sendable {
    private struct Bucket: Sendable {
        var tokens: Double
        var atNanoseconds: Int64
    }

    private let limit: RateLimit
    private var buckets: Generations<Bucket>

    /// What is said at most: a limit without a refill would say forever.
    private static let longestWaitSeconds = 7.0 * 24 * 3_600

    public init(_ limit: RateLimit, maxKeys: Int = 100_000) {
        self.limit = limit
        buckets = Generations(maxKeys: maxKeys)
    }

    /// In how many seconds there will be a token; nil where there is one.
    public func wait(_ key: String, atNanoseconds now: Int64) -> Int? {
        wait(bucket(key, now))
    }

    /// Takes one token, or says in how many seconds there will be one.
    public mutating func take(_ key: String, atNanoseconds now: Int64) -> Int? {
        var bucket = bucket(key, now)
        let wait = wait(bucket)
        if wait == nil { bucket.tokens = max(0, bucket.tokens - 1) }
        buckets.put(bucket, for: key)
        return wait
    }

    /// Gives a token back: an attempt that does not count.
    public mutating func giveBack(_ key: String) {
        guard var bucket = buckets[key] else { return }
        bucket.tokens = min(Double(limit.burst), bucket.tokens + 1)
        buckets.put(bucket, for: key)
    }

    /// Fills the bucket: what was counted is forgiven.
    mutating func refill(_ key: String) {
        guard var bucket = buckets[key] else { return }
        bucket.tokens = Double(limit.burst)
        buckets.put(bucket, for: key)
    }

    /// How many keys are held.
    public var keyCount: Int { buckets.count }

    private func bucket(_ key: String, _ now: Int64) -> Bucket {
        guard var bucket = buckets[key] else { return Bucket(tokens: Double(limit.burst), atNanoseconds: now) }
        let seconds = Double(max(0, now - bucket.atNanoseconds)) / 1e9
        bucket.tokens = min(Double(limit.burst), bucket.tokens + seconds * limit.perSecond)
        bucket.atNanoseconds = now
        return bucket
    }

    private func wait(_ bucket: Bucket) -> Int? {
        // Sums of fractions: whoever waits as long as was said finds a token.
        guard bucket.tokens < 1 - 1e-9 else { return nil }
        let seconds = min((1 - bucket.tokens) / limit.perSecond, Self.longestWaitSeconds)
        return max(1, Int(seconds.rounded(.up)))
    }
}

/// Several limits that one attempt has to keep. It is counted by all of them or by none, so that what one limit refuses
/// uses up nothing of the others.
struct LimitSet: Sendable {
    /// A limit by its place in the set, and what it counts the attempt by.
    typealias Count = (limit: Int, key: String)

    private var tables: [TokenBucketTable]

    init(_ limits: [RateLimit], maxKeys: Int) { tables = limits.map { TokenBucketTable($0, maxKeys: maxKeys) } }

    /// Counts an attempt, or says in how many seconds all of the limits allow it.
    mutating func enter(_ counts: [Count], atNanoseconds now: Int64) -> Int? {
        let wait = counts.compactMap { tables[$0.limit].wait($0.key, atNanoseconds: now) }.max()
        guard wait == nil else { return wait }
        for count in counts { _ = tables[count.limit].take(count.key, atNanoseconds: now) }
        return nil
    }

    mutating func giveBack(_ counts: [Count]) {
        for count in counts { tables[count.limit].giveBack(count.key) }
    }

    mutating func refill(_ counts: [Count]) {
        for count in counts { tables[count.limit].refill(count.key) }
    }

    var keyCount: Int { tables.reduce(0) { $0 + $1.keyCount } }
}
