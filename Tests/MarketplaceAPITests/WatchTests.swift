import Foundation
import HTTPTypes
import Locking
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import MarketplaceAPI

@Suite("Who watches the server is answered at once, and nobody else waits for it")
struct WatchTests {
    /// A connection to the handler alone, and the requests that are sent on it one behind the other.
    private struct Watched {
        let channel = EmbeddedChannel()
        private(set) var answerCount = 0

        init(_ market: Market, isAlone: Bool = false) async throws {
            let answers = WatchAnswers(
                search: market.services.search, metrics: KeptMetrics(clock: .system) { "metrics" })
            try channel.pipeline.syncOperations.addHandler(
                WatchHandler(answers: answers, metrics: RequestMetrics(), isAlone: isAlone))
            channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        }

        /// Sends a request. Whether it is answered.
        mutating func ask(_ path: String = "/metrics") throws -> Bool {
            try channel.writeInbound(
                HTTPRequestPart.head(.init(method: .get, scheme: "http", authority: "a", path: path)))
            try channel.writeInbound(HTTPRequestPart.end(nil))
            return try takeAnswer()
        }

        /// Whether one more answer has been written.
        mutating func takeAnswer() throws -> Bool {
            var isEnded = false
            while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
                if case .end = part { isEnded = true }
            }
            if isEnded { answerCount += 1 }
            return isEnded
        }
    }

    @Test("an answer waits until the client has taken those before it")
    func backPressure() async throws {
        var watched = try await Watched(Market())
        #expect(try watched.ask())
        watched.channel.isWritable = false
        #expect(try !watched.ask())
        watched.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(try !watched.takeAnswer())
        watched.channel.isWritable = true
        watched.channel.pipeline.fireChannelWritabilityChanged()
        #expect(try watched.takeAnswer())
        #expect(try watched.ask("/healthz"))
    }

    @Test("who asks many times at once leaves the loop to others in between")
    func turns() async throws {
        var watched = try await Watched(Market())
        for _ in 0..<5 {
            for _ in 0..<WatchHandler.maxAnswersInTurn { #expect(try watched.ask()) }
            #expect(try !watched.ask())
            watched.channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
            #expect(try watched.takeAnswer())
            watched.channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        }
        #expect(watched.answerCount == 5 * (WatchHandler.maxAnswersInTurn + 1))
    }

    @Test("a request is answered before its body, which is not waited for")
    func body() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market) { port, _, _ in
            let text = "GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
            let answer = try #require(RawAnswer(try await ConnectionTestServer.ask(port, text)))
            #expect(answer.status == 200 && answer.closes)
        }
    }

    @Test("thousands of requests sent ahead are all answered, in order")
    func sentAhead() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market) { port, _, _ in
            let client = try await RawClient(port: port)
            let get = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
            async let answers = client.read()
            try await client.send(String(repeating: get, count: 500))
            try await client.send("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let texts = try await answers.components(separatedBy: "HTTP/1.1 200").dropFirst()
            #expect(texts.count == 1_001)
            let isMetrics = texts.map { $0.contains("process_resident_memory_bytes") }
            #expect(isMetrics == (0..<1_001).map { $0 < 1_000 && $0 % 2 == 0 })
        }
    }

    @Test("an address of its own gives one answer a connection, once the client has taken it")
    func alone() async throws {
        var watched = try await Watched(Market(), isAlone: true)
        watched.channel.isWritable = false
        #expect(try !watched.ask())
        #expect(watched.channel.isActive)
        watched.channel.isWritable = true
        watched.channel.pipeline.fireChannelWritabilityChanged()
        #expect(try watched.takeAnswer())
        #expect(!watched.channel.isActive)
    }

    @Test("an address that another process listens on is named")
    func addressTaken() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market) { port, _, _ in
            let listener = market.server.watchListener(host: "localhost", port: port)
            let error = await #expect(throws: WatchListener.AddressTaken.self) { try await listener.run() }
            #expect(error?.port == port && error?.host == "localhost")
        }
    }

    @Test("the metrics are made once a second, however often they are asked for")
    func kept() {
        let clock = HandClock()
        let count = Locked(0)
        let metrics = KeptMetrics(clock: clock.marketClock) {
            count.withLock { count in
                count += 1
                return "\(count)"
            }
        }
        for _ in 0..<10 { #expect(String(buffer: metrics.text()) == "1") }
        clock.forward(minutes: 1)
        for _ in 0..<10 { #expect(String(buffer: metrics.text()) == "2") }
    }
}
