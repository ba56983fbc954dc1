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

    /// So many connections are looked at for one that can give way.
    private static let sampleCount = 64

    init(limits: ConnectionLimits) { self.limits = limits }

    /// For tests.
    var count: Int { entries.withLock { $0.all.count } }
    var addressCount: Int { entries.withLock { $0.byAddress.count } }

    /// Takes a connection in, or says why not.
    func add(_ state: ConnectionState, address: ClientAddress) -> ConnectionEnd? {
        let key = limits.maxConnectionsPerAddress == nil ? nil : address.rateKey
        let (refusal, evicted) = entries.withLock { entries -> (ConnectionEnd?, ConnectionState?) in
            let mates = key.flatMap { entries.byAddress[$0] } ?? []
            var evicted: ConnectionState?
            if let most = limits.maxConnectionsPerAddress, mates.count >= most {
                evicted = Self.idlest(mates.prefix(Self.sampleCount), entries)
                if evicted == nil { return (.tooManyOfAddress, nil) }
            } else if entries.all.count >= limits.maxConnections {
                evicted = Self.idlest(entries.all.keys.prefix(Self.sampleCount), entries)
                if evicted == nil { return (.tooManyConnections, nil) }
            }
            if let evicted { Self.remove(evicted, from: &entries) }
            Self.insert(state, key, into: &entries)
            return (nil, evicted)
        }
        evicted?.giveWay()
        return refusal
    }

    func remove(_ state: ConnectionState) { entries.withLock { Self.remove(state, from: &$0) } }

    // MARK: - Entries

    private static func idlest(_ ids: some Sequence<ObjectIdentifier>, _ entries: Entries) -> ConnectionState? {
        let idle = ids.compactMap { id in
            entries.all[id].flatMap { entry in entry.state.idleSinceNanoseconds.map { (entry.state, $0) } }
        }
        return idle.min { $0.1 < $1.1 }?.0
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
