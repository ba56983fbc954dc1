import Locking
import NIOCore

/// The connections that are served, in all, for each client address and for each network. Where there are too many, the one that has been
/// idle longest gives way; where all are busy, the new one is refused.
final class ConnectionRegistry: Sendable {
    private struct Entry {
        var state: ConnectionState
        /// What it is counted by: its address, and its network if that holds more.
        var keys: [String]
    }

    private struct Entries {
        var all: [ObjectIdentifier: Entry] = [:]
        var byKey: [String: [ObjectIdentifier]] = [:]
    }

    private let limits: ConnectionLimits
    private let entries = Locked(Entries())
    private let lingering = Locked(0)

    /// So many connections are looked at for one that can give way.
    private static let sampleCount = 64

    init(limits: ConnectionLimits) { self.limits = limits }

    /// For tests.
    var count: Int { entries.withLock { $0.all.count } }
    var keyCount: Int { entries.withLock { $0.byKey.count } }

    /// Takes a connection in, or says why not.
    func add(_ state: ConnectionState, address: ClientAddress) -> ConnectionEnd? {
        let keys = keys(of: address)
        return entries.withLock { entries -> ConnectionEnd? in
            // The address stands first, and whoever gives way in it makes room in its network, too.
            if let full = keys.first(where: { entries.byKey[$0.key, default: []].count >= $0.most }) {
                let mates = entries.byKey[full.key, default: []].prefix(Self.sampleCount)
                guard Self.idlestGivesWay(mates, &entries) else { return .tooManyOfAddress }
            } else if entries.all.count >= limits.maxConnections {
                guard Self.idlestGivesWay(entries.all.keys.prefix(Self.sampleCount), &entries) else {
                    return .tooManyConnections
                }
            }
            Self.insert(state, keys.map(\.key), into: &entries)
            return nil
        }
    }

    private func keys(of address: ClientAddress) -> [(key: String, most: Int)] {
        guard let most = limits.maxConnectionsPerAddress else { return [] }
        let network = address.networkKey.flatMap { key in limits.maxConnectionsPerNetwork.map { (key: key, most: $0) } }
        return [(key: address.rateKey, most: most)] + (network.map { [$0] } ?? [])
    }

    func remove(_ state: ConnectionState) { entries.withLock { Self.remove(state, from: &$0) } }

    /// Whether one more connection may wait for its client to close; `endLingering` has to follow then.
    func beginLingering() -> Bool {
        lingering.withLock { count in
            guard count < limits.maxLingering else { return false }
            count += 1
            return true
        }
    }

    func endLingering() { lingering.withLock { $0 -= 1 } }

    // MARK: - Entries

    /// Takes out the one of some connections that has been idle longest. One that a request has come to meanwhile stays,
    /// and is counted on.
    private static func idlestGivesWay(_ ids: some Sequence<ObjectIdentifier>, _ entries: inout Entries) -> Bool {
        let idle = ids.compactMap { id in
            entries.all[id].flatMap { entry in entry.state.idleSinceNanoseconds.map { (state: entry.state, since: $0) }
            }
        }
        guard let evicted = idle.sorted(by: { $0.since < $1.since }).first(where: { $0.state.giveWay() }) else {
            return false
        }
        remove(evicted.state, from: &entries)
        return true
    }

    private static func insert(_ state: ConnectionState, _ keys: [String], into entries: inout Entries) {
        entries.all[ObjectIdentifier(state)] = Entry(state: state, keys: keys)
        for key in keys { entries.byKey[key, default: []].append(ObjectIdentifier(state)) }
    }

    private static func remove(_ state: ConnectionState, from entries: inout Entries) {
        let id = ObjectIdentifier(state)
        for key in entries.all.removeValue(forKey: id)?.keys ?? [] {
            entries.byKey[key]?.removeAll { $0 == id }
            if entries.byKey[key]?.isEmpty == true { entries.byKey[key] = nil }
        }
    }
}
