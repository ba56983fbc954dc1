import Foundation
import Scheduling
import TestSupport
import Testing

@Suite("Bursts")
struct BurstTests {
    private static let words = [
        "连衣裙", "手机", "裙", "羽绒服", "围巾", "耳机", "键盘", "鞋", "包", "茶", "phone", "case", "iphone", "shirt", "雪纺",
        "显瘦", "包邮", "高腰", "气质", "男", "女", "红色", "黑色", "新款", "夏季", "冬", "春", "套装", "真皮", "棉",
    ]

    @Test(
        "many different requests at one moment, just after the start, are all answered, and the server ends when told")
    func burst() async throws {
        let folder = try TemporaryFolder()
        let sesamed = try Program("sesamed")
        let made = try await sesamed.run(["demo-market", "--data", folder.path("market"), "--count", "3000"])
        #expect(made.status == 0, "\(made.errors)")
        let built = try await sesamed.run(["index", "rebuild", "--data", folder.path("market")])
        #expect(built.status == 0, "\(built.errors)")
        for size in [30, 120] {
            let server = try await MarketProcess.start(data: folder, options: ["--unlimited", "--log-level", "error"])
            let port = try #require(URL(string: server.address)?.port)
            let clients = WorkerThreads(label: "clients", count: size)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<size {
                    group.addTask {
                        let path = Self.path(number)
                        return try await clients.run { try PlainRequest.status(port: port, path: path) }
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count == size)
            #expect(statuses.allSatisfy { $0 == 200 || $0 == 503 }, "\(statuses)")
            #expect(statuses.contains(200))
            #expect(try await clients.run { try PlainRequest.status(port: port, path: "/healthz") } == 200)
            #expect(try await server.stop() == 0)
        }
    }

    @Test(
        "health and metrics have an address of their own, which answers nothing else and is not kept waiting by a burst"
    )
    func healthAddress() async throws {
        let folder = try TemporaryFolder()
        let sesamed = try Program("sesamed")
        let made = try await sesamed.run(["demo-market", "--data", folder.path("market"), "--count", "500"])
        #expect(made.status == 0, "\(made.errors)")
        let built = try await sesamed.run(["index", "rebuild", "--data", folder.path("market")])
        #expect(built.status == 0, "\(built.errors)")
        let server = try await MarketProcess.start(
            data: folder, options: ["--unlimited", "--health-address", "127.0.0.1:0"])
        let port = try #require(URL(string: server.address)?.port)
        var bound: Int?
        try await Wait.until("the address of health") {
            bound = try folder.text("server.log").firstMatch(of: /port=(\d+) .*health is answered/).flatMap {
                Int($0.1)
            }
            return bound != nil
        }
        let health = try #require(bound)
        let clients = WorkerThreads(label: "clients", count: 61)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    _ = try await clients.run { try PlainRequest.status(port: port, path: Self.path(number)) }
                }
            }
            for path in ["/healthz", "/readyz", "/metrics"] {
                #expect(try await clients.run { try PlainRequest.status(port: health, path: path) } == 200, "\(path)")
            }
            try await group.waitForAll()
        }
        #expect(try await clients.run { try PlainRequest.status(port: health, path: "/v1/categories") } == 404)
        #expect(try await server.stop() == 0)
    }

    @Test("a log that nobody reads keeps nobody waiting")
    func logOfNobody() async throws {
        let folder = try TemporaryFolder()
        let pipe = Pipe()
        let server = try await MarketProcess.start(
            data: folder, options: ["--unlimited"], log: pipe.fileHandleForWriting)
        let port = try #require(URL(string: server.address)?.port)
        let clients = WorkerThreads(label: "clients", count: 8)
        // A line each: many times what a pipe holds.
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<3_000 {
                group.addTask {
                    try await clients.run { try PlainRequest.status(port: port, path: "/v1/listings/\(number + 1)") }
                }
            }
            for try await status in group { #expect(status == 404) }
        }
        #expect(try await clients.run { try PlainRequest.status(port: port, path: "/healthz") } == 200)
        let before = ContinuousClock.now
        #expect(try await server.stop() == 0)
        #expect(ContinuousClock.now - before < .seconds(6), "a stop without work waits for nobody")
        withExtendedLifetime(pipe) {}
    }

    @Test("a second server of a market is refused, whatever has become of its index")
    func secondServer() async throws {
        let folder = try TemporaryFolder()
        let server = try await MarketProcess.start(data: folder)
        try FileManager.default.removeItem(atPath: folder.path("market/index"))
        let second = try await Program("sesamed").run(["serve", "--data", folder.path("market"), "--port", "0"])
        #expect(second.status != 0 && second.errors.contains("runs already"), "\(second.errors)")
        #expect(try await server.stop() == 0)
    }

    /// Searches above all, no two the same, with listings, sellers and suggestions between them.
    private static func path(_ number: Int) -> String {
        let word = words[number % words.count]
        let text = "\(word) \(number)".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        switch number % 6 {
        case 3: return "/v1/listings/\(number + 1)"
        case 4: return "/v1/sellers/\(number % 50 + 1)/listings"
        case 5: return "/v1/suggest?q=\(word.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        default: return "/v1/search?limit=10&q=\(text)"
        }
    }
}
