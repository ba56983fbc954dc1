import NIOCore
import NIOEmbedded
import Testing

@testable import MarketplaceAPI

@Suite("Answers that their clients have not read")
struct UnreadAnswerTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    /// A connection whose client has asked for something, and reads nothing of the answer.
    private static func unread(_ unsentAnswers: UnsentAnswers? = nil) throws -> EmbeddedConnection {
        let connection = try EmbeddedConnection(unsentAnswers: unsentAnswers)
        try connection.send(get)
        connection.client.isReading = false
        try connection.answerer.answer(bodyByteCount: 1_000)
        return connection
    }

    // MARK: Until they are read

    @Test("a connection is idle, and gives way, only once its client has the whole answer")
    func idle() throws {
        var limits = ConnectionLimits(maxConnections: 10)
        limits.maxConnectionsPerAddress = 1
        let registry = ConnectionRegistry(limits: limits)
        let address = try #require(ClientAddress("1.2.3.4"))
        let connection = try Self.unread()
        #expect(registry.add(connection.state, address: address) == nil)
        #expect(registry.add(ConnectionState(), address: address) == .tooManyOfAddress)
        connection.client.readAll()
        // It looks once a second.
        connection.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(registry.add(ConnectionState(), address: address) == nil)
        connection.channel.embeddedEventLoop.run()
        #expect(!connection.channel.isActive)
        let answer = try #require(RawAnswer(try connection.written()))
        #expect(answer.status == 200 && answer.body.utf8.count == 1_000)
    }

    @Test("an answer goes out as a whole though the server is told to stop meanwhile")
    func shutdown() throws {
        let connection = try Self.unread()
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(connection.channel.isActive)
        connection.client.readAll()
        #expect(!connection.channel.isActive)
        let answer = try #require(RawAnswer(try connection.written()))
        #expect(answer.status == 200 && answer.body.utf8.count == 1_000)
        connection.channel.embeddedEventLoop.run()
    }

    @Test("a connection whose client has everything ends at once when the server is told to stop")
    func idleShutdown() throws {
        let connection = try Self.unread()
        connection.client.readAll()
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(!connection.channel.isActive)
        connection.channel.embeddedEventLoop.run()
    }

    // MARK: Requests sent ahead

    @Test("the next request waits until its client has taken most of the answer before", arguments: [true, false])
    func nextRequest(isChunked: Bool) throws {
        let embedded = try EmbeddedConnection()
        let (channel, reads, answerer) = (embedded.channel, embedded.reads, embedded.answerer)
        // The third one comes in two pieces: its last line end, one character of Swift, comes later.
        try embedded.send(Self.get + Self.get + Self.get.dropLast())
        let readCount = reads.count
        for number in 1...2 {
            try #require(answerer.waitingCount == 1, "request \(number)")
            channel.isWritable = false
            try answerer.answer(bodyByteCount: 100_000, isChunked: isChunked)
            #expect(answerer.waitingCount == 0 && reads.count == readCount, "answer \(number)")
            channel.isWritable = true
            channel.pipeline.fireChannelWritabilityChanged()
        }
        #expect(answerer.waitingCount == 0 && reads.count > readCount)
        try embedded.send("\r\n")
        try #require(answerer.waitingCount == 1)
        try answerer.answer()
        let text = try embedded.written()
        #expect(text.ranges(of: "HTTP/1.1 200").count == 3)
        #expect(text.count { $0 == "*" } == 200_000)
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    @Test("an answer is ended though nothing more is to come while its client takes it")
    func lastAnswer() throws {
        let embedded = try EmbeddedConnection()
        try embedded.send(Self.get)
        embedded.channel.isWritable = false
        try embedded.answerer.answer(bodyByteCount: 100_000, isChunked: true)
        embedded.channel.close(mode: .output, promise: nil)
        let text = try embedded.written()
        #expect(text.hasSuffix("\r\n0\r\n\r\n"))
        #expect(!embedded.channel.isActive)
        embedded.channel.embeddedEventLoop.run()
    }

    // MARK: All connections together

    @Test("past the limit of all the connection ends that has held something longest, and what is taken is not counted")
    func limit() throws {
        let counts = ConnectionCounts()
        let unsentAnswers = UnsentAnswers(limit: 2_500, counts: counts)
        let connections = try (0..<2).map { _ in try Self.unread(unsentAnswers) }
        for connection in connections { connection.channel.embeddedEventLoop.run() }
        #expect((2_000...2_500).contains(counts.unsentBytes))
        let third = try Self.unread(unsentAnswers)
        for connection in connections + [third] { connection.channel.embeddedEventLoop.run() }
        #expect((connections + [third]).map(\.channel.isActive) == [false, true, true])
        #expect(connections[0].counts.count(.unreadAnswers) == 1)
        #expect((2_000...2_500).contains(counts.unsentBytes))
        for connection in [connections[1], third] {
            connection.client.readAll()
            connection.channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            #expect(connection.counts.count(.unreadAnswers) == 0)
        }
        #expect(counts.unsentBytes == 0)
    }

    @Test("one that is to end goes on if its client has taken everything since")
    func takenMeanwhile() throws {
        let unsentAnswers = UnsentAnswers(limit: 1_500, counts: ConnectionCounts())
        let (first, second) = (try Self.unread(unsentAnswers), try Self.unread(unsentAnswers))
        first.client.readAll()
        for connection in [first, second] { connection.channel.embeddedEventLoop.run() }
        #expect(first.channel.isActive && second.channel.isActive)
    }

    // MARK: Pace

    /// After how many seconds a client is cut off that reads at an even pace; nil where it gets all.
    private static func secondsUntilCutOff(byteCount: Int, bytesPerSecond: Int) -> Int? {
        var pace = AnswerPace()
        var unsent = byteCount
        for second in 1...100_000 {
            unsent = max(0, unsent - bytesPerSecond)
            if pace.isTooSlow(sentBytes: byteCount - unsent, unsentBytes: unsent, ConnectionLimits()) { return second }
            if unsent == 0 { return nil }
        }
        return .max
    }

    @Test("an answer of any size is taken within five minutes, or its client is cut off", arguments: [20, 21, 26])
    func pace(log2ByteCount: Int) {
        let byteCount = 1 << log2ByteCount
        let least = byteCount / 300
        #expect(Self.secondsUntilCutOff(byteCount: byteCount, bytesPerSecond: least + least / 20) == nil)
        #expect(Self.secondsUntilCutOff(byteCount: byteCount, bytesPerSecond: least - least / 20) == 20)
    }

    @Test("a small answer may take as long as a kilobyte a second does")
    func smallAnswer() {
        #expect(Self.secondsUntilCutOff(byteCount: 100_000, bytesPerSecond: 1_024) == nil)
        #expect(Self.secondsUntilCutOff(byteCount: 100_000, bytesPerSecond: 1_000) == 20)
    }
}
