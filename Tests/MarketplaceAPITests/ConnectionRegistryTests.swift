import NIOCore
import NIOEmbedded
import Testing

@testable import MarketplaceAPI

@Suite("Connections are counted for as long as they serve")
struct ConnectionRegistryTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    private static var limits: ConnectionLimits {
        var limits = ConnectionLimits(maxConnections: 10)
        limits.maxConnectionsPerAddress = 1
        return limits
    }

    private static func address(_ text: String) throws -> ClientAddress { try #require(ClientAddress(text)) }

    @Test("a request that comes as its connection gives way is refused, not served uncounted")
    func requestWhileGivingWay() throws {
        let registry = ConnectionRegistry(limits: Self.limits)
        let connection = try EmbeddedConnection(limits: Self.limits)
        #expect(registry.add(connection.state, address: try Self.address("1.2.3.4")) == nil)
        #expect(registry.add(ConnectionState(), address: try Self.address("1.2.3.4")) == nil)
        // The event loop takes in what a client sends before it does what others ask of the connection.
        try connection.send(Self.get)
        #expect(connection.answerer.waitingCount == 0)
        let answer = try #require(RawAnswer(try connection.written()))
        #expect(answer.status == 503 && answer.closes && answer.head.lowercased().contains("retry-after: "))
        connection.channel.embeddedEventLoop.run()
        #expect(connection.counts.count(.gaveWay) == 1)
        #expect(registry.count == 1)
    }

    @Test("a connection that a request has come to does not give way, and stays counted")
    func busy() throws {
        let registry = ConnectionRegistry(limits: Self.limits)
        let connection = try EmbeddedConnection(limits: Self.limits)
        #expect(registry.add(connection.state, address: try Self.address("1.2.3.4")) == nil)
        try connection.send(Self.get)
        #expect(registry.add(ConnectionState(), address: try Self.address("1.2.3.4")) == .tooManyOfAddress)
        #expect(!connection.state.giveWay())
        try connection.answerer.answer()
        #expect(RawAnswer(try connection.written())?.status == 200)
        // Now it is idle.
        #expect(registry.add(ConnectionState(), address: try Self.address("1.2.3.4")) == nil)
        connection.channel.embeddedEventLoop.run()
        #expect(!connection.channel.isActive && registry.count == 1)
    }

    @Test("one network has half of all connections, from however many addresses")
    func network() throws {
        let registry = ConnectionRegistry(limits: ConnectionLimits(maxConnections: 100))
        let states = (0..<60).map { _ in ConnectionState() }
        for (number, state) in states.enumerated() {
            let refusal = registry.add(state, address: try Self.address("2001:db8:1:\(number)::1"))
            #expect(refusal == (number < 50 ? nil : .tooManyOfAddress), "\(number)")
        }
        #expect(registry.add(ConnectionState(), address: try Self.address("2001:db8:2::1")) == nil)
        // An idle one of its own gives way to another of the network.
        states[7].setIdle(sinceNanoseconds: 1)
        #expect(registry.add(ConnectionState(), address: try Self.address("2001:db8:1:99::1")) == nil)
        #expect(registry.count == 51)
        for state in states { registry.remove(state) }
        #expect(registry.count == 2 && registry.keyCount == 4)
    }

    @Test("so many linger that sockets are left to accept with", arguments: [8, 64, 2_000])
    func lingering(maxConnections: Int) {
        let limits = ConnectionLimits(maxConnections: maxConnections)
        let registry = ConnectionRegistry(limits: limits)
        var count = 0
        while registry.beginLingering(), count < 10_000 { count += 1 }
        #expect(count > 0 && maxConnections + count < limits.maxSockets)
        registry.endLingering()
        #expect(registry.beginLingering() && !registry.beginLingering())
    }
}
