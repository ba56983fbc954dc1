import HummingbirdCore

/// Stops accepting where sockets run short: what the registry refuses has a socket still until it is told so.
struct AcceptGate: AvailableConnectionsDelegate {
    private let maxSockets: Int
    private var openSockets = 0

    init(maxSockets: Int) { self.maxSockets = maxSockets }

    mutating func connectionOpened() { openSockets += 1 }
    mutating func connectionClosed() { openSockets -= 1 }
    func isAcceptingNewConnections() -> Bool { openSockets < maxSockets }
}
