import Locking
import NIOCore

/// The connections that are served, in all and for each client address. Where there are too many, the one that has been
/// idle longest gives way; where all are busy, the new one is refused.
final class ConnectionRegistry: Sendable {
    private struct Entry {
        var state: ConnectionState
        var address: String?
    }

    private struct Entries {
        var all: [ObjectIdentifier: Entry] = [:]
        var byAddress: [String: [ObjectIdentifier]] = [:]
    }

    private let limits: ConnectionLimits
    private let entries = Locked(Entries())
    private let lingering = Locked(0)

    /// So many connections are looked at for one that can give way.
    private static let sampleCount = 64

    init(limits: ConnectionLimits) { self.limits = limits }

    /// For tests.
    var count: Int { entries.withLock { $0.all.count } }
    var addressCount: Int { entries.withLock { $0.byAddress.count } }

    /// Takes a connection in, or says why not.
    func add(_ state: ConnectionState, address: ClientAddress) -> ConnectionEnd? {
        let key = limits.maxConnectionsPerAddress == nil ? nil : address.rateKey
        return entries.withLock { entries -> ConnectionEnd? in
            let mates = key.flatMap { entries.byAddress[$0] } ?? []
            if let most = limits.maxConnectionsPerAddress, mates.count >= most {
                guard Self.idlestGivesWay(mates.prefix(Self.sampleCount), &entries) else { return .tooManyOfAddress }
            } else if entries.all.count >= limits.maxConnections {
                guard Self.idlestGivesWay(entries.all.keys.prefix(Self.sampleCount), &entries) else {
                    return .tooManyConnections
                }
            }
            Self.insert(state, key, into: &entries)
            return nil
        }
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

    private static func insert(_ state: ConnectionState, _ key: String?, into entries: inout Entries) {
        entries.all[ObjectIdentifier(state)] = Entry(state: state, address: key)
        if let key { entries.byAddress[key, default: []].append(ObjectIdentifier(state)) }
    }

    private static func remove(_ state: ConnectionState, from entries: inout Entries) {
        let id = ObjectIdentifier(state)
        guard let key = entries.all.removeValue(forKey: id)?.address, var mates = entries.byAddress[key] else { return }
        mates.removeAll { $0 == id }
        entries.byAddress[key] = mates.isEmpty ? nil : mates
    }
}
