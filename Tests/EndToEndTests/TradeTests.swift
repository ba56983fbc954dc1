import Accounts
import Foundation
import MarketplaceClient
import MarketplaceStore
import MarketplaceWire
import TestSupport
import Testing

/// Trades through real processes: the server, the payment provider, the two commands.
@Suite("Trades", .serialized, .timeLimit(.minutes(15)))
struct TradeTests {
    private static let kills = 50

    @Test("two people trade by command, with refund and dispute, and a stranger checks the ratings")
    func commands() async throws {
        let data = try TemporaryFolder()
        let provider = try await ProviderProcess.start(data: data)
        let server = try await MarketProcess.start(data: data, options: provider.marketOptions)
        let (seller, buyer) = (try Shop(server), try Shop(server))
        #expect(try await seller.signUp("seller-one").status == 0)
        #expect(try await buyer.signUp("buyer-one").status == 0)
        let listing = try await seller.sesame(
            "listing", "create", "--title", "芝麻灰羊毛围巾", "--category", "scarves", "--price", "89.00", "--region",
            "CN-ZJ", "--ships-to", "CN", "--quantity", "9", "--plain")
        let id = try #require(listing.output.split(separator: "\t").first.map(String.init), "\(listing.errors)")

        func done(_ shop: Shop, _ words: String...) async throws -> String {
            let result = try await shop.order(words)
            #expect(result.status == 0, "\(words): \(result.errors)")
            return result.output
        }
        let address = ["--name", "王五", "--address", "文三路 1 号", "--region", "CN-ZJ"]
        for _ in 1...3 { #expect(try await buyer.order(["buy", id] + address).status == 0) }

        // The first goes well.
        #expect(try await done(buyer, "pay", "1").contains("paid"))
        #expect(try await done(seller, "ship", "1", "--carrier", "顺丰", "--tracking", "SF1").contains("shipped"))
        #expect(try await seller.order(["confirm", "1"]).status == 1)
        #expect(try await done(buyer, "confirm", "1").contains("completed"))
        // The second is refunded in part.
        _ = try await done(buyer, "pay", "2")
        _ = try await done(seller, "ship", "2", "--carrier", "顺丰", "--tracking", "SF2")
        _ = try await done(buyer, "refund", "ask", "2", "--amount", "9.00", "--reason", "有线头")
        #expect(try await done(seller, "refund", "accept", "2", "--amount", "9.00").contains("refunded"))
        // The third is disputed and decided.
        _ = try await done(buyer, "pay", "3")
        _ = try await done(seller, "ship", "3", "--carrier", "顺丰", "--tracking", "SF3")
        _ = try await done(buyer, "refund", "ask", "3", "--reason", "没收到")
        _ = try await done(seller, "refund", "refuse", "3", "--reason", "已签收")
        #expect(try await done(buyer, "dispute", "3", "--reason", "不是我签的").contains("disputed"))
        let market = ["--data", data.path("market")]
        let sesamed = try Program("sesamed")
        #expect(try await sesamed.run(["order", "disputes"] + market).output.contains("不是我签的"))
        let decided = try await sesamed.run(
            ["order", "resolve", "3", "--refund-minor", "4450", "--reason", "各半"] + market)
        #expect(decided.status == 0, "\(decided.errors)")
        #expect(try await sesamed.run(["order", "acts"] + market).output.contains("resolve_order"))
        #expect(try await done(buyer, "show", "3").contains("resolved"))
        #expect(try await seller.sesame("balance").output.contains("89.00 CNY"))

        let rated = try await buyer.sesame(
            "rating", "give", "1", "good", "--as-described", "5", "--service", "5", "--logistics", "4", "--words", "很暖")
        #expect(rated.status == 0, "\(rated.errors)")
        #expect(try await seller.sesame("rating", "give", "1", "good").status == 0)
        try await Wait.until("the rating to be reckoned", seconds: 10) {
            try await buyer.sesame("rating", "list", "1").errors.contains("1 points")
        }
        let stranger = try Shop(server)
        let kept = stranger.folder.path("log")
        let verified = try await stranger.sesame("rating", "verify", "1", "--save", kept)
        #expect(verified.status == 0, "\(verified.errors)")
        let text = try String(contentsOfFile: kept, encoding: .utf8)
        let changed = stranger.folder.path("changed")
        try text.replacing("\"good\"", with: "\"bad\"").write(toFile: changed, atomically: true, encoding: .utf8)
        let found = try await stranger.sesame("rating", "verify", "1", "--file", changed)
        #expect(found.status == 1)
        #expect(found.errors.contains("line 2"), "\(found.errors)")
        // The market's head says how long the log was, whatever the chain of what is left says.
        let cut = stranger.folder.path("cut")
        let lines = text.split(separator: "\n")
        try "\(lines[0])\n\(lines[2])\n".write(toFile: cut, atomically: true, encoding: .utf8)
        let short = try await stranger.sesame("rating", "verify", "1", "--file", cut)
        #expect(short.status == 1)
        #expect(short.errors.contains("ends at line 1"), "\(short.errors)")
        // It has grown since, and begins as it did.
        #expect(try await seller.sesame("rating", "reply", "1", "多谢").status == 0)
        let grown = try await stranger.sesame("rating", "verify", "1", "--file", kept, "--words")
        #expect(grown.status == 0, "\(grown.errors)")
        // Somebody else's key has not signed it.
        let other = try await stranger.sesame("rating", "verify", "1", "--key", "AAAA")
        #expect(other.status == 1)
        #expect(other.errors.contains("another key"), "\(other.errors)")
        try await Self.verify(data, provider)
        #expect(try await server.stop() == 0)
    }

    @Test("a server killed under a trading load loses and doubles nothing that it acknowledged")
    func crashes() async throws {
        let data = try TemporaryFolder()
        let seed: UInt64 = 20_261_121
        var random = SeededGenerator(seed: seed)
        let provider = try await ProviderProcess.start(data: data, faults: ["--twice", "20", "--overtaken", "20"])
        let options = provider.marketOptions + ["--unlimited", "--log-level", "warning"]
        var server = try await MarketProcess.start(data: data, options: options)
        let end = data.path("enough")
        let load = Task {
            try await Program("trade-bench").run([
                "--port-file", data.path("port"), "--connections", "16", "--accounts", "3", "--trades", "1000000",
                "--until", end,
            ])
        }
        try await Wait.until("the first payment", seconds: 120) {
            (try? String(contentsOfFile: provider.log, encoding: .utf8))?.isEmpty == false
        }
        for _ in 0..<Self.kills {
            try await Task.sleep(for: .milliseconds(.random(in: 100...900, using: &random)))
            try await server.crash()
            server = try await MarketProcess.start(data: data, options: options)
            try await Self.verify(data, nil)
        }
        try "enough".write(toFile: end, atomically: true, encoding: .utf8)
        let result = try await load.value
        #expect(result.status == 0, "seed \(seed): \(result.output) \(result.errors)")
        #expect(try await server.stop() == 0)
        try await Self.verify(data, provider)
        let doctor = try await Program("sesamed").run(["doctor", "--data", data.path("market")])
        #expect(!doctor.output.contains("WRONG store"), "\(doctor.output)")
    }

    @Test("a provider that fails, is late, says things twice and out of order agrees with the market in the end")
    func faults() async throws {
        let data = try TemporaryFolder()
        let provider = try await ProviderProcess.start(
            data: data,
            faults: [
                "--failing", "10", "--losing", "10", "--late", "10", "--late-milliseconds", "300", "--pending", "10",
                "--twice", "30", "--overtaken", "30",
            ])
        let server = try await MarketProcess.start(
            data: data, options: provider.marketOptions + ["--unlimited", "--log-level", "warning"])
        let result = try await Program("trade-bench").run([
            "--port-file", data.path("port"), "--connections", "32", "--accounts", "3", "--trades", "300",
        ])
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        #expect(try await server.stop() == 0)
        try await Self.verify(data, provider)
    }

    @Test("a thousand buyers race for the last hundred, and exactly a hundred get one, whatever is sent twice")
    func race() async throws {
        let data = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: data.path("market"), withIntermediateDirectories: true)
        let tokens = try await Self.makeAccounts(1_001, data.path("market/market.sqlite"))
        let server = try await MarketProcess.start(data: data, options: ["--unlimited", "--log-level", "warning"])
        let seller = try MarketplaceClient(server: server.address, token: tokens[0])
        let listing = try await seller.create(
            ListingRequest(
                title: "最后一百件", categoryID: 3030, priceMinor: 100, currency: "CNY", quantity: 100, region: "CN",
                shipsTo: ["CN"]))
        let (id, address) = (listing.id, server.address)
        let answers = try await withThrowingTaskGroup(of: [Int64?].self) { group in
            for token in tokens.dropFirst() {
                group.addTask { try await Self.buyTwice(id, token, address) }
            }
            return try await group.reduce(into: [[Int64?]]()) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0[0] == $0[1] })
        #expect(Set(answers.compactMap { $0[0] }).count == 100)
        #expect(try await seller.listing(id).quantity == 0)
        #expect(try await server.stop() == 0)
        try await Self.verify(data, nil)
    }

    /// The order's number, or nil where nothing was left; asked twice under one key.
    private static func buyTwice(_ listing: Int64, _ token: String, _ address: String) async throws -> [Int64?] {
        let client = try MarketplaceClient(server: address, token: token)
        let request = OrderRequest(
            listingID: listing, quantity: 1, delivery: DeliveryResource(name: "买家", address: "杭州", region: "CN"))
        let key = UUID().uuidString
        func buy() async throws -> Int64? {
            do {
                return try await client.buy(request, key: key).id
            } catch ClientError.problem(let problem) where problem.type == "/problems/sold-out" {
                return nil
            }
        }
        async let first = buy()
        async let second = buy()
        return [try await first, try await second]
    }

    /// Accounts that are logged in, without the cost of a thousand passwords.
    private static func makeAccounts(_ count: Int, _ path: String) async throws -> [String] {
        let store = try MarketplaceStore(path: path)
        defer { try? store.close() }
        var tokens: [String] = []
        for number in 0..<count {
            let account = try await store.createAccount(
                username: "buyer-\(number)", displayName: "买家 \(number)", passwordHash: "unusable", atMilliseconds: 0)
            let secret = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString()
            let text =
                Token.prefix + secret.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
            let token = try #require(Token(text))
            try await store.insert(
                TokenRecord(
                    hash: token.hash, accountID: account.id, scopes: Set(Scope.allCases), createdAtMilliseconds: 0,
                    expiresAtMilliseconds: 1 << 50))
            tokens.append(text)
        }
        return tokens
    }

    /// The books are right; where the provider is given, it agrees.
    private static func verify(_ data: TemporaryFolder, _ provider: ProviderProcess?) async throws {
        let log = provider.map { ["--provider-log", $0.log] } ?? []
        let result = try await Program("sesamed").run(["ledger", "verify", "--data", data.path("market")] + log)
        #expect(result.status == 0, "\(result.output) \(result.errors)")
    }
}

extension Shop {
    func order(_ words: [String]) async throws -> Program.Result { try await sesame(["order"] + words) }
}
