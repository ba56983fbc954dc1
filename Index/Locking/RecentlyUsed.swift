/// Values as they were last used, as many as have room: where one more needs room, what was used longest ago is dropped,
/// one after the other, so that nobody waits for many to be freed at once.
///
/// Inlinable, as `Locked` is, since the rooms that use it would otherwise ask at run time what its types are.
public struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    @usableFromInline struct Kept: Sendable {
        @usableFromInline var key: Key
        @usableFromInline var value: Value
        @usableFromInline var byteCount: Int

        @inlinable
        init(key: Key, value: Value, byteCount: Int) {
            self.key = key
            self.value = value
            self.byteCount = byteCount
        }
    }

    /// The places of the neighbours in the order of use.
    @usableFromInline struct Neighbours: Sendable {
        @usableFromInline var newer: Int
        @usableFromInline var older: Int

        @inlinable
        init(newer: Int = none, older: Int = none) {
            self.newer = newer
            self.older = older
        }
    }

    @usableFromInline var places: [Key: Int] = [:]
    /// By place; nil where it is free.
    @usableFromInline var kept: [Kept?] = []
    @usableFromInline var order: [Neighbours] = []
    @usableFromInline var free: [Int] = []
    @usableFromInline var newest = none
    @usableFromInline var oldest = none
    @usableFromInline var counted = CacheUsage()
    @usableFromInline let byteLimit: Int

    @inlinable static var none: Int { -1 }

    /// - Parameter byteLimit: what all together may take, as counted by who keeps a value.
    @inlinable
    public init(byteLimit: Int) { self.byteLimit = byteLimit }

    @inlinable public var usage: CacheUsage { counted }

    /// What is kept under a key, if it is of use still; it is the newest then.
    @inlinable
    public mutating func value(_ key: Key, where isOfUse: (Value) -> Bool = { _ in true }) -> Value? {
        let value = known(key, where: isOfUse)
        if value == nil { counted.misses += 1 }
        return value
    }

    /// The same for who asks again where there is none: that is no miss yet.
    @inlinable
    public mutating func known(_ key: Key, where isOfUse: (Value) -> Bool = { _ in true }) -> Value? {
        guard let place = places[key], let value = kept[place]?.value, isOfUse(value) else { return nil }
        counted.hits += 1
        if place != newest {
            unlink(place)
            link(place)
        }
        return value
    }

    /// Keeps a value in place of what was under its key. One that has no room by itself is not kept.
    @inlinable
    public mutating func keep(_ value: Value, for key: Key, byteCount: Int) {
        if let place = places[key] { remove(place) }
        guard byteCount <= byteLimit else { return }
        while counted.byteCount + byteCount > byteLimit { remove(oldest) }
        let place = takePlace()
        kept[place] = Kept(key: key, value: value, byteCount: byteCount)
        places[key] = place
        counted.byteCount += byteCount
        link(place)
    }

    /// Drops what was used longest ago while that is over, so many values at most.
    @inlinable
    public mutating func dropOldest(_ most: Int, while isOver: (Value) -> Bool) {
        for _ in 0..<most {
            guard oldest != Self.none, let value = kept[oldest]?.value, isOver(value) else { return }
            remove(oldest)
        }
    }

    /// What is kept under a key, without use of it.
    @inlinable
    public func peek(_ key: Key) -> Value? { places[key].flatMap { kept[$0]?.value } }

    /// Drops what is kept under a key, and returns it.
    @inlinable @discardableResult
    public mutating func forget(_ key: Key) -> Value? {
        guard let place = places[key], let value = kept[place]?.value else { return nil }
        remove(place)
        return value
    }

    /// What was used longest ago, without use of it.
    @inlinable
    public var oldestEntry: (key: Key, value: Value)? {
        guard oldest != Self.none, let entry = kept[oldest] else { return nil }
        return (entry.key, entry.value)
    }

    // MARK: Places

    @inlinable
    mutating func takePlace() -> Int {
        if let place = free.popLast() { return place }
        kept.append(nil)
        order.append(Neighbours())
        return kept.count - 1
    }

    @inlinable
    mutating func remove(_ place: Int) {
        guard let removed = kept[place] else { return }
        unlink(place)
        kept[place] = nil
        free.append(place)
        places[removed.key] = nil
        counted.byteCount -= removed.byteCount
    }

    /// Puts a place that has no neighbours before the newest.
    @inlinable
    mutating func link(_ place: Int) {
        order[place] = Neighbours(older: newest)
        if newest == Self.none { oldest = place } else { order[newest].newer = place }
        newest = place
    }

    @inlinable
    mutating func unlink(_ place: Int) {
        let neighbours = order[place]
        if neighbours.newer == Self.none {
            newest = neighbours.older
        } else {
            order[neighbours.newer].older = neighbours.older
        }
        if neighbours.older == Self.none {
            oldest = neighbours.newer
        } else {
            order[neighbours.older].newer = neighbours.newer
        }
    }
}

/// What a cache holds, and how often it held what was asked of it.
public struct CacheUsage: Hashable, Sendable {
    public var hits = 0
    public var misses = 0
    /// What all values together take, as counted by who keeps them.
    public var byteCount = 0

    public init() {}
}
