/// What connections may take, in number, time and memory.
public struct ConnectionLimits: Hashable, Sendable {
    /// Connections in all that are served at once. One more is told to come again later.
    public var maxConnections: Int
    /// Connections of one client address, IPv6 by /64; nil sets no limit, as behind a proxy, whose address all clients
    /// share.
    public var maxConnectionsPerAddress: Int?
    /// Of one network, IPv6 by /48, which one customer may have: half of all unless an address may have more.
    var maxConnectionsPerNetwork: Int? { maxConnectionsPerAddress.map { max($0, maxConnections / 2) } }
    /// From the first byte of a request's head, or from the connection's beginning, to the end of the head.
    public var headSeconds = 10
    /// From one answer to the next request.
    public var idleSeconds = 60
    /// Bodies of a few kilobytes get this long, larger ones a second more for each `bodyBytesPerSecond` bytes: 16 MiB
    /// come through a line of 128 kbit/s in 18 minutes, which is what the slowest village line sends.
    public var bodySeconds = 60
    public var bodyBytesPerSecond = 16 * 1024
    /// A body that stops coming is given up long before its deadline: each ten seconds have to bring so many bytes a
    /// second. A phone on a bad line sends ten times as many.
    public var leastBodyBytesPerSecond = 1024
    /// A client has to take so much of its answer a second, counted over `answerStallSeconds`, and of a large one so much
    /// that it has all of it within `longestAnswerSeconds`.
    public var leastAnswerBytesPerSecond = 1024
    public var answerStallSeconds = 20
    public var longestAnswerSeconds = 300
    /// Answers that wait for their clients to take them, all together. Past it a connection is cut off.
    public var unsentMemoryBytes = 256 << 20
    /// After the last answer the server waits so long for the client to close, so that the answer is not lost to a reset.
    public var lingerSeconds = 2
    /// As long as it sends at this pace what nobody reads any more, up to so long.
    public var leastLingeringBytesPerSecond = 64 * 1024
    public var longestLingerSeconds = 20
    /// The line with the method and the target.
    public var maxTargetBytes = 8 * 1024
    /// The whole head of a request.
    public var maxHeadBytes = 32 * 1024
    public var maxHeadFields = 100
    /// Bodies that are held or being received, all together.
    public var bodyMemoryBytes = 64 << 20
    /// Those of one account; the others' bodies always have room beside them.
    public var bodyMemoryBytesPerAccount = 32 << 20
    /// Those that came without a token, from one address, IPv6 by /64, and all together.
    public var bodyMemoryBytesPerAddress = 2 << 20
    /// Of one network, IPv6 by /48.
    var bodyMemoryBytesPerNetwork: Int { 4 * bodyMemoryBytesPerAddress }
    public var bodyMemoryBytesWithoutToken = 16 << 20
    /// A request waits so long for room for its body.
    public var bodyWaitSeconds = 10
    public var maxBodiesWaiting = 64
    /// Of one account or address, and of one network four times as many.
    public var maxBodiesWaitingPerOwner = 4
    /// How long a second is to all of these. Tests make it shorter.
    var tickMilliseconds: Int64 = 1000

    public init(maxConnections: Int = defaultMaxConnections) {
        self.maxConnections = maxConnections
        maxConnectionsPerAddress = max(8, maxConnections / 4)
    }

    /// How long a body may take of which so many bytes have come, and of which the client says that so many will. What a
    /// client says may be any number, so that the sums stop at the largest.
    func bodySeconds(receivedBytes: Int, remainingBytes: Int) -> Int {
        let (byteCount, isTooMany) = receivedBytes.addingReportingOverflow(remainingBytes)
        let (seconds, isTooLong) = bodySeconds.addingReportingOverflow(
            (isTooMany ? .max : byteCount) / bodyBytesPerSecond)
        return isTooLong ? .max : seconds
    }

    /// - Parameter unsentBytes: What waits for the client.
    func leastAnswerBytesPerSecond(unsentBytes: Int) -> Int {
        max(leastAnswerBytesPerSecond, unsentBytes / longestAnswerSeconds)
    }
}

// MARK: - Descriptors

extension ConnectionLimits {
    /// Sockets that are accepted at once: those of connections that are refused stay for a moment.
    var maxSockets: Int { maxConnections + max(8, maxConnections / 8) }

    /// Connections that wait after their last answer for the client to close, those that were refused among them. The
    /// rest of `maxSockets` is for connections that have just been accepted, so that accepting never stops for those
    /// that serve nothing any more.
    var maxLingering: Int {
        let spare = maxSockets - maxConnections
        return spare - spare / 4
    }

    /// The most connections that leave descriptors for the store, the index, the health listener and payments where the
    /// process may have so many.
    public static func mostConnections(descriptors: Int) -> Int {
        let forSockets = descriptors - reservedDescriptors(of: descriptors)
        return max(8, forSockets * 8 / 9)
    }

    /// What is left for all that is no client's connection: 64 for the health listener and 64 for the payment provider,
    /// some 30 for the store's readers and its writer, and the rest for the index, whose segments, commits and merges are
    /// files. Where the process may have few, a quarter of them and 96 at least: the listener and the provider rarely
    /// have all of theirs.
    static func reservedDescriptors(of descriptors: Int) -> Int { min(256, max(96, descriptors / 4)) }

    /// What a server takes if nothing is said: a connection costs some 30 KiB.
    public static let defaultMaxConnections = 2_000
}
