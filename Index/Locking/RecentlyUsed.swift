/// Values as they were last used, as many as have room: when the newer half is full it becomes the older, and what was in
/// that is dropped.
public struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Kept: Sendable {
        var value: Value
        var byteCount: Int
    }

    private var newer: [Key: Kept] = [:]
    private var older: [Key: Kept] = [:]
    private var newerBytes = 0
    private let halfBytes: Int

    /// - Parameter halfBytes: What either half may take, as counted by who keeps a value.
    public init(halfBytes: Int) { self.halfBytes = halfBytes }

    /// What is kept under a key; it is the newest then.
    public mutating func value(_ key: Key) -> Value? {
        if let kept = newer[key] { return kept.value }
        guard let kept = older[key] else { return nil }
        keep(kept.value, for: key, byteCount: kept.byteCount)
        return kept.value
    }

    /// Keeps a value in place of what was under its key. One that takes more than a half is not kept.
    public mutating func keep(_ value: Value, for key: Key, byteCount: Int) {
        older[key] = nil
        if let before = newer.removeValue(forKey: key) { newerBytes -= before.byteCount }
        guard byteCount <= halfBytes else { return }
        if newerBytes + byteCount > halfBytes {
            older = newer
            newer = [:]
            newerBytes = 0
        }
        newer[key] = Kept(value: value, byteCount: byteCount)
        newerBytes += byteCount
    }

    public mutating func removeAll() { self = RecentlyUsed(halfBytes: halfBytes) }
}
