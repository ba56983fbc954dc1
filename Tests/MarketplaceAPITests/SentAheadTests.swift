import NIOCore
import NIOEmbedded
import Testing

@testable import MarketplaceAPI

@Suite("What clients send ahead")
struct SentAheadTests {
    @Test("nothing is read from the socket while something that came before waits", arguments: [50, 1_024, 3_000])
    func reads(requestByteCount: Int) throws {
        let embedded = try EmbeddedConnection()
        let (channel, reads, answerer) = (embedded.channel, embedded.reads, embedded.answerer)
        #expect(reads.count == 1)

        let head = "GET / HTTP/1.1\r\nHost: a\r\nA: "
        let request = head + String(repeating: "a", count: requestByteCount - head.utf8.count - 4) + "\r\n\r\n"
        let requestCount = 32 * 1024 / requestByteCount
        // The last one comes in two pieces: its last line end, one character of Swift, comes later.
        try channel.writeInbound(
            ByteBuffer(string: String(repeating: request, count: requestCount) + request.dropLast()))
        for number in 0..<requestCount {
            try #require(answerer.waitingCount == 1 && reads.count == 1, "request \(number)")
            try answerer.answer()
        }
        #expect(answerer.waitingCount == 0 && reads.count > 1)
        try channel.writeInbound(ByteBuffer(string: "\r\n"))
        try #require(answerer.waitingCount == 1)
        let readCount = reads.count
        try answerer.answer()
        #expect(reads.count > readCount)
        _ = try channel.finish(acceptAlreadyClosed: true)
    }
}
