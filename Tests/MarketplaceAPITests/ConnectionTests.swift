import Foundation
import Hummingbird
import Locking
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import MarketplaceAPI

@Suite("Connections keep their limits and lose no answer")
struct ConnectionTests {
    private static let get = "GET /v1/categories HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let post = "POST /v1/tokens HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"

    // MARK: Deadlines

    @Test("a head that does not come in time is answered with 408")
    func slowHead() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market, limits: ConnectionTestServer.hastyLimits) { port, _, counts in
            let client = try await RawClient(port: port)
            try await client.send("GET / HTTP/1.1\r\nHost:")
            #expect(RawAnswer(try await client.read())?.status == 408)
            #expect(counts.count(.slowHead) == 1)
        }
    }

    @Test("a connection that says nothing is closed without an answer")
    func silence() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market, limits: ConnectionTestServer.hastyLimits) { port, _, counts in
            let client = try await RawClient(port: port)
            #expect(try await client.read() == "")
            // The client of the test framework is silent, too.
            #expect(counts.count(.idle) >= 1)
        }
    }

    @Test(
        "a body that stops coming is answered with 408, chunks or not",
        arguments: ["Content-Length: 100", "Transfer-Encoding: chunked"])
    func slowBody(framing: String) async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market, limits: ConnectionTestServer.hastyLimits) { port, _, counts in
            let client = try await RawClient(port: port)
            try await client.send(Self.post + framing + "\r\n\r\n")
            let answer = try #require(RawAnswer(try await client.read()))
            #expect(answer.status == 408 && answer.closes)
            #expect(counts.count(.slowBody) == 1)
        }
    }

    @Test("a length that no body has is refused, and none ends the server when its deadline is reckoned")
    func endlessBody() async throws {
        let handler: @Sendable (Request, APIContext) async throws -> Response = { request, _ in
            // Ends once the body is given up, after ten looks at its deadline.
            _ = try? await request.body.collect(upTo: 1)
            return Response(status: .ok)
        }
        try await ConnectionTestServer.serve(limits: ConnectionTestServer.hastyLimits, handler: handler) { port in
            let most = MessageRules.maxBodyByteCount
            for (length, status) in [(most, 200), (most + 1, 413), (Int.max, 413)] {
                let text = "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n"
                let answer = try #require(RawAnswer(try await ConnectionTestServer.ask(port, text)))
                #expect(answer.status == status && answer.closes, "\(length)")
            }
        }
        let limits = ConnectionLimits()
        #expect(limits.bodySeconds(receivedBytes: 80, remainingBytes: .max) == 60 + Int.max / limits.bodyBytesPerSecond)
    }

    @Test("a client that waits to be asked for its body is not slow, and its time begins when it is asked")
    func bodyNotAskedFor() throws {
        let limits = ConnectionTestServer.limits
        let embedded = try EmbeddedConnection(limits: limits)
        func pass(seconds: Int64) { embedded.channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }
        try embedded.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n")
        pass(seconds: 1_000)
        #expect(embedded.counts.count(.slowBody) == 0)
        embedded.state.askForBody()
        pass(seconds: 9)
        #expect(try embedded.written() == "HTTP/1.1 100 Continue\r\n\r\n")
        #expect(embedded.counts.count(.slowBody) == 0)
        pass(seconds: 100)
        #expect(embedded.counts.count(.slowBody) == 1)
    }

    @Test("a client that does not read its answer is cut off")
    func slowReader() async throws {
        let gone = Locked(false)
        let handler: @Sendable (Request, APIContext) async throws -> Response = { _, context in
            context.connection.onClose { gone.withLock { $0 = true } }
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    let part = ByteBuffer(repeating: 0x61, count: 1 << 20)
                    for _ in 0..<4_096 { try await writer.write(part) }
                    try await writer.finish(nil)
                })
        }
        try await ConnectionTestServer.serve(limits: ConnectionTestServer.hastyLimits, handler: handler) { port in
            let client = try await RawClient(port: port)
            try await client.send(Self.get)
            try await ConnectionTestServer.wait { gone.withLock { $0 } }
            withExtendedLifetime(client) {}
        }
    }

    // MARK: The client's end

    @Test("a request knows that its client has gone while it is being answered", arguments: [true, false])
    func clientGone(closesAll: Bool) async throws {
        let begun = Locked(false)
        let gone = Locked(false)
        let handler: @Sendable (Request, APIContext) async throws -> Response = { _, context in
            begun.withLock { $0 = true }
            context.connection.onClose { gone.withLock { $0 = true } }
            try await ConnectionTestServer.wait { gone.withLock { $0 } }
            return Response(status: .ok)
        }
        try await ConnectionTestServer.serve(handler: handler) { port in
            var client: RawClient? = try await RawClient(port: port)
            // What is sent ahead does not hide the end.
            try await client?.send(Self.get + Self.get)
            try await ConnectionTestServer.wait { begun.withLock { $0 } }
            if closesAll { client = nil } else { client?.endSending() }
            try await ConnectionTestServer.wait { gone.withLock { $0 } }
            _ = client
        }
    }

    @Test("what a request registered is forgotten with its answer")
    func endOfRequest() async throws {
        let calls = Locked(0)
        let handler: @Sendable (Request, APIContext) async throws -> Response = { _, context in
            context.connection.onClose { calls.withLock { $0 += 1 } }
            return Response(status: .ok)
        }
        try await ConnectionTestServer.serve(handler: handler) { port in
            var client: RawClient? = try await RawClient(port: port)
            try await client?.send(Self.get)
            #expect(RawAnswer(try await client?.read { RawAnswer($0) != nil } ?? "")?.status == 200)
            client = nil
        }
        #expect(calls.withLock { $0 } == 0)
    }

    /// What has to be read or searched for is given up for such a client.
    @Test("a client that ends sending after its requests gets the answers that are there at once")
    func halfClosed() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market) { port, _, _ in
            let client = try await RawClient(port: port)
            try await client.send(Self.get + Self.get)
            client.endSending()
            let text = try await client.read()
            #expect(text.components(separatedBy: "HTTP/1.1 200").count == 3, "\(text.prefix(300))")
        }
    }

    // MARK: Messages in a row

    @Test("requests sent ahead are answered in their order, however the bytes are cut")
    func pipelining() async throws {
        let handler: @Sendable (Request, APIContext) async throws -> Response = { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            return Response(
                status: .ok,
                body: ResponseBody(byteBuffer: ByteBuffer(string: "<\(request.uri.path) \(body.readableBytes)>")))
        }
        try await ConnectionTestServer.serve(handler: handler) { port in
            for seed in UInt64(1)...5 {
                var random = SeededGenerator(seed: seed)
                var expected = ""
                var text = ""
                for number in 0..<60 {
                    let count = Int.random(in: 0...3_000, using: &random)
                    let body = String(repeating: "b", count: count)
                    expected += "</\(number) \(count)>"
                    switch Int.random(in: 0...2, using: &random) {
                    case 0 where count > 0:
                        text += "POST /\(number) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        text += "\(String(count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
                    default:
                        text += "POST /\(number) HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n\(body)"
                    }
                }
                text += "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                expected += "</last 0>"
                let client = try await RawClient(port: port)
                async let answers = client.read()
                var rest = Array(text.utf8)[...]
                while !rest.isEmpty {
                    let piece = rest.prefix(Int.random(in: 1...4_000, using: &random))
                    rest = rest.dropFirst(piece.count)
                    try await client.send(Array(piece))
                }
                let bodies = try await answers.matches(of: #/<[^>]*>/#).map { String($0.output) }.joined()
                #expect(bodies == expected, "seed \(seed)")
            }
        }
    }

    @Test("a request that is no message ends the connection behind the answers before it")
    func malformedBehind() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market) { port, _, _ in
            let client = try await RawClient(port: port)
            try await client.send(Self.get + "GET / HTTP/1.1\r\n\r\n" + Self.get)
            let text = try await client.read()
            #expect(text.components(separatedBy: "HTTP/1.1 200").count == 2)
            #expect(text.components(separatedBy: "HTTP/1.1 400").count == 2)
        }
    }

    @Test("nothing of a body that is refused is read on, and the answer comes through")
    func refusedBody() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market) { port, _, _ in
            let client = try await RawClient(port: port)
            try await client.send(Self.post + "Content-Length: 100000000\r\n\r\n")
            let piece = [UInt8](repeating: 0x61, count: 64 * 1024)
            for _ in 0..<16 { try? await client.send(piece) }
            let answer = try #require(RawAnswer(try await client.read()))
            #expect(answer.status == 413 && answer.closes)
        }
    }

    // MARK: Limits

    @Test("one connection more than there may be takes the place of the idlest")
    func idlestGivesWay() async throws {
        let market = try await Market()
        var limits = ConnectionTestServer.limits
        limits.maxConnections = 4
        try await ConnectionTestServer.serve(market, limits: limits) { port, _, counts in
            var clients: [RawClient] = []
            for _ in 0..<12 {
                let client = try await RawClient(port: port)
                try await client.send(Self.get)
                #expect(RawAnswer(try await client.read { RawAnswer($0)?.isWhole ?? false })?.status == 200)
                clients.append(client)
            }
            // The client of the test framework was the first of thirteen.
            #expect(counts.count(.gaveWay) == 9)
            // Those that gave way are closed, and the last ones serve on.
            for client in clients.prefix(8) { #expect(try await client.read() == "") }
            for client in clients.suffix(4) {
                try await client.send(Self.get)
                #expect(RawAnswer(try await client.read { RawAnswer($0)?.isWhole ?? false })?.status == 200)
            }
        }
    }

    @Test("where all connections are busy, one more is told to come later", arguments: [true, false])
    func refused(byAddress: Bool) async throws {
        var limits = ConnectionTestServer.limits
        if byAddress { limits.maxConnectionsPerAddress = 3 } else { limits.maxConnections = 3 }
        let begun = Locked(0)
        let isReleased = Locked(false)
        let handler: @Sendable (Request, APIContext) async throws -> Response = { _, _ in
            begun.withLock { $0 += 1 }
            try await ConnectionTestServer.wait { isReleased.withLock { $0 } }
            return Response(status: .ok)
        }
        try await ConnectionTestServer.serve(limits: limits, handler: handler) { port in
            var clients: [RawClient] = []
            for count in 1...3 {
                let client = try await RawClient(port: port)
                try await client.send(Self.get)
                clients.append(client)
                try await ConnectionTestServer.wait { begun.withLock { $0 } >= count }
            }
            let answer = try #require(RawAnswer(try await RawClient(port: port).read()))
            #expect(answer.status == 503 && answer.closes)
            #expect(answer.head.lowercased().contains("retry-after: "))
            isReleased.withLock { $0 = true }
            for client in clients {
                #expect(RawAnswer(try await client.read { RawAnswer($0) != nil })?.status == 200)
            }
        }
    }

    @Test("connections that are refused, and stay, leave sockets to accept with")
    func refusedStay() async throws {
        var limits = ConnectionTestServer.limits
        limits.maxConnections = 3
        limits.lingerSeconds = 1_000
        let begun = Locked(0)
        let isReleased = Locked(false)
        let handler: @Sendable (Request, APIContext) async throws -> Response = { _, _ in
            begun.withLock { $0 += 1 }
            try await ConnectionTestServer.wait { isReleased.withLock { $0 } }
            return Response(status: .ok)
        }
        let counts = ConnectionCounts()
        try await ConnectionTestServer.serve(limits: limits, counts: counts, handler: handler) { [limits] port in
            var clients: [RawClient] = []
            for count in 1...3 {
                let client = try await RawClient(port: port)
                try await client.send(Self.get)
                clients.append(client)
                try await ConnectionTestServer.wait { begun.withLock { $0 } >= count }
            }
            // None of them closes, so that more would stay than there are sockets.
            for number in 0..<(2 * limits.maxSockets) {
                let client = try await RawClient(port: port)
                #expect(RawAnswer(try await client.read())?.status == 503, "\(number)")
                clients.append(client)
            }
            try await ConnectionTestServer.wait { counts.open <= limits.maxConnections + limits.maxLingering }
            isReleased.withLock { $0 = true }
            for client in clients.prefix(3) {
                #expect(RawAnswer(try await client.read { RawAnswer($0) != nil })?.status == 200)
            }
        }
    }

    @Test("descriptors are left for what is not a connection, and of few some are left for connections")
    func descriptors() {
        for descriptors in [200, 256, 512, 1_024, 20_000] {
            let limits = ConnectionLimits(maxConnections: ConnectionLimits.mostConnections(descriptors: descriptors))
            let reserved = ConnectionLimits.reservedDescriptors(of: descriptors)
            #expect(limits.maxSockets + reserved <= descriptors, "\(descriptors)")
            #expect(reserved >= 96 && (descriptors < 1_024 || reserved == 256), "\(descriptors)")
        }
        #expect(ConnectionLimits.mostConnections(descriptors: 200) == 92)
    }
}
