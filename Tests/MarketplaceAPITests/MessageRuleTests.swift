import Testing

@testable import MarketplaceAPI

/// One message and the status that is right for it.
private struct Message: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    var status: Int
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ status: Int) {
        self.name = name
        self.text = text
        self.status = status
    }
}

private let get = "GET /v1/categories HTTP/1.1\r\n"
private let host = "Host: a\r\n"
private let body = #"{"username":"nobody","password":"no such password"}"#
private let size = String(body.utf8.count, radix: 16)
private let post = "POST /v1/tokens HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
private let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"
private let whole = "\(size)\r\n\(body)\r\n"

private let heads: [Message] = [
    Message("a good request", get + host + "\r\n", 200),
    Message("an empty line before", "\r\n" + get + host + "\r\n", 200),
    Message("HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    Message("HTTP/3.0", "GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505),
    Message("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    Message("a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    Message("a method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    Message("TRACE", "TRACE /v1/categories HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    Message("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 405),
    Message("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 204),
    Message("GET *", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    Message("a target without a slash", "GET v1/categories HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    Message("an absolute target", "GET http://b/v1/categories HTTP/1.1\r\nHost: a\r\n\r\n", 200),
    Message("an absolute target with a user", "GET http://b@c/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    Message("another scheme", "GET ftp://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    Message("a fragment", "GET /v1/categories#a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    Message("NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    Message("a long target", "GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    Message("a longer target", "GET /\(String(repeating: "a", count: 90_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    Message("NUL in a field", get + host + "A: a\0b\r\n\r\n", 400),
    Message("a bare CR", get + host + "A: a\rb\r\n\r\n", 400),
    Message("a bare LF", get + host + "A: a\nB: b\r\n\r\n", 400),
    Message("a space before the colon", get + host + "A : a\r\n\r\n", 400),
    Message("a field without a colon", get + host + "A\r\n\r\n", 400),
    Message("a field without a name", get + host + ": a\r\n\r\n", 400),
    Message("a field that goes on", get + host + "A: a\r\n b\r\n\r\n", 400),
    Message("a large field", get + host + "A: \(String(repeating: "a", count: 40_000))\r\n\r\n", 431),
    Message("many fields", get + host + String(repeating: "A: a\r\n", count: 1_000) + "\r\n", 431),
    Message("spaces and tabs behind a Host", get + "Host: a \t \r\n\r\n", 200),
    Message("a Host of spaces", get + "Host:   \r\n\r\n", 400),
    Message("no Host", get + "\r\n", 400),
    Message("an empty Host", get + "Host:\r\n\r\n", 400),
    Message("two Hosts", get + host + host + "\r\n", 400),
    Message("a Host with a path", get + "Host: a/b\r\n\r\n", 400),
    Message("a Host that is IPv6", get + "Host: [::1]:80\r\n\r\n", 200),
    Message("an absolute target and no Host", "GET http://b/ HTTP/1.1\r\n\r\n", 400),
    Message("HTTP/1.0 without Host", "GET /v1/categories HTTP/1.0\r\n\r\n", 200),
    Message("HTTP/1.0 with two Hosts", "GET /v1/categories HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400),
]

private let bodies: [Message] = [
    Message("a good body", post + "Content-Length: \(body.utf8.count)\r\n\r\n" + body, 401),
    Message("spaces behind a length", post + "Content-Length: \(body.utf8.count)  \r\n\r\n" + body, 401),
    Message("spaces behind a coding", post + "Transfer-Encoding: chunked \r\n\r\n" + whole + "0\r\n\r\n", 401),
    Message("a length with a space in it", post + "Content-Length: 5 1\r\n\r\n" + body, 400),
    Message(
        "spaces behind an expectation",
        post + "Expect: 100-continue \r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body, 401),
    Message("lengths that differ", post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
    Message("lengths that agree", post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
    Message("a list of lengths", post + "Content-Length: 2, 2\r\n\r\n{}", 400),
    Message("a negative length", post + "Content-Length: -2\r\n\r\n{}", 400),
    Message("a length with a plus", post + "Content-Length: +2\r\n\r\n{}", 400),
    Message("an empty length", post + "Content-Length:\r\n\r\n{}", 400),
    Message("a length over the limit", post + "Content-Length: 10000000\r\n\r\n{}", 413),
    Message("a length of 30 digits", post + "Content-Length: \(String(repeating: "9", count: 30))\r\n\r\n{}", 400),
    Message("a length and chunks", post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    Message("gzip", post + "Transfer-Encoding: gzip\r\n\r\n{}", 400),
    Message("gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
    Message("chunked, gzip", post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400),
    Message("chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400),
    Message("identity", post + "Transfer-Encoding: identity\r\n\r\n", 400),
    Message(
        "chunks in HTTP/1.0",
        "POST /v1/tokens HTTP/1.0\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400
    ),
    Message("good chunks", chunked + whole + "0\r\n\r\n", 401),
    Message("an extension", chunked + "\(size);a=b\r\n\(body)\r\n0\r\n\r\n", 401),
    Message("a trailer", chunked + whole + "0\r\nA: a\r\n\r\n", 401),
    Message("a size that is no number", chunked + "zz\r\n\(body)\r\n0\r\n\r\n", 400),
    Message("a negative size", chunked + "-\(size)\r\n\(body)\r\n0\r\n\r\n", 400),
    Message("a size of 17 digits", chunked + "11111111111111111\r\n\(body)", 400),
    Message("a size too small", chunked + "1\r\n\(body)\r\n0\r\n\r\n", 400),
    Message("a bare LF after data", chunked + "\(size)\r\n\(body)\n0\r\n\r\n", 400),
    Message(
        "a long extension", chunked + "\(size);\(String(repeating: "a", count: 90_000))\r\n\(body)\r\n0\r\n\r\n", 400),
    Message("a trailer without a colon", chunked + whole + "0\r\nA\r\n\r\n", 400),
    Message("a trailer that goes on", chunked + whole + "0\r\nA: a\r\n b\r\n\r\n", 400),
    Message("a trailer that is a length", chunked + whole + "0\r\nContent-Length: 2\r\n\r\n", 400),
    Message("a trailer that is a coding", chunked + whole + "0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    Message("many trailers", chunked + whole + "0\r\n" + String(repeating: "A: a\r\n", count: 1_000) + "\r\n", 431),
    Message("a trailer that is a host", chunked + whole + "0\r\nHost: b\r\n\r\n", 400),
    Message("an unknown expectation", post + "Expect: a\r\nContent-Length: 2\r\n\r\n{}", 417),
]

@Suite("Messages that are no proper HTTP are refused, and the others answered")
struct MessageRuleTests {
    @Test("messages get the status that is right for them")
    func messages() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market) { port, _, _ in
            for message in heads + bodies {
                let text = try await ConnectionTestServer.ask(port, message.text)
                let answer = RawAnswer(text)
                #expect(answer?.status == message.status, "\(message.name): \(text.prefix(600))")
                if let answer, answer.status >= 400 {
                    #expect(answer.body.contains("\"type\":\"/problems/"), "\(message.name): \(answer.body)")
                }
            }
        }
    }

    @Test("what is malformed is counted wherever it stands in a message, and who merely leaves is not")
    func counts() async throws {
        let market = try await Market()
        let extensions = "\(size);\(String(repeating: "a", count: 90_000))\r\n\(body)\r\n0\r\n\r\n"
        let malformed = [
            "GET / HTTP/1.1\r\n\r\n", chunked + "zz\r\n", chunked + extensions,
            chunked + whole + "0\r\nHost: b\r\n\r\n",
        ]
        try await ConnectionTestServer.serve(market) { port, _, counts in
            for (number, text) in malformed.enumerated() {
                #expect(RawAnswer(try await ConnectionTestServer.ask(port, text))?.status == 400)
                #expect(counts.count(.malformed) == number + 1, "\(text.prefix(300))")
            }
            for text in ["GET / HTTP/1.1\r\nHost: a", chunked + "5\r\nab"] {
                let client = try await RawClient(port: port)
                try await client.send(text)
                client.endSending()
                _ = try await client.read()
                #expect(counts.count(.malformed) == malformed.count, "\(text)")
            }
        }
    }

    @Test("a HEAD that is refused gets no body")
    func head() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market) { port, _, _ in
            let text = try await ConnectionTestServer.ask(port, "HEAD / HTTP/1.1\r\n\r\n")
            let answer = try #require(RawAnswer(text))
            #expect(answer.status == 400 && answer.closes && answer.body.isEmpty, "\(text)")
            #expect(answer.head.lowercased().contains("content-length: "))
        }
    }

    @Test("a host is a name or an address, with or without a port")
    func hosts() {
        for good in ["a", "a.b", "a:80", "a:", "127.0.0.1:1", "[::1]", "[2001:db8::1]:443", "a_b", "%41"] {
            #expect(HostName.isValid(good), "\(good)")
        }
        let long = String(repeating: "a", count: 300)
        for bad in [
            "", ":80", "a:b", "a:65536", "a:1:2", "a/b", "a@b", "a b", "[::1", "[a]", "[]", "%4", "a\0", "é", long,
        ] {
            #expect(!HostName.isValid(bad), "\(bad)")
        }
    }

    @Test("an HTTP/1.0 connection ends with its answer unless the client asks to keep it")
    func oldVersion() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market) { port, _, _ in
            let ended = try await RawClient(port: port)
            try await ended.send("GET /v1/categories HTTP/1.0\r\n\r\n")
            let answer = try #require(RawAnswer(try await ended.read()))
            #expect(answer.status == 200 && answer.closes)
            #expect(!answer.head.lowercased().contains("transfer-encoding"))
            let kept = try await RawClient(port: port)
            for _ in 0..<2 {
                try await kept.send("GET /v1/categories HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                let answer = try #require(RawAnswer(try await kept.read { RawAnswer($0)?.isWhole ?? false }))
                #expect(answer.head.lowercased().contains("connection: keep-alive"))
            }
        }
    }

    @Test("the body is asked for once its request is sure to be read, and never where it is refused")
    func expectations() async throws {
        let market = try await Market()
        try await ConnectionTestServer.serve(market) { port, _, _ in
            let client = try await RawClient(port: port)
            try await client.send(post + "Expect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
            let asked = try await client.read { $0.hasSuffix("\r\n\r\n") }
            #expect(asked == "HTTP/1.1 100 Continue\r\n\r\n")
            try await client.send(body)
            #expect(RawAnswer(try await client.read { RawAnswer($0)?.isWhole ?? false })?.status == 401)
            let large = post + "Expect: 100-continue\r\nContent-Length: 10000000\r\n\r\n"
            #expect(RawAnswer(try await ConnectionTestServer.ask(port, large))?.status == 413)
            let batch =
                "POST /v1/listings/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Expect: 100-continue\r\nContent-Length: 10000000\r\n\r\n"
            #expect(RawAnswer(try await ConnectionTestServer.ask(port, batch))?.status == 401)
        }
    }
}
